"""What is measured of the outcomes of a run: pure functions, and the table that names them.

A new metric is one function here and one line in `METRICS`. Comparing texts is `evals.texts`, arithmetic on numbers
`evals.scores`, making outcomes `evals.run`, intervals `evals.intervals`. Most functions score one case, 0 to 1, or give
None for a case that they do not concern; the figure of a run is their mean. Each says what a refusal scores, and none
depends on the order of the cases. Which passages and citations are *relevant* to a case is said in `evals.gold`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from statistics import fmean, median
from typing import Literal

from evals import scores
from evals.cases import Case
from evals.gold import answers_held, gold_held, has_days, has_gold, is_relevant, is_within, relevance, relevant_days
from evals.outcome import Outcome, ShownSentence
from evals.texts import first_words, holds_quote, tokens

MOST_SENTENCES, MOST_SHOWN = 3, 90
"""What an answer is kept to: sentences, and words together."""
MOST_PASSAGES = 10
MOST_WORDS = 1250
"""What a search is judged on: its best 10 passages, cut at 1,250 words, about what a language model is handed."""

PerCase = Callable[[Outcome], float | None]
Measure = Callable[[Sequence[Outcome]], float | None]

_MARKER = re.compile(r"\[(\d{1,9}(?:\s*,\s*\d{1,9})*)\]")


@dataclass(frozen=True, slots=True)
class Metric:
    """One line of a report: its key in JSON, its words, how it is computed, and the direction that is `better`.

    Its figure is the mean of `per_case`, which is None for the cases it does not concern. One that is no mean over
    cases has `of_all` instead.
    """

    key: str
    words: str
    per_case: PerCase | None = None
    better: Literal["higher", "lower"] = "higher"
    of_all: Measure | None = None

    def measure(self, outcomes: Sequence[Outcome]) -> float | None:
        """Return the figure of a run; None where it has no case to measure it on."""
        if self.of_all:
            return self.of_all(outcomes)
        values = [value for outcome in outcomes if (value := self.score(outcome)) is not None]
        return fmean(values) if values else None

    def score(self, outcome: Outcome) -> float | None:
        """Return what one case scores; None where it is not concerned, or the metric is no mean over cases."""
        return self.per_case(outcome) if self.per_case else None

    def concerned(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Return the outcomes that the metric is measured on: all where it is no mean over cases."""
        return [outcome for outcome in outcomes if not self.per_case or self.per_case(outcome) is not None]


# --- the passages found: a refusal is judged on them like an answer, since the search comes first --------------------


def recall_at(k: int, outcome: Outcome) -> float | None:
    """Recall@k: the share of an answerable case's quotes that its best `k` passages hold, 0 to 1.

    Two passages hold a quote together where each is a piece of it. Without quotes: the share of its answers, as
    `key_fact_recall`.
    """
    return _share_of_gold(outcome.case, [passage.text for passage in outcome.passages[:k]])


def mrr_at(k: int, outcome: Outcome) -> float | None:
    """Reciprocal rank of the first relevant of the best `k` passages, 0 where none is (Voorhees 1999)."""
    return scores.reciprocal_rank(relevance(outcome), k) if has_gold(outcome.case) else None


def ndcg_at(k: int, outcome: Outcome) -> float | None:
    """nDCG@k with binary gains and log2 discount (Järvelin & Kekäläinen 2002), 0 to 1; 0 where nothing is found.

    The ideal list has every relevant passage that was found, at whatever rank, and one more for each quote that no
    passage found holds: how many of them hold it elsewhere is not known.
    """
    if not has_gold(outcome.case):
        return None
    texts = [passage.text for passage in outcome.passages]
    missed = sum(not held for held in gold_held(outcome.case, texts))
    return scores.ndcg(relevance(outcome), k, missed)


def answer_in_passages(outcome: Outcome) -> float | None:
    """1 where the expected answer stands in the best 10 passages, cut at 1,250 words, else 0."""
    texts = [passage.text for passage in outcome.passages[:MOST_PASSAGES]]
    return _says_answer(outcome.case, first_words(texts, MOST_WORDS))


