"""Where an article says of itself that it was corrected, clarified, updated or retracted.

Leans towards silence: a notice must speak of the article it stands in ("an earlier version of this article"), or carry
the label and the day that newsrooms print ("Correction, May 12:"). A company that issued a correction, a correction in
the market and a model's updated version are news, and no notice. Read in clean text (see `corpus.cleaning.clean`); the
forms are in `corpus.cleaning.correction_patterns`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from corpus.cleaning.correction_patterns import (
    BY_ITS_PLACE,
    CLARIFIES,
    CORRECTS,
    HINTS,
    NOTE_OF_CHANGE,
    OF_ITSELF,
    OF_ITSELF_AFTER_LABEL,
    RETRACTS,
    WIRE_CORRECTS,
    WIRE_NOTE,
    WIRE_SLUG,
    Kind,
    label_kind,
    label_pattern,
)

_OWN_PARAGRAPH_CHARS = 800
"""A paragraph up to this long that begins with a notice is all notice; of a longer one, the sentence is."""
_FRONT_CHARS, _END_CHARS = 400, 500
"""Forms that only a notice's place tells ("The story has been updated") count within this much of start and end."""
_GOES_ON_CHARS = 300
"""Such a form that near after a notice goes on with it: "The story has been updated to reflect this." """
_SELF_CHARS = 500
"""A label without a day counts if the article speaks of itself within this much after it."""
_MAX_OPENINGS = 1000
"""A text with more sentences that open like a notice was made to be slow: the rest of it is not read."""
_HINT_WITHIN = 450
"""How far behind the start of a notice its hint may stand."""
_SENTENCE_GAP = re.compile(
    r"(?:[.!?…][\"'”’»)\]]{0,2}|\])(?<!\b[A-Z]\.)(?<!\b[ap]\.m\.)(?<!\b(?:Mr|Ms|Dr|St|No)\.)(?<!\b(?:Mrs|Inc|Ltd|Jan|Feb|Mar"
    r"|Apr|Aug|Sep|Oct|Nov|Dec|Gov|Sen|Rep)\.)(?<!\bSept\.)(?<!\bCorp\.)\s+(?=[^\W_]|[\"“‘'(*•\[])"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of one kind in `text[start:end]`: the sentence or sentences that say so."""

    kind: Kind
    start: int
    end: int


def correction_notices(text: str) -> tuple[Notice, ...]:
    """Return the notices in `text` in order, none overlapping; pure, in time linear in its length.

    Read are the usual forms in English, and a few in German, French and Spanish, at the front, at the end and between
    paragraphs: labelled ("Correction, 3 March: ..."), unlabelled ("This story has been updated to reflect ...") and the
    wire services' ("UPDATE 2-", "(Corrects paragraph 3 ...)"). An update that mends an error is a correction.
    """
    hints = _hint_positions(text)
    openings = (
        opening
        for start, end in _paragraphs(text)
        for opening in _in_paragraph(text, start, end, hints[bisect_left(hints, start) : bisect_left(hints, end)])
    )
    notices: list[Notice] = []
    for notice in islice(openings, _MAX_OPENINGS):
        if notice is None:
            continue
        if not BY_ITS_PLACE.match(text, notice.start, notice.end):
            notices.append(notice)
        elif notices and notice.start - notices[-1].end <= _GOES_ON_CHARS:
            notices[-1] = replace(notices[-1], end=notice.end)  # "We regret the error."
        elif notice.start <= _FRONT_CHARS or notice.start >= len(text) - _END_CHARS:
            notices.append(notice)
    return tuple(notices)


def is_corrected(text: str) -> bool:
    """Whether `text` says of itself that something in it was wrong, unclear or withdrawn; an update is not that."""
    return any(notice.kind != "update" for notice in correction_notices(text))


def _hint_positions(text: str) -> list[int]:
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" in lower case is two characters
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    positions: list[int] = []
    for hint in HINTS:
        at = lowered.find(hint)
        while at >= 0:
            positions.append(at)
            at = lowered.find(hint, at + 1)
    return sorted(positions)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 2


def _in_paragraph(text: str, start: int, end: int, hints: list[int]) -> Iterator[Notice | None]:
    """Yield what may be a notice, a whole paragraph or sentences of one; None for what only opens like one."""
    after = start
    for at in _sentence_starts(text, start, end, hints):
        if at < after:
            continue
        head = _opening_end(text, at, end)
        if head is None:
            continue
        whole = at == start and end - start <= _OWN_PARAGRAPH_CHARS and not WIRE_SLUG.match(text, at)
        gap = None if whole else _SENTENCE_GAP.search(text, head, end)
        after = gap.end() if gap else end
        sentence = text[at:after].rstrip()
        kind = _kind_at(text, at, end, sentence)
        yield Notice(kind, at, at + len(sentence)) if kind else None


def _sentence_starts(text: str, start: int, end: int, hints: list[int]) -> Iterator[int]:
    """Yield, in order, where those sentences of a paragraph start that may open a notice."""
    reached = start
    for hint in hints:
        if reached == start:
            yield start
        since = max(reached, hint - _HINT_WITHIN)
        for gap in _SENTENCE_GAP.finditer(text, since, min(end, hint + 1)):
            yield gap.end()
        reached = max(since, hint)


def _opening_end(text: str, at: int, end: int) -> int | None:
    """Return where the opening words of a notice that begins at `at` end; None if none begins there."""
    slug = WIRE_SLUG.match(text) if at == 0 else None
    note = WIRE_NOTE.match(text, at, end) if at <= _END_CHARS else None
    opening = slug or note or label_pattern().match(text, at, end) or OF_ITSELF.match(text, at, end)
    opening = opening or BY_ITS_PLACE.match(text, at, end)
    return opening.end() if opening else None


def _kind_at(text: str, at: int, end: int, sentence: str) -> Kind | None:
    slug = (WIRE_SLUG.match(text) if at == 0 else None) or WIRE_NOTE.match(sentence)
    if slug:
        return _wire_kind(slug[0])
    label = label_pattern().match(text, at, end)
    if label:
        body = text[label.end() : min(end, label.end() + _SELF_CHARS)]
        return _labelled_kind(label_kind(label), bool(label["when"]), body, sentence)
    return None if _is_quoted(sentence) else _kind_of(sentence)


def _is_quoted(sentence: str) -> bool:
    return sentence.count("“") != sentence.count("”") or sentence.count('"') % 2 == 1


def _wire_kind(slug: str) -> Kind:
    if "RETRACT" in slug:
        return "retraction"
    if "Clarif" in slug:
        return "clarification"
    return "correction" if WIRE_CORRECTS.match(slug) else "update"


def _labelled_kind(kind: Kind | None, is_dated: bool, body: str, sentence: str) -> Kind | None:
    if kind is None:
        return _kind_of(sentence) if NOTE_OF_CHANGE.search(body) else None
    of_itself = bool(OF_ITSELF_AFTER_LABEL.search(body))
    if not (is_dated or of_itself):
        return None
    return _kind_of(sentence) if kind == "update" else kind


def _kind_of(sentence: str) -> Kind:
    if RETRACTS.search(sentence):
        return "retraction"
    if CORRECTS.search(sentence):
        return "correction"
    return "clarification" if CLARIFIES.search(sentence) else "update"
