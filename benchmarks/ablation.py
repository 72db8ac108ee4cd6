"""What each part of answering adds: the figures with one part switched off at a time, as a Markdown table.

    python -m benchmarks.ablation --home HOME --cases FILE [--only WORD] [--limit N]

HOME is indexed (as `groundwire eval run --home HOME` leaves it), the cases are over its articles. Switched off are what
reads a question (dates, outlets, follow-ups, several questions), what bars or joins sentences, the reader as a whole
(no sentence is told from another by it, and all of the passages found are weighed), and either of the two searches. The
weights stay as they are: what each part of the evidence adds when the others are fitted without it is printed by
`python -m benchmarks.weights`.

The columns, over the cases: the answer stands in the first sentence chosen, and in one of those shown, of the
answerable *before* the decision to refuse, whose threshold means nothing once a weight is gone (so these figures are
higher than those of a run, in which a refusal is a miss; sentences that are added because they disagree are left out);
AUROC of the confidence; and the share of the unanswerable that a threshold on it refuses at 10% false refusals.

Everything runs as in earnest, on the product's own code. What a part cannot change is done once: searches and what the
reader says are remembered, so is the evidence of each sentence, and every ablation but those of the searches takes no
model.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.records import in_words, spread
from benchmarks.remembering import RememberingReader
from corpus.errors import GroundwireError
from evals.cases import Case, load_cases
from evals.gold import answers_held
from evals.observe import days_of
from evals.scores import auroc, refusal_at
from rag import Newsroom, open_newsroom
from rag.asked.followup import StandAlone
from rag.asked.kinds import Asked
from rag.asked.outlets import NamedOutlets
from rag.asked.question import Question
from rag.asked.request import read_request
from rag.asked.when import When
from rag.choose.evidence import Asking, Parts, Place
from rag.choose.gather import Gatherer
from rag.choose.references import reference
from rag.choose.times import TimeTold
from rag.find.hybrid import HybridSearch, Retrieved
from rag.index.scope import any_article
from rag.models.reader import Reader
from rag.text.sentences import split_sentences
from rag.values.filters import Filters
from rag.values.judged import Judged, SentenceReader, Stretch

OURS = tuple(
    f"rag.{name}"
    for name in (
        *("asked.question", "asked.request", "choose.chooser", "choose.evidence", "choose.gather", "choose.weigh"),
        "find.hybrid",
    )
)
"""Modules in which a name is replaced, wherever it was imported to."""
EVERY = 100_000
"""More sentences than any passages have: without the reader nothing tells which of them to weigh."""


class Ablation(NamedTuple):
    """What is off, in words; the names of the product that are replaced, each by what.

    `searching`: the searches find other passages; `silent` is the method of the one that finds none. `unread`: the
    reader says the same of every sentence.
    """

    words: str
    replaced: Mapping[str, object]
    searching: bool = False
    silent: str = ""
    unread: bool = False


class Row(NamedTuple):
    """The figures of one ablation; None where there is no case for one."""

    first: float | None
    shown: float | None
    auroc: float | None
    refused_at_10: float | None


# --- what is switched off -------------------------------------------------------------------------------------------


def ablations() -> list[Ablation]:
    """All of them, beginning with the one that switches nothing off."""
    none: Callable[..., tuple[()]] = lambda *_, **__: ()  # noqa: E731 - each of these reads nothing

    return [
        Ablation("nothing", {}),
        Ablation("the reader", {"MOST_CANDIDATES": EVERY}, unread=True),
        Ablation("unknown names", {"UNKNOWN_NAMES_WEIGHT": 0.0}),
        Ablation("kinds of question", {"read_asked": lambda _: Asked("other", "")}),
        Ablation("dates in questions", {"read_when": lambda *_: When()}),
        Ablation("outlets in questions", {"read_outlets": lambda *_: NamedOutlets()}),
        Ablation("figures in questions", {"telling_figures": none}),
        Ablation("several questions in one", {"read_parts": none}),
        Ablation("sides of a comparison", {"read_sides": none}),
        Ablation("one question about several things", {"read_each": none}),
        Ablation('"what is new"', {"is_general": lambda *_, **__: False}),
        Ablation("follow-ups", {"stand_alone": lambda question, _: StandAlone(question)}),
        Ablation("sentences of another time barred", {"time_told": lambda *_: TimeTold()}),
        Ablation("sentences of another version barred", {"of_another": lambda *_: False}),
        Ablation("references", {"reference": lambda *_: None}),
        Ablation("sentences that say the same left out", {"adds_to": lambda *_: True}),
        Ablation("bonus for the days meant", {"WINDOW_BONUS": 0.0}, searching=True),
        Ablation('bonus for "latest" and "first"', {"ORDER_BONUS": 0.0}, searching=True),
        Ablation("full-text search", {"DENSE_SHARE": 1.0}, searching=True, silent="match"),
        Ablation("search by vectors", {"DENSE_SHARE": 0.0}, searching=True, silent="nearest"),
    ]


@contextmanager
def switched_off(ablation: Ablation) -> Iterator[None]:
    """The product with the names of `ablation` replaced, in every module of `OURS` that has them.

    Raises `GroundwireError` for a name that none has: an ablation must not measure the whole product by mistake.
    """
    with ExitStack() as stack:
        for name, value in ablation.replaced.items():
            places = [sys.modules[module] for module in OURS if hasattr(sys.modules[module], name)]
            if not places:
                raise GroundwireError(f"{name} is no longer in {', '.join(OURS)}. Mend benchmarks/ablation.py.")
            for place in places:
                stack.enter_context(patch.object(place, name, value))
        yield


# --- what is remembered ---------------------------------------------------------------------------------------------


class Unread:
    """A reader for which every sentence answers as well as every other."""

    def read(self, _asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        """See `SentenceReader.read`."""
        return [[Judged(0.0, 0.0, 0.0, (0, 0))] * len(one.sentences) for one in stretches]


class Silent:
    """A store or an index one of whose methods finds nothing; all else is as it was."""

    def __init__(self, whole: object, method: str) -> None:
        self._whole = whole
        self._method = method

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the whole has
        return (lambda *_: {}) if name == self._method else getattr(self._whole, name)


class RememberingSearch:
    """A search, asked once for each question under its filters."""

    def __init__(self, search: HybridSearch) -> None:
        self._search = search
        self._found: dict[tuple[Question, Filters, int], Retrieved] = {}

    def search(self, question: Question, filters: Filters, k: int) -> Retrieved:
        """See `HybridSearch.search`."""
        key = (question, filters, k)
        if key not in self._found:
            self._found[key] = self._search.search(question, filters, k)
        return self._found[key]


@contextmanager
def remembered() -> Iterator[None]:
    """The product with pure functions of sentences computed once: their evidence, their bounds, what they point to."""
    parts = Asking.parts
    known: dict[tuple[object, ...], Parts] = {}

    def once(asking: Asking, place: Place, reads: float, told: TimeTold) -> Parts:
        key = (asking.question, place, reads, told)
        if key not in known:
            known[key] = parts(asking, place, reads, told)
        return known[key]

    with (
        patch.object(Asking, "parts", once),
        patch("rag.choose.chooser.split_sentences", lru_cache(100_000)(split_sentences)),
        patch("rag.choose.chooser.reference", lru_cache(100_000)(reference)),
    ):
        yield


# --- measuring ------------------------------------------------------------------------------------------------------


def asked(gatherer: Gatherer, room: Newsroom, case: Case) -> tuple[float, list[str]]:
    """The confidence in the best answer to `case`, and the sentences chosen, best first, refused or not."""
    outlets = room.catalogue.outlets()
    request = read_request(case.question, outlets, room.lexicon, history=case.history, **days_of(case))
    request = gatherer.crediting(request)
    if request.unclear or not any_article(room.catalogue, request.filters):
        return 0.0, []
    choices = [gathered.choice for gathered in gatherer.gather(request)]
    sentences = dict.fromkeys(candidate.text for choice in choices for candidate in choice.sentences)
    return max(choice.evidence.confidence() for choice in choices), list(sentences)


def measured(cases: Sequence[Case], ask: Callable[[Case], tuple[float, list[str]]]) -> Row:
    """The figures of one ablation, in which `ask` is what answers."""
    firsts, shown, scores = [], [], []
    for case in cases:
        confidence, sentences = ask(case)
        scores.append((confidence, case.answerable))
        if case.answerable and case.answers:
            firsts.append(all(answers_held(case, sentences[:1])))
            shown.append(all(answers_held(case, sentences)))
    answerable = [score for score, can_be in scores if can_be]
    unanswerable = [score for score, can_be in scores if not can_be]
    both = bool(answerable and unanswerable)
    return Row(
        fmean(firsts) if firsts else None,
        fmean(shown) if shown else None,
        auroc([score for score, _ in scores], [can_be for _, can_be in scores]) if both else None,
        refusal_at(answerable, unanswerable, 0.10) if both else None,
    )


def line(words: str, row: Row, whole: Row) -> str:
    """A line of the table: each figure, and behind it how far it is from that of the whole product."""
    cells = []
    for value, full in zip(row, whole, strict=True):
        if value is None or full is None:
            cells.append("")
        else:
            cells.append(f"{value:.3f}" + ("" if row is whole else f" ({value - full:+.3f})"))
    return f"| {words} | " + " | ".join(cells) + " |"


def measure(home: Path, cases: Sequence[Case], only_words: str) -> None:
    """Print the table, a line as soon as it is measured."""
    if not (home / "catalog.sqlite3").is_file():
        raise GroundwireError(f"{home}: holds no newsroom. Make one with `groundwire eval run --home {home}`.")
    wanted = [ablation for ablation in ablations() if not ablation.replaced or only_words in ablation.words]
    reader = RememberingReader(Reader())
    with open_newsroom(home, reader=reader) as room, remembered():
        search = RememberingSearch(search_of(room, ""))
        print(f"{len(cases)} cases, {room.status().passages} passages\n")
        print("| switched off | first sentence | shown | AUROC | refused at 10% |\n|---|---|---|---|---|")
        whole: Row | None = None
        for ablation in wanted:
            found = RememberingSearch(search_of(room, ablation.silent)) if ablation.searching else search
            read_by: SentenceReader = Unread() if ablation.unread else reader
            gatherer = Gatherer(room.passages, lambda found=found: found, read_by)  # type: ignore[misc]
            with switched_off(ablation):
                row = measured(cases, partial(asked, gatherer, room))
            whole = whole or row
            print(line(ablation.words, row, whole), flush=True)


def search_of(room: Newsroom, silent: str) -> HybridSearch:
    """The newsroom's search, with one of its two made to find nothing where `silent` names it."""
    store: Any = Silent(room.passages, silent)
    index: Any = Silent(room.index, silent)
    return HybridSearch(store, index, room.embedder, room.settings.candidates)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="an indexed home")
    parser.add_argument("--cases", type=Path, required=True, help="cases over its articles")
    parser.add_argument("--only", default="", help="only ablations whose name holds this word")
    parser.add_argument("--limit", type=int, help="only so many cases, spread over the file")
    given = parser.parse_args()
    cases = load_cases(given.cases)
    measure(given.home, spread(cases, given.limit or len(cases)), given.only)


if __name__ == "__main__":
    raise SystemExit(in_words(main))
