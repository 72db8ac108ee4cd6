"""What is measured: pure functions, and the table that names them. Running the questions is `evals.run`.

A new metric is one function here and one line in `METRICS`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

MOST_PASSAGES = 10
MOST_WORDS = 1250
"""What a search is judged on: its best 10 passages, cut at 1,250 words, about what a language model is handed."""
FALSE_REFUSALS = 0.10

_ARTICLE = re.compile(r"^(?:a|an|the) ")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one case.

    `in_passages`, `in_answer` and `in_first` are whether the expected answer stands in the passages found, in the
    sentences shown and in the first of them; a refusal shows none, and an unanswerable case expects none.
    `confidence` (0 to 1) is how likely the articles were thought to answer it; `ms` how long the answer took.
    """

    id: str
    answerable: bool
    refused: bool
    reason: str | None
    confidence: float
    in_passages: bool
    in_answer: bool
    in_first: bool
    ms: float


# --- on texts and numbers --------------------------------------------------------------------------------------------


def answer_in(text: str, answers: Iterable[str], all_of: bool = False) -> bool:
    """Whether any of `answers` (with `all_of`, each of them) stands in `text` as whole words.

    Letter case, punctuation and white space do not count, nor does an answer's own leading article. "U.S." is "US",
    "1,000" is "1000", "60%" is "60 percent", and "5" does not stand in "3.5". False where there are no answers, and
    for an answer without a letter or digit.
    """
    words = f" {_normal(text)} "
    found = [bool(answer) and f" {answer} " in words for answer in map(_bare, answers)]
    return bool(found) and (all(found) if all_of else any(found))


def _bare(answer: str) -> str:
    return _ARTICLE.sub("", _normal(answer), count=1)


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    text = _NUMBER_POINT.sub(" ", _THOUSANDS.sub("", text)).replace("%", " percent ")
    kept = (char if char.isalnum() or char == "." or unicodedata.combining(char) else " " for char in text)
    return " ".join("".join(kept).split()).replace("per cent", "percent")


def first_words(texts: Iterable[str], limit: int) -> list[str]:
    """Return the first `limit` words (runs without white space) of `texts` in order; the text that passes it is cut."""
    kept: list[str] = []
    left = limit
    for text in texts:
        words = list(re.finditer(r"\S+", text))
        if left <= 0:
            break
        kept.append(text if len(words) <= left else text[: words[left - 1].end()])
        left -= len(words)
    return kept


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the chance that a random positive scores above a random negative: Mann-Whitney U over P*N, ties half.

    Raises `ValueError` where there are no positives or no negatives, or a score is not a number.
    """
    _numbers(scores)
    positives = [score for score, label in zip(scores, labels, strict=True) if label]
    negatives = sorted(score for score, label in zip(scores, labels, strict=True) if not label)
    if not positives or not negatives:
        raise ValueError("AUROC needs positives and negatives")
    beaten = sum(bisect_left(negatives, score) + bisect_right(negatives, score) for score in positives)
    return beaten / (2 * len(positives) * len(negatives))


def refusal_at(
    scores_answerable: Sequence[float], scores_unanswerable: Sequence[float], false_refusals: float = FALSE_REFUSALS
) -> float:
    """Return the share of the unanswerable refused where at most `false_refusals` of the answerable are.

    Refused is what scores below the highest threshold that keeps to it. It is chosen on these same scores, so this says
    what they can separate, not what a fixed threshold does elsewhere. Raises `ValueError` where one of the two is
    empty, or a score is not a number.
    """
    _numbers([*scores_answerable, *scores_unanswerable])
    if not scores_answerable or not scores_unanswerable:
        raise ValueError("refusal needs answerable and unanswerable scores")
    allowed = math.floor(false_refusals * len(scores_answerable) + 1e-9)  # 0.29 * 100 is 28.999...
    threshold = sorted(scores_answerable)[allowed] if allowed < len(scores_answerable) else math.inf
    return fmean(score < threshold for score in scores_unanswerable)


def _numbers(scores: Sequence[float]) -> None:
    if any(math.isnan(score) for score in scores):
        raise ValueError("a score is not a number")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of `values` lie, interpolated between neighbours (numpy's default)."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = math.floor(place), math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


# --- on the outcomes of a run; None where a run has no case to measure it on ----------------------------------------


def share(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool]) -> float | None:
    """Return the share of `outcomes` of which `holds` is true."""
    held = [holds(outcome) for outcome in outcomes]
    return fmean(held) if held else None


def _answerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.answerable]


def _unanswerable(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if not outcome.answerable]


def _answered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.answerable and not outcome.refused]


def confidence_auroc(outcomes: Sequence[Outcome]) -> float | None:
    """How well `confidence` tells the answerable from the unanswerable."""
    if not _answerable(outcomes) or not _unanswerable(outcomes):
        return None
    return auroc([outcome.confidence for outcome in outcomes], [outcome.answerable for outcome in outcomes])


def confidence_refusal(outcomes: Sequence[Outcome]) -> float | None:
    """`refusal_at` 10% false refusals, by `confidence`."""
    answerable, unanswerable = _answerable(outcomes), _unanswerable(outcomes)
    if not answerable or not unanswerable:
        return None
    return refusal_at([outcome.confidence for outcome in answerable], [outcome.confidence for outcome in unanswerable])


def milliseconds(outcomes: Sequence[Outcome], at: float) -> float | None:
    """Return the percentile `at` (0 to 1) of the time an answer took."""
    return percentile([outcome.ms for outcome in outcomes], at) if outcomes else None


@dataclass(frozen=True, slots=True)
class Metric:
    """One line of a report: its key in JSON, its words, and how it is computed."""

    key: str
    words: str
    measure: Callable[[Sequence[Outcome]], float | None]


METRICS: tuple[Metric, ...] = (
    Metric(
        "answer_in_passages",
        f"answer inside the best {MOST_PASSAGES} passages ({MOST_WORDS:,} words)",
        lambda cases: share(_answerable(cases), lambda case: case.in_passages),
    ),
    Metric(
        "answer_shown",
        "answer inside the sentences shown, a refusal is a miss",
        lambda cases: share(_answerable(cases), lambda case: case.in_answer),
    ),
    Metric(
        "answer_first",
        "answer inside the first sentence, a refusal is a miss",
        lambda cases: share(_answerable(cases), lambda case: case.in_first),
    ),
    Metric(
        "answer_shown_of_answered",
        "answer inside the sentences shown, of those not refused",
        lambda cases: share(_answered(cases), lambda case: case.in_answer),
    ),
    Metric(
        "answer_first_of_answered",
        "answer inside the first sentence, of those not refused",
        lambda cases: share(_answered(cases), lambda case: case.in_first),
    ),
    Metric(
        "refused_unanswerable",
        "refused, of the unanswerable",
        lambda cases: share(_unanswerable(cases), lambda case: case.refused),
    ),
    Metric(
        "refused_answerable",
        "refused, of the answerable (false refusals)",
        lambda cases: share(_answerable(cases), lambda case: case.refused),
    ),
    Metric("confidence_auroc", "AUROC of the confidence", confidence_auroc),
    Metric("refusal_at_10", "refused, of the unanswerable, at 10% false refusals", confidence_refusal),
    Metric("ms_median", "milliseconds an answer, median", lambda cases: milliseconds(cases, 0.5)),
    Metric("ms_p95", "milliseconds an answer, 95th percentile", lambda cases: milliseconds(cases, 0.95)),
)
