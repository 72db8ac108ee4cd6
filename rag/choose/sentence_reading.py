"""What the reader is asked, and of which stretches: the sentences of the passages found, under their article's head.

The question is put to it in the words it was trained on: without the outlets that are to tell, which articles do not
name, and with its times and figures in full ("the first quarter of 2025" for "Q1 2025", "$40 million" for "$0.04bn").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.asked.question import Question
from rag.models.reader import head_of
from rag.text.dates.naming import named
from rag.text.figures import in_full
from rag.text.quantities import CURRENCIES
from rag.text.sentences import Span, split_sentences
from rag.text.stems import stems
from rag.values.judged import Judged, SentenceReader, Stretch
from rag.values.passage import Passage

_TOLD_BY = re.compile(
    r"^\W*(?:according to\W+(?:and\W+)*|(?P<what>what (?:did|does|do|has|have)\W+(?:and\W+)*"
    r"(?:report|say|said|writ|wrote|tell|told|publish)\w* (?:about|on|of)\b))",
    re.IGNORECASE,
)
"""What is left around outlets: "According to , who ...?", "What did  report about ...?"."""
_SHORT = re.compile(r"\b[QH][1-4]\b", re.IGNORECASE)
SHORTENED = 1000
"""A sum or number from which on it is written in full: "$0.50" stays."""
_SHORT_FIGURE = re.compile(r"\d\s?(?:k|m|mn|bn|tn|b|t)\b|\b0\.\d|\d,\d{3},\d{3}", re.IGNORECASE)


def read(reader: SentenceReader, question: Question, passages: Sequence[Passage]) -> list[list[tuple[Span, Judged]]]:
    """Return the sentences of each of `passages`, in order, with what each is to `question`.

    A question in another language than English is read by the words it has in common with them.
    """
    cut = [split_sentences(passage.text) for passage in passages]
    stretches = [_stretch(passage, spans) for passage, spans in zip(passages, cut, strict=True)]
    if question.language:
        judged = WordsInCommon().read(" ".join(question.terms), stretches)
    else:
        judged = reader.read(asked_of(question), stretches)
    return [list(zip(spans, each, strict=True)) for spans, each in zip(cut, judged, strict=True)]


def asked_of(question: Question) -> str:
    """What the reader is asked for `question`."""
    told = [(start, end, "") for start, end in question.outlets.spans]
    times = [
        (period.start, period.end, named(period).removeprefix("the "))
        for period in question.when.periods
        if _SHORT.search(question.text, period.start, period.end) and not period.wrong
    ]
    figures = [
        (figure.start, figure.end, in_full(figure))
        for figure in question.figures
        if figure.value >= SHORTENED
        and figure.unit in ("", *CURRENCIES)
        and _SHORT_FIGURE.search(question.text, figure.start, figure.end)
    ]
    text, end = "", 0
    for start, stop, instead in sorted((*told, *times, *figures)):
        if start >= end:
            text, end = text + question.text[end:start] + instead, stop
    text += question.text[end:]
    return _TOLD_BY.sub(lambda found: "What about" if found["what"] else "", text, count=1) if told else text


def _stretch(passage: Passage, spans: Sequence[Span]) -> Stretch:
    day = f"{passage.published:%Y-%m-%d}" if passage.published else ""
    head = head_of(passage.title, passage.source, day)
    return Stretch(head, tuple(passage.text[start:end] for start, end in spans))


class WordsInCommon:
    """A reader for which a sentence answers as far as it, the one before it and its head have the question's words.

    Its logit is 0 where these are 7 in 12, 10 for all of them, -14 for none.
    """

    def read(self, asked: str, stretches: Sequence[Stretch]) -> list[list[Judged]]:
        """See `SentenceReader.read`."""
        wanted = stems(asked)
        return [
            [self._judged(wanted, one.head, before, text) for before, text in pairwise(("", *one.sentences))]
            for one in stretches
        ]

    @staticmethod
    def _judged(wanted: set[str], head: str, before: str, text: str) -> Judged:
        share = len(wanted & stems(f"{head} {before} {text}")) / max(1, len(wanted))
        return Judged(24 * share - 14, share, 0.0, (0, len(text)))
