"""What one statement says: a value and the clause around it, if that is sure and of what the question asks.

Which value is the one asked for is up to `readers`, whether two contradict each other to `compare`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.choose.disagree.days import read_days
from rag.choose.disagree.question_words import Asked
from rag.choose.disagree.statement import Statement
from rag.choose.disagree.synonyms import HARMLESS, content_stems, is_named
from rag.text.clauses import clauses, unattributed, without
from rag.text.dates import Period
from rag.text.figures import Figure

UNSURE = re.compile(
    r"\b(?:expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|weigh(?:s|ed|ing)?|consider(?:s|ed|ing)?|could|may|"
    r"might|would|should|estimat\w+|forecast\w*|predict\w*|project(?:s|ed|ion|ions)|"
    r"seek(?:s|ing)?|hop(?:es|ed|ing)|target\w*|propos\w+|talks?|"
    r"likely|rumou?r\w*|if|possibl[ey]|potential\w*|reportedly|perhaps|probably|unless|suggest\w*|believ\w+|"
    r"delay\w*|postpone\w*|instead|previous(?:ly)?|original(?:ly)?|earlier|ago|rather than|compared|so far|to date|"
    r"cumulative(?:ly)?|in total|altogether|per|each|apiece|also|another|further|co-\w+|joint(?:ly)?|parts?|partly|"
    r"whether|once|yet|no longer|any ?more|again|want(?:s|ed)? to|asked (?:the|a)|allegedly|accus\w+|between|"
    r"partially|tomorrow)\b",
    re.IGNORECASE,
)
"""A plan, a guess, a change, or one value of several: no value that another article could contradict."""
NEGATOR = re.compile(
    r"\b(?:not|never|cannot|neither|nor|without|refus\w+ to|declin\w+ to|fail\w+ to|den(?:y|ies|ied))\b|n['’]t\b",
    re.IGNORECASE,
)
Value = Figure | Period | frozenset[str] | bool


@dataclass(frozen=True, slots=True)
class Told:
    """What one statement says: the value, as written, and what is said around it in its clause."""

    index: int
    statement: Statement
    value: Value
    written: str
    clause: str
    words: frozenset[str]
    days: tuple[Period, ...]
    known: str


def without_sayings(text: str, asked: Asked) -> str:
    """`text` with who said it, and when, blanked out, unless the saying is what is asked about."""
    if asked.relation & content_stems("say announce report tell claim confirm deny"):
        return text
    return unattributed(text)


def tell(asked: Asked, index: int, statement: Statement, text: str, span: tuple[int, int], value: Value) -> Told | None:
    """The statement as read, if the clause around its value is sure, of the names asked about, and of the relation."""
    start, end = span
    around = next((clause for clause in clauses(text) if clause[0] <= start < clause[1]), None)
    if around is None:
        return None
    if not isinstance(value, bool) and (NEGATOR.search(around[2]) or statement.text.rstrip().endswith("?")):
        return None
    named_days = read_days(around[2], statement.published)
    spans = [(start - around[0], end - around[0]), *((day.start, day.end) for day in named_days)]
    days = [] if isinstance(value, Period) else named_days
    clause = without(around[2], spans)
    if UNSURE.search(clause if not isinstance(value, bool) else without(around[2], spans[1:])):
        return None
    words = content_stems(clause) - content_stems(HARMLESS)
    relation = asked.relation - content_stems(HARMLESS) - asked.counted
    named = all(is_named(name, clause) for name in asked.names)
    if isinstance(value, bool) and not named:
        return None
    subject = text[: around[1]] if re.match(r"\s*(?:which|who|that)\b", clause) else clause
    if not relation and not any(is_named(name, subject) for name in asked.names):
        return None
    if relation and not isinstance(value, bool) and not relation & words:
        return None
    return Told(
        index=index,
        statement=statement,
        value=value,
        written=text[start:end].strip(),
        clause=clause,
        words=words - content_stems(" ".join(asked.names)),
        days=tuple(days),
        known=asked.question.text,
    )
