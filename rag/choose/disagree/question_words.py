"""The question in the words that its statements must share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.asked.question import Question
from rag.choose.disagree.synonyms import content_stems
from rag.text.figures import as_figure
from rag.text.words import query_terms

_MONTH_NAME = re.compile(r"(?:january|february|march|april|may|june|july|august|september|october|november|december)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question in stems: what its statements must share (`names`, `relation`), and what it counts."""

    question: Question
    names: tuple[str, ...]
    relation: frozenset[str]
    counted: frozenset[str]


def read_asked(question: Question) -> Asked:
    """What the statements must share; the months that a question names are read as days, not as names."""
    names = tuple(name for name in question.names if not name.isdecimal() and not _MONTH_NAME.match(name))
    of_names = frozenset(part for name in names for part in query_terms(name))
    relation = content_stems(
        " ".join(
            term
            for term in question.terms
            if not (term.isdecimal() or _MONTH_NAME.match(term) or as_figure(term))
            and not of_names.issuperset(query_terms(term))
        )
    )
    first = re.search(r"\bhow many ([\w-]+)", question.text, re.IGNORECASE)
    plural = first is not None and (first[1].endswith("s") or first[1] == "people" or not question.counted)
    relation -= content_stems("share percentage proportion fraction")
    return Asked(question, names, relation, content_stems(first[1] if first and plural else question.counted))
