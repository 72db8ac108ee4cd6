"""A run: the articles put into a home, every case asked in turn, and what became of each.

Asking one case is `evals.observe`, the result and its JSON `evals.result`, files `evals.store`, measuring
`evals.metrics`.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict

from corpus.article import Article, content_hash
from corpus.errors import GroundwireError
from evals.cases import Case, cases_hash, check_cases
from evals.observe import Answerer, ask_room, days_of, observe
from evals.outcome import Outcome
from evals.result import Run
from evals.store import Unfinished
from rag import Newsroom, open_newsroom
from rag.index.progress import Progress

Failed = tuple[tuple[str, str], ...]
"""Articles that could not be read, each with why."""


class About(TypedDict):
    """What must be the same for two runs to be one, interrupted."""

    settings: dict[str, Any]
    versions: dict[str, str]
    corpus_hash: str
    cases_hash: str
    mode: str


_BEARING = ("embed_batch", "candidates", "reranker")
_OF_A_MODEL = ("llm", "llm_context", "llm_tokens")
"""Settings that an answer may depend on, beside the embedding model; the others say where things are and are fetched
from."""
_LIBRARIES = "torch sentence-transformers tokenizers numpy chromadb llama-index-core PyStemmer sentencex".split()


@contextmanager
def open_articles(articles: Path, home: Path, progress: Progress) -> Iterator[tuple[Newsroom, Failed]]:
    """A newsroom in `home` of exactly these articles, and those that could not be read, each with why.

    Articles that are there already are not indexed again. Raises `GroundwireError` where no article can be read, and
    where `home` holds articles of elsewhere: they would answer too.
    """
    with open_newsroom(home) as room:
        report = room.ingest(articles, progress)
        given = report.added + report.updated + report.unchanged + report.duplicates
        held = room.status().articles
        if not given:
            raise GroundwireError(f"{articles}: no article could be read. {_first_failure(report.failed)}")
        if held > given:
            raise GroundwireError(
                f"{home} holds {held} articles, and {articles} has {given}: the others would answer too. "
                "Name an empty folder, or leave `--home` out."
            )
        yield room, report.failed


def run_room(
    room: Newsroom,
    cases: Sequence[Case],
    progress: Progress,
    answerer: Answerer = ask_room,
    resume: Path | None = None,
    *,
    mode: str = "extractive",
    cases_file: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
    failed: Failed = (),
) -> Run:
    """Ask every case of a newsroom that holds its articles; `failed` are those that could not be read.

    `mode` names what the answerer is in the result. `cases_file` is where the cases were read from, to be named where
    one is wrong. `tell` is called with a sentence that the person who waits should read.

    Finished cases are written to the file `resume` at once, and a run of the same cases over the same articles with the
    same settings and code goes on after them; else it begins anew, which is told. Remove the file when the result is
    saved. Raises `GroundwireError` where a quote of a case stands in no article, and, naming the case, where asking
    crashes: a crash is neither an answer nor a refusal.
    """
    if not cases:
        raise GroundwireError("There is no case to ask. Name a file of cases.")
    began, started = perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    kept = [version for article in room.catalogue.articles() for version in room.catalogue.versions(article.id)]
    check_cases(cases_file or cases, [version.text for version in kept])
    about: About = {
        "settings": settings_of(room),
        "versions": versions(),
        "corpus_hash": corpus_hash(kept),
        "cases_hash": cases_hash(cases),
        "mode": mode,
    }
    done, file = _earlier(resume, about, len(cases), tell)
    if len(done) < len(cases):
        progress("loading", 0, 0)
        with _naming(cases[0]):
            _warm(room, cases[0])
    for case in cases[len(done) :]:
        progress("asking", len(done), len(cases))
        with _naming(case):
            done.append(observe(room, case, answerer))
        if file:
            file.add(done[-1])
    progress("asking", len(done), len(cases))
    return Run(
        **about,
        articles=room.status().articles,
        failed=failed,
        outcomes=tuple(done),
        started=started,
        seconds=round(perf_counter() - began, 1),
    )


def corpus_hash(versions: Iterable[Article]) -> str:
    """SHA-256, 64 hex digits, of article versions by id, number and words: of a newsroom, every version of each."""
    known = sorted((article.id, article.version, content_hash(article.text)) for article in versions)
    return hashlib.sha256("\n".join(f"{i} {version} {words}" for i, version, words in known).encode()).hexdigest()


def settings_of(room: Newsroom) -> dict[str, Any]:
    """The settings that bear on answers; a model that is a folder goes by the folder's name, not by where it lies."""
    bearing = (*_BEARING, *_OF_A_MODEL) if room.settings.llm else _BEARING
    chosen = room.settings.model_dump(include=set(bearing))
    return {
        "embedding_model": Path(room.embedder.name).name,
        **{name: Path(value).name if isinstance(value, str) else value for name, value in sorted(chosen.items())},
    }


def versions() -> dict[str, str]:
    """What answered: versions of Groundwire, Python and the libraries that answers rest on, and a hash of our code."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in ("groundwire", *_LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return {**found, "code": _code_hash()}


def _code_hash() -> str:
    """16 hex digits over the sources of corpus, rag and evals: a run of other code is not gone on with."""
    root, digest = Path(__file__).parent.parent, hashlib.sha256()
    for package in ("corpus", "rag", "evals"):
        for path in sorted((root / package).rglob("*.py")):
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _earlier(
    resume: Path | None, about: About, cases: int, tell: Callable[[str], None]
) -> tuple[list[Outcome], Unfinished | None]:
    """What an interrupted run had finished, and the file to go on with."""
    if resume is None:
        return [], None
    file = Unfinished(resume, about)
    done, changed = file.begin()
    if changed:
        tell(f"{resume} is of a run with other {', '.join(changed)}: beginning anew.")
    elif done:
        tell(f"Going on after {len(done):,} of {cases:,} cases ({resume}).")
    return done, file


def _warm(room: Newsroom, case: Case) -> None:
    """Load what is loaded on first use: it is no part of an answer's time."""
    room.warm_up()
    room.ask(case.question, history=case.history, **days_of(case))


def _first_failure(failed: Sequence[tuple[str, str]]) -> str:
    return f"{failed[0][0]}: {failed[0][1]}" if failed else "Name a .jsonl or .jsonl.gz file of articles."


@contextmanager
def _naming(case: Case) -> Iterator[None]:
    """Name the case in whatever goes wrong while it is asked."""
    try:
        yield
    except GroundwireError as error:
        raise GroundwireError(f"case {case.id}: {error}") from error
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        raise GroundwireError(
            f"case {case.id} crashed: {type(error).__name__}: {error} ({where}). The run ends here, since a crash is "
            "neither an answer nor a refusal; mend it and run again."
        ) from error
