"""How long an answer takes beside embedding the sentences it reads, and how that grows with what is searched.

    python -m benchmarks.answer_speed --home HOME --cases FILE [--most N] [--rounds R]
    python -m benchmarks.answer_speed --growth [--sizes 1000,3000,10000]

The first asks a home that is indexed (as `groundwire eval run --home HOME` leaves it) N of the cases, spread over the
file, with the model and the vectors loaded. Each question is asked in turns with its baseline, in this process, R times
each, which goes first changing every round: `room.ask`, and `SentenceTransformer.encode` of the same model with its
defaults (batches of 32) on the question and the sentences that the reader read for it: what it costs to compare them by
their vectors, the least that is usually done. The ratio of a question is that of its medians; printed are the median of
the ratios and the share of questions above 1.5, with quartiles, for answers and refusals apart, since a refusal may
look further before it says why. The same by processor time stands beside it, for a machine that is not idle.

The second shows that no part grows faster than the number of candidates. Made-up articles, vectors made from hashes of
words and readings made of shared words instead of models, each once and before the clock runs, so that all time is
ours; the same questions at several sizes. What grows is named in the first column: passages in the home, passages taken
from each search (`candidates`), sentences weighed. The exponent is the slope between the smallest and the largest size
of log time over log size: 1 is linear, 0 does not grow. `ms` are medians over the questions, of each the quickest
round, and `retrieve` and `compose` are the answer's own timings.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import NamedTuple
from unittest.mock import patch

from benchmarks.made_up_news import made_up_articles
from benchmarks.records import in_words, spread
from benchmarks.remembering import RememberingReader
from corpus.article import Article
from corpus.errors import GroundwireError
from evals.cases import Case, load_cases
from evals.observe import days_of
from evals.scores import percentile
from rag import Newsroom, open_newsroom
from rag.config import load_settings
from rag.models.encoder import BundledEmbedder, Vectors
from rag.models.reader import Reader
from rag.values.judged import Judged, Stretch
from tests.fakes import HashEmbedder, SharedWords

WITHIN = 1.5
"""What an answer may take, as a multiple of embedding its question and the sentences read."""
PASSAGES_EACH = 10
"""Passages that a made-up article of 700 words is cut into, more or less: for choosing how many articles to make."""
QUESTIONS = 12


# --- beside embedding -----------------------------------------------------------------------------------------------


class Plain(BundledEmbedder):
    """The embedding model as others use it, for the baseline."""

    def encode_plainly(self, texts: Sequence[str]) -> None:
        """As sentence-transformers' documentation does, with its defaults."""
        self._model.encode(list(texts), show_progress_bar=False)


class ListeningReader(Reader):
    """The reader, which also notes what it was given to read, and the seconds that took."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: dict[str, None] = {}
        self.seconds = 0.0

    def read(self, asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        """See `SentenceReader.read`."""
        began = perf_counter()
        self.heard |= dict.fromkeys([asked, *(sentence for one in stretches for sentence in one.sentences)])
        said = super().read(asked, stretches)
        self.seconds += perf_counter() - began
        return said


class Timed(NamedTuple):
    """One question: seconds of asking and of the baseline, passed and of the processor, and what was asked.

    `texts` is how many the baseline embeds; `read`, how many seconds of asking the reader takes; `refused`, whether
    there was no answer.
    """

    ask: float
    plain: float
    ask_cpu: float
    plain_cpu: float
    texts: int
    read: float
    refused: bool

    @property
    def ratio(self) -> float:
        """Asking over the baseline, by the time that passed."""
        return self.ask / self.plain

    @property
    def cpu_ratio(self) -> float:
        """The same by processor time of all threads, which other programs disturb less."""
        return self.ask_cpu / self.plain_cpu


def measure_beside(home: Path, cases: Sequence[Case], most: int, rounds: int) -> None:
    """Print how long answers take beside their baseline."""
    if not (home / "catalog.sqlite3").is_file():
        raise GroundwireError(f"{home}: holds no newsroom. Make one with `groundwire eval run --home {home}`.")
    embedder, reader = Plain(), ListeningReader()
    with open_newsroom(home, embedder=embedder, reader=reader) as room:
        room.warm_up()
        chosen = spread(cases, most)
        room.ask(chosen[0].question, **days_of(chosen[0]))
        timed = [one for case in chosen if (one := _timed(room, embedder, reader, case, rounds))]
        print(f"{len(timed)} questions, {rounds} rounds, {room.status().passages} passages")
    for words, part in (
        ("all", timed),
        ("answered", [one for one in timed if not one.refused]),
        ("refused", [one for one in timed if one.refused]),
    ):
        if part:
            print(f"  {words:9} {_told(part)}")


def _timed(room: Newsroom, embedder: Plain, reader: ListeningReader, case: Case, rounds: int) -> Timed | None:
    """None for a question that is refused before anything is read."""
    reader.heard.clear()
    refused = room.ask(case.question, history=case.history, **days_of(case)).status == "abstained"
    texts = list(reader.heard)
    if not texts:
        return None
    ours, plain, reading = [], [], []

    def ask() -> None:
        reader.seconds = 0.0
        ours.append(_seconds(lambda: room.ask(case.question, history=case.history, **days_of(case))))
        reading.append(reader.seconds)

    def encode() -> None:
        plain.append(_seconds(lambda: embedder.encode_plainly(texts)))

    for number in range(rounds):
        for step in (ask, encode) if number % 2 else (encode, ask):
            step()
    (ask_s, ask_cpu), (plain_s, plain_cpu) = _medians(ours), _medians(plain)
    return Timed(ask_s, plain_s, ask_cpu, plain_cpu, len(texts), median(reading), refused)


def _medians(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(passed for passed, _ in times), median(worked for _, worked in times)


def _told(timed: Sequence[Timed]) -> str:
    ratios = [one.ratio for one in timed]
    low, high = percentile(ratios, 0.25), percentile(ratios, 0.75)
    above = sum(ratio > WITHIN for ratio in ratios)
    ask, plain, texts, read = (1000 * median(one[part] for one in timed) for part in (0, 1, 4, 5))
    return (
        f"ratio {median(ratios):.2f} (quartiles {low:.2f} to {high:.2f}, most {max(ratios):.2f}; "
        f"{above} of {len(ratios)} above {WITHIN}), by processor time {median(one.cpu_ratio for one in timed):.2f}; "
        f"ask {ask:.0f} ms, of it reading {read:.0f} ms, embedding {plain:.0f} ms of {texts / 1000:.0f} texts"
    )


def _seconds(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds that pass, and those of the processor."""
    began, worked = perf_counter(), process_time()
    what()
    return perf_counter() - began, process_time() - worked


