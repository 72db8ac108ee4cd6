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
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict, TypeVar, Unpack

from corpus.article import Article, content_hash
from corpus.errors import GroundwireError
from evals.cases import Case, cases_hash, check_cases
from evals.observe import PASSAGES, Answerer, Days, Reply, ask_room, asking, days_of, observe
from evals.outcome import Outcome
from evals.result import Run
from evals.store import Unfinished, load_run, save
from rag import Newsroom, open_newsroom
from rag.index.progress import Progress

__all__ = [
    "PASSAGES",
    "Answerer",
    "Days",
    "Reply",
    "Run",
    "ask_room",
    "asking",
    "corpus_hash",
    "days_of",
    "load_run",
    "observe",
    "open_articles",
    "run",
    "run_room",
    "save",
    "settings_of",
    "versions",
]

T = TypeVar("T")


class About(TypedDict):
    """What must be the same for two runs to be one, interrupted."""

    settings: dict[str, Any]
    versions: dict[str, str]
    corpus_hash: str
    cases_hash: str
    mode: str


class Options(TypedDict, total=False):
    """What else a run may be given.

    `mode` names what the answerer is in the result. Without `verify`, no sentence has a verdict. `cases_file` is where
    the cases were read from, to be named where one is wrong. `tell` is called with a sentence that the person who waits
    should read. `failed` are articles that could not be read.
    """

    mode: str
    verify: bool
    cases_file: Path | None
    tell: Callable[[str], None]
    failed: tuple[tuple[str, str], ...]


_BEARING = ("embed_batch", "candidates", "reranker")
"""Settings that an answer may depend on, beside the embedding model; the others say where things are and are fetched
from."""
_LIBRARIES = (
    "torch",
    "sentence-transformers",
    "tokenizers",
    "numpy",
    "chromadb",
    "llama-index-core",
    "PyStemmer",
    "sentencex",
)


def run(
    articles: Path,
    cases: Sequence[Case],
    home: Path,
    progress: Progress,
    answerer: Answerer = ask_room,
    resume: Path | None = None,
    **options: Unpack[Options],
) -> Run:
    """Ask every case over `articles`, kept in `home`: `open_articles`, then `run_room`."""
    with open_articles(articles, home, progress) as (room, failed):
        options.setdefault("failed", failed)
        return run_room(room, cases, progress, answerer, resume, **options)


@contextmanager
def open_articles(
    articles: Path, home: Path, progress: Progress
) -> Iterator[tuple[Newsroom, tuple[tuple[str, str], ...]]]:
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
    **options: Unpack[Options],
) -> Run:
    """Ask every case of a newsroom that holds its articles.

    Finished cases are written to the file `resume` at once, and a run of the same cases over the same articles with the
    same settings and code goes on after them; else it begins anew, which is told. Remove the file when the result is
    saved. Raises `GroundwireError` where a quote of a case stands in no article, and, naming the case, where asking
    crashes: a crash is neither an answer nor a refusal.
    """
    if not cases:
        raise GroundwireError("There is no case to ask. Name a file of cases.")
    began, started = perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    kept = [version for article in room.catalogue.articles() for version in room.catalogue.versions(article.id)]
    check_cases(options.get("cases_file") or cases, [version.text for version in kept], quotes_needed=False)
    verify = options.get("verify", True)
    about: About = {
        "settings": {**settings_of(room), "verified": verify},
        "versions": versions(),
        "corpus_hash": corpus_hash(kept),
        "cases_hash": cases_hash(cases),
        "mode": options.get("mode", "extractive"),
    }
    done, file = _earlier(resume, about, len(cases), options.get("tell"))
    if len(done) < len(cases):
        progress("loading", 0, 0)
        _guarded(cases[0], lambda: _warm(room, cases[0]))
    for case in cases[len(done) :]:
        progress("asking", len(done), len(cases))
        done.append(_guarded(case, partial(observe, room, case, answerer, verify)))
        if file:
            file.add(done[-1])
    progress("asking", len(done), len(cases))
    return Run(
        **about,
        articles=room.status().articles,
        failed=options.get("failed", ()),
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
    chosen = room.settings.model_dump(include=set(_BEARING))
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
    resume: Path | None, about: About, cases: int, tell: Callable[[str], None] | None
) -> tuple[list[Outcome], Unfinished | None]:
    """What an interrupted run had finished, and the file to go on with."""
    if resume is None:
        return [], None
    file = Unfinished(resume, about)
    done, changed = file.begin()
    tell = tell or (lambda _: None)
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


def _guarded(case: Case, ask: Callable[[], T]) -> T:
    try:
        return ask()
    except GroundwireError as error:
        raise GroundwireError(f"case {case.id}: {error}") from error
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        raise GroundwireError(
            f"case {case.id} crashed: {type(error).__name__}: {error} ({where}). The run ends here, since a crash is "
            "neither an answer nor a refusal; mend it and run again."
        ) from error