# --- the answer: a refusal of an answerable case scores 0 -----------------------------------------------------------


def answer_shown(outcome: Outcome) -> float | None:
    """1 where the expected answer stands in the sentences shown (exact match by inclusion, ALCE's EM), else 0."""
    return _says_answer(outcome.case, _shown(outcome))


def answer_first(outcome: Outcome) -> float | None:
    """1 where the expected answer stands in the first sentence shown, else 0."""
    return _says_answer(outcome.case, _shown(outcome)[:1])


def key_fact_recall(outcome: Outcome) -> float | None:
    """The share of the case's key facts that the sentences shown state, 0 to 1 (ALCE's recall of short answers).

    Its key facts are its answers, with `all_of` each of them; otherwise they are ways to say one.
    """
    return _share_true(answers_held(outcome.case, _shown(outcome)))


def token_f1(outcome: Outcome) -> float | None:
    """Token F1 of all sentences shown, 0 to 1: the best over the references (SQuAD, Rajpurkar et al. 2016).

    References are the answers, with `all_of` all of them together, and the case's quotes together: what an answer in
    the articles' own words would show.
    """
    case = outcome.case
    if not has_gold(case):
        return None
    answers = (" ".join(case.answers),) if case.all_of else case.answers
    references = [reference for reference in (*answers, " ".join(case.quotes)) if reference]
    given = tokens(" ".join(_shown(outcome)))
    return max(scores.token_f1(given, tokens(reference)) for reference in references)


# --- citations ------------------------------------------------------------------------------------------------------


def citation_precision_gold(outcome: Outcome) -> float | None:
    """The share of the answer's citations that are relevant, 0 to 1; averaged over answers, as ALCE does (Gao 2023).

    0 for an answer without citations, and for any answer to an unanswerable case. A refusal is left out.
    """
    if outcome.refused or (outcome.case.answerable and not has_gold(outcome.case)):
        return None
    return _share_true(is_relevant(outcome.case, quote) for quote in outcome.quotes) or 0.0


def citation_recall_gold(outcome: Outcome) -> float | None:
    """The share of an answerable case's quotes that its citations hold, 0 to 1, as `recall_at`; a refusal scores 0."""
    return _share_of_gold(outcome.case, [] if outcome.refused else outcome.quotes)


def citation_precision_verified(outcome: Outcome) -> float | None:
    """ALCE's citation precision (Gao et al. 2023, section 3), 0 to 1, by the verifier.

    Of the citations of all sentences, the share whose sentence is supported, and that support it alone or cannot be
    left out. 0 for an answer that cites nothing. A refusal is left out, and an answer that was not verified.
    """
    if outcome.refused or not _is_verified(outcome):
        return None
    cited = [(sentence, n) for sentence in outcome.sentences for n in dict.fromkeys(sentence.citations)]
    return _share_true(_carries(outcome, sentence, n) for sentence, n in cited) or 0.0


def citation_recall_verified(outcome: Outcome) -> float | None:
    """ALCE's citation recall (Gao et al. 2023, section 3), 0 to 1, by the verifier.

    The share of the answer's sentences that what they cite supports; one that cites nothing is not supported. 0 for an
    answer without sentences. A refusal is left out, and an answer that was not verified.
    """
    if outcome.refused or not _is_verified(outcome):
        return None
    return _share_true(map(_is_supported, outcome.sentences)) or 0.0


def supported(outcomes: Sequence[Outcome]) -> float | None:
    """The share of all sentences shown by a run that what they cite supports, by the verifier: each counts the same.

    `citation_recall_verified` weighs answers, this weighs sentences. Refusals show none; an answer that was not
    verified is left out. None where no sentence is left.
    """
    answered = [outcome for outcome in outcomes if not outcome.refused and _is_verified(outcome)]
    return _share_true(_is_supported(sentence) for outcome in answered for sentence in outcome.sentences)


def withheld(outcomes: Sequence[Outcome]) -> float | None:
    """The share of all sentences written in a run that no reader was shown; None where a model wrote none."""
    kept_back = sum(len(outcome.withheld) for outcome in outcomes)
    written = [one for outcome in outcomes for one in outcome.sentences if one.support == "supported"]
    return kept_back / (kept_back + len(written)) if kept_back + len(written) else None