# --- growth ---------------------------------------------------------------------------------------------------------


class RememberedHashes(HashEmbedder):
    """Vectors of questions and passages made once each, so that making them again takes no time."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple[str, ...], Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode`."""
        key = tuple(texts)
        if key not in self._made:
            self._made[key] = super().encode(texts)
        return self._made[key]


class Grown(NamedTuple):
    """The median milliseconds of an answer, of its search and of the rest, at a size."""

    size: int
    total: float
    retrieve: float
    compose: float


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of log time over log size between the ends: 1 is linear."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def measure_growth(sizes: Sequence[int], rounds: int) -> None:
    """Print how time grows with passages in the home, passages taken from the searches, and sentences weighed."""
    articles = made_up_articles(max(sizes) // PASSAGES_EACH)
    questions = [made_up_question(article) for article in articles[:: max(1, len(articles) // QUESTIONS)]][:QUESTIONS]
    by_passages = []
    with TemporaryDirectory() as folder:
        for size in sorted(sizes):
            _tell(f"indexing {size} passages")
            with _made_up_home(Path(folder), articles[: size // PASSAGES_EACH]) as room:
                by_passages.append(_grown(room, room.status().passages, questions, rounds))
        _print_growth("passages in the home", by_passages)
        by_candidates = []
        for candidates in (60, 120, 240, 480):
            with _made_up_home(Path(folder), [], candidates) as room:
                by_candidates.append(_grown(room, candidates, questions, rounds))
        _print_growth("passages taken from each search", by_candidates)
        with _made_up_home(Path(folder), []) as room:
            _print_growth("sentences weighed", [_weighing(room, many, questions, rounds) for many in (10, 20, 40, 80)])


def made_up_question(article: Article) -> str:
    """A question in words of the article's title and middle, so that it is searched for by both."""
    middle = article.text[len(article.text) // 2 :].split()[1:9]
    return f"What did {article.title.rsplit(' ', 1)[0]} say of {' '.join(word.strip('.') for word in middle)}?"


@contextmanager
def _made_up_home(folder: Path, articles: Sequence[Article], candidates: int = 60) -> Iterator[Newsroom]:
    """The home in `folder`, with `articles` added to what it holds."""
    settings, reader = load_settings(home=folder, candidates=candidates), RememberingReader(SharedWords())
    with open_newsroom(settings=settings, embedder=RememberedHashes(), reader=reader) as room:
        if articles:
            room.ingest(articles)
        room.warm_up()
        yield room


def _grown(room: Newsroom, size: int, questions: Sequence[str], rounds: int) -> Grown:
    times = [_quickest(room, question, rounds) for question in questions]
    total, retrieve, compose = (median(parts) for parts in zip(*times, strict=True))
    return Grown(size, total, retrieve, compose)


def _quickest(room: Newsroom, question: str, rounds: int) -> tuple[float, float, float]:
    room.ask(question)  # vectors and readings are made now, and remembered
    times = []
    for _ in range(rounds):
        began = perf_counter()
        timings = room.ask(question).timings
        times.append(((perf_counter() - began) * 1000, timings.retrieve_ms, timings.compose_ms))
    return min(times)


def _weighing(room: Newsroom, many: int, questions: Sequence[str], rounds: int) -> Grown:
    """The same with so many candidate sentences: the product weighs 40 of at most 12 passages."""
    with patch("rag.choose.chooser.MOST_CANDIDATES", many), patch("rag.choose.gather.PASSAGES", 24):
        return _grown(room, many, questions, rounds)


def _print_growth(what: str, grown: Sequence[Grown]) -> None:
    print(f"\n{what:32}      ms  retrieve  compose")
    for one in grown:
        print(f"{one.size:32,} {one.total:7.1f} {one.retrieve:9.1f} {one.compose:8.1f}")
    sizes = [one.size for one in grown]
    each = [exponent(sizes, [one[part] for one in grown]) for part in (1, 2, 3)]
    print(f"{'exponent':32} {each[0]:7.2f} {each[1]:9.2f} {each[2]:8.2f}", flush=True)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="an indexed home")
    parser.add_argument("--cases", type=Path, help="cases over its articles")
    parser.add_argument("--most", type=int, default=40, help="questions to ask")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", action="store_true", help="measure growth on made-up articles")
    parser.add_argument("--sizes", default="1000,3000,10000", help="passages in the home, separated by commas")
    given = parser.parse_args()
    if not given.growth and not (given.home and given.cases):
        parser.error("name --home and --cases, or --growth")
    if given.home and given.cases:
        measure_beside(given.home, load_cases(given.cases), given.most, given.rounds)
    if given.growth:
        measure_growth([int(size) for size in given.sizes.split(",")], given.rounds)


if __name__ == "__main__":
    raise SystemExit(in_words(main))