def first_milliseconds(outcomes: Sequence[Outcome]) -> float | None:
    """The median time to the first sentence of the answers that a model wrote; None where it wrote none."""
    times = [outcome.first_ms for outcome in outcomes if outcome.first_ms]
    return median(times) if times else None


def quotes_exact(outcome: Outcome) -> float | None:
    """The share of the citations whose quote is its article's text at its offsets; None without citations."""
    return _share_true(citation.exact for citation in outcome.citations)


def citations_valid(outcome: Outcome) -> float | None:
    """The share of an answer's references that name one citation of it, 0 to 1; 0 where there are none.

    References are the numbers that sentences, disagreements and the markers of the text give; a sentence without any is
    one that names none. Numbers begin at 1. A marker inside a quote is the article's own. A refusal is left out.
    """
    if outcome.refused:
        return None
    text = outcome.text
    for quote in filter(None, outcome.quotes):
        text = text.replace(quote, " ")
    given = [number for numbers in _MARKER.findall(text) for number in numbers.split(",")]
    cited = [n for sentence in outcome.sentences for n in sentence.citations or (0,)]
    times = Counter(citation.n for citation in outcome.citations)
    references = [*cited, *(n for conflict in outcome.conflicts for n in conflict), *map(int, given)]
    return _share_true(n >= 1 and times[n] == 1 for n in references) or 0.0


# --- refusals and confidence ----------------------------------------------------------------------------------------


def refused_unanswerable(outcome: Outcome) -> float | None:
    """1 where an unanswerable case was refused, 0 where it was answered."""
    return None if outcome.case.answerable else float(outcome.refused)


def refused_answerable(outcome: Outcome) -> float | None:
    """1 where an answerable case was refused (a false refusal), 0 where it was answered."""
    return float(outcome.refused) if outcome.case.answerable else None


def reason_given(outcome: Outcome) -> float | None:
    """1 where a refusal has a reason for programs and words for people, 0 where it lacks one. Answers are left out."""
    if not outcome.refused:
        return None
    return float(bool((outcome.reason or "").strip() and outcome.text.strip()))


def confidence_auroc(outcomes: Sequence[Outcome]) -> float | None:
    """AUROC (Mann-Whitney) of `confidence`, answerable against unanswerable; refusals count by theirs as well."""
    answerable, unanswerable = _confidences(outcomes)
    if not answerable or not unanswerable:
        return None
    labels = [True] * len(answerable) + [False] * len(unanswerable)
    return scores.auroc([*answerable, *unanswerable], labels)


def refusal_at(false_refusals: float, outcomes: Sequence[Outcome]) -> float | None:
    """The share of the unanswerable that a threshold on `confidence` refuses at so many `false_refusals` at most.

    0 to 1, a point of the ROC curve. What was really refused plays no part: see `refused_unanswerable`.
    """
    answerable, unanswerable = _confidences(outcomes)
    if not answerable or not unanswerable:
        return None
    return scores.refusal_at(answerable, unanswerable, false_refusals)


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return (coverage, risk) for the surest 1, 2 ... n cases, by `confidence` (El-Yaniv & Wiener 2010).

    A case is wrong (risk 1) where the sentences shown lack the expected answer or it is unanswerable. So a refusal is
    wrong too, and harmless where its confidence ranks it last. Answerable cases without answers are left out.
    """
    known = [outcome for outcome in outcomes if outcome.case.answers or not outcome.case.answerable]
    wrong = [not answer_shown(outcome) for outcome in known]
    return scores.risk_coverage([outcome.confidence for outcome in known], wrong)


def risk_coverage_area(outcomes: Sequence[Outcome]) -> float | None:
    """Area under the risk-coverage curve (AURC, Geifman & El-Yaniv 2019), 0 to 1, lower is better; see there."""
    risks = [risk for _, risk in risk_coverage(outcomes)]
    return fmean(risks) if risks else None


# --- disagreement and days ------------------------------------------------------------------------------------------


def disagreement_shown(outcome: Outcome) -> float | None:
    """1 where a disagreement is shown as one that holds all quotes of the case in two citations or more, else 0.

    0 for a refusal. None for a case that is not answerable and of category "disagreement".
    """
    numbers = [set(conflict) for conflict in outcome.conflicts]
    return _sides_held(outcome, [[c.quote for c in outcome.citations if c.n in sides] for sides in numbers])


def sides_cited(outcome: Outcome) -> float | None:
    """1 where the citations of the answer hold all quotes of a disagreement in two or more, named as one or not.

    Else 0, also for a refusal. None for a case that is not answerable and of category "disagreement".
    """
    return _sides_held(outcome, [outcome.quotes])


def _sides_held(outcome: Outcome, together: Sequence[Sequence[str]]) -> float | None:
    case = outcome.case
    if case.category != "disagreement" or not has_gold(case):
        return None
    return float(any(len(quotes) > 1 and _share_of_gold(case, quotes) == 1 for quotes in together))


def within_length(outcome: Outcome) -> float | None:
    """1 where an answer has at most `MOST_SENTENCES` sentences and `MOST_SHOWN` words together, else 0.

    A disagreement may add the sentences of its sides. None for a refusal.
    """
    if outcome.refused:
        return None
    sides = {n for conflict in outcome.conflicts for n in conflict}
    kept = [sentence.text for sentence in outcome.sentences if not sides.intersection(sentence.citations)]
    return float(len(kept) <= MOST_SENTENCES and sum(len(text.split()) for text in kept) <= MOST_SHOWN)


def within_dates(outcome: Outcome) -> float | None:
    """The share of the citations that were published within `since`, `until` and `as_of`, each day included.

    One without a day counts as outside. None for a case without such days, a refusal, and an answer without citations.
    """
    if outcome.refused or not has_days(outcome.case):
        return None
    return _share_true(is_within(outcome.case, citation.published) for citation in outcome.citations)


def stale_honest(outcome: Outcome) -> float | None:
    """1 where an answer to a case with days, or of category "latest", uses and names the evidence that it should.

    That is: every citation is within the days, `newest_evidence` is the day of the newest citation, and for "latest"
    the day of an article that holds the case's quote; else 0. None for all other cases and for a refusal.
    """
    case = outcome.case
    latest = case.category == "latest"
    if outcome.refused or not (has_days(case) or latest):
        return None
    cited = [citation.published for citation in outcome.citations]
    named = outcome.newest_evidence == max((day for day in cited if day), default=None)
    within = not has_days(case) or all(is_within(case, day) for day in cited)
    return float(named and within and (not latest or outcome.newest_evidence in relevant_days(outcome)))


# --- time and money -------------------------------------------------------------------------------------------------


def milliseconds(at: float, outcomes: Sequence[Outcome]) -> float | None:
    """Return the percentile `at` (0 to 1) of the time an answer or a refusal took."""
    return scores.percentile([outcome.ms for outcome in outcomes], at) if outcomes else None


# --- what the above share ------------------------------------------------------------------------------------------


def _share_true(holds: Iterable[bool]) -> float | None:
    held = list(holds)
    return fmean(held) if held else None


def _share_of_gold(case: Case, texts: Sequence[str]) -> float | None:
    return _share_true(gold_held(case, texts))


def _says_answer(case: Case, texts: Sequence[str]) -> float | None:
    facts = answers_held(case, texts)
    return float(all(facts)) if facts else None


def _shown(outcome: Outcome) -> Sequence[str]:
    return [] if outcome.refused else outcome.shown


def _is_verified(outcome: Outcome) -> bool:
    """Whether the verifier was asked about every sentence that cites something."""
    return all(sentence.verdict for sentence in outcome.sentences if sentence.citations)


def _is_supported(sentence: ShownSentence) -> bool:
    return bool(sentence.citations) and sentence.verdict == "supported"


def _carries(outcome: Outcome, sentence: ShownSentence, n: int) -> bool:
    """Whether `sentence` is supported and citation `n` of it is not irrelevant, in ALCE's words."""
    alone = set(sentence.citations) == {n} or any(
        citation.n == n and holds_quote(citation.quote, sentence.text) for citation in outcome.citations
    )
    return _is_supported(sentence) and (alone or n in sentence.needed)


def _confidences(outcomes: Sequence[Outcome]) -> tuple[list[float], list[float]]:
    """Those of the answerable, and those of the unanswerable."""
    answerable = [outcome.confidence for outcome in outcomes if outcome.case.answerable]
    return answerable, [outcome.confidence for outcome in outcomes if not outcome.case.answerable]


METRICS: tuple[Metric, ...] = (
    Metric("recall_at_1", "quotes held by the first passage (recall@1)", partial(recall_at, 1)),
    Metric("recall_at_5", "quotes held by the best 5 passages (recall@5)", partial(recall_at, 5)),
    Metric("recall_at_10", "quotes held by the best 10 passages (recall@10)", partial(recall_at, 10)),
    Metric("mrr_at_10", "reciprocal rank of the first relevant passage (MRR@10)", partial(mrr_at, 10)),
    Metric("ndcg_at_10", "ranking of the relevant passages (nDCG@10)", partial(ndcg_at, 10)),
    Metric(
        "answer_in_passages",
        f"answer inside the best {MOST_PASSAGES} passages ({MOST_WORDS:,} words)",
        answer_in_passages,
    ),
    Metric("answer_shown", "answer inside the sentences shown, a refusal is a miss", answer_shown),
    Metric("answer_first", "answer inside the first sentence, a refusal is a miss", answer_first),
    Metric("key_fact_recall", "key facts inside the sentences shown, a refusal has none", key_fact_recall),
    Metric("token_f1", "token F1 with the answers or quotes, a refusal is 0", token_f1),
    Metric("citation_precision_gold", "citations that hold a quote, of an answer's", citation_precision_gold),
    Metric("citation_recall_gold", "quotes held by the citations, a refusal has none", citation_recall_gold),
    Metric(
        "citation_precision_verified", "citations that support their sentence, verified", citation_precision_verified
    ),
    Metric("citation_recall_verified", "sentences that their citations support, verified", citation_recall_verified),
    Metric("quotes_exact", "quotes that stand in their article, letter by letter", quotes_exact),
    Metric("citations_valid", "references that name a citation", citations_valid),
    Metric("supported", "sentences supported, of all of the run's, verified", of_all=supported),
    Metric("withheld", "sentences withheld, of those that a model wrote", better="lower", of_all=withheld),
    Metric("refused_unanswerable", "refused, of the unanswerable", refused_unanswerable),
    Metric("refused_answerable", "refused, of the answerable (false refusals)", refused_answerable, "lower"),
    Metric("reason_given", "refusals that say why", reason_given),
    Metric("confidence_auroc", "AUROC of the confidence", of_all=confidence_auroc),
    Metric("refusal_at_5", "refused, of the unanswerable, at 5% false refusals", of_all=partial(refusal_at, 0.05)),
    Metric("refusal_at_10", "refused, of the unanswerable, at 10% false refusals", of_all=partial(refusal_at, 0.10)),
    Metric("risk_coverage_area", "area under risk by coverage (AURC)", better="lower", of_all=risk_coverage_area),
    Metric("disagreement_shown", "disagreements shown as such, of those there are", disagreement_shown),
    Metric("sides_cited", "disagreements of which both sides are cited", sides_cited),
    Metric("within_length", f"answers of at most {MOST_SENTENCES} sentences and {MOST_SHOWN} words", within_length),
    Metric("stale_honest", "right and named as newest evidence, where days matter", stale_honest),
    Metric("within_dates", "citations within the days asked for", within_dates),
    Metric("ms_median", "milliseconds an answer, median", better="lower", of_all=partial(milliseconds, 0.5)),
    Metric("ms_p95", "milliseconds an answer, 95th percentile", better="lower", of_all=partial(milliseconds, 0.95)),
    Metric("ms_first", "milliseconds to a model's first sentence", better="lower", of_all=first_milliseconds),
    Metric("tokens", "tokens of a language model, a question", attrgetter("tokens"), "lower"),
    Metric("cost", "US dollars for a language model, a question", attrgetter("cost"), "lower"),
)
