"""What a sentence of an article points back to, and the sentences before that settle it where no name does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.choose.quotable import can_be_quoted
from rag.choose.references.article_names import ARTICLES_KEPT, Names, names_of
from rag.choose.references.back_references import SPEAKER, points_back
from rag.choose.references.news_patterns import FIRM, SOMEBODY, without_quotes
from rag.choose.references.resolve import Resolver
from rag.text.sentences import Span, split_sentences

MOST_BACK = 4
"""Sentences walked back for a name. Not tuned; it bounds the work and the risk."""
MOST_WORDS_BEFORE = 60
"""Words of the sentences shown before; more would be a passage."""
_LONGEST_QUOTED = 600
"""Characters after which a quotation that nothing closed is taken for a slip of the page."""
_FIRM_NAMED = re.compile(rf"\b[Aa]n? (?:[\w-]+ ){{0,4}}{FIRM}\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """Why a sentence does not stand alone, and what would make it.

    Where both `name` and `before` are empty, it leans on something that is neither named for sure nor told just before.
    """

    words: str
    """What points back, as the sentence writes it: "He", "the company". "the speaker" for a quotation.
    """
    name: str = ""
    """The one name it stands for, as the article writes it: "Sam Altman"; empty where none is sure."""
    before: Span | None = None
    """The one or two sentences directly before, where no name is sure and they settle it."""


def reference(text: str, span: Span, title: str = "") -> Reference | None:
    """What the sentence `span` of the article `text`, titled `title`, points back to; None where it stands alone."""
    sentence = text[span.start : span.end]
    back = SPEAKER if _is_quoted_on(text, span) else points_back(sentence, names_of(text))
    if back is None:
        return None
    sentences = _sentences(text)
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
    earlier = sentences[max(0, at - MOST_BACK) : at]
    name = Resolver(text, title, earlier).name(back)
    key = name.split(" ")[-1] if back.kind in ("he", "she") else name
    if name and key not in sentence:  # "While she spoke with Ammons": she is not Ammons
        return Reference(back.words, name)
    begins = at < len(sentences) and sentences[at].start == span.start
    return Reference(back.words, "", _before(text, earlier, span, back.kind) if begins else None)


def _is_quoted_on(text: str, span: Span) -> bool:
    """Whether the whole sentence stands inside a quotation that opened before it: its "he" is not the reporter's."""
    begin = max(text.rfind("\n\n", 0, span.start) + 1, span.start - _LONGEST_QUOTED)
    opened = text.rfind("“", begin, span.start)
    return opened >= 0 and "”" not in text[opened : span.end] and "“" not in text[span.start : span.end]


@lru_cache(maxsize=ARTICLES_KEPT)
def _sentences(text: str) -> Sequence[Span]:
    return tuple(split_sentences(text))


def _before(text: str, earlier: Sequence[Span], span: Span, kind: str) -> Span | None:
    """The sentence directly before `span`, or two where that one points back itself; None where it is no help."""
    names = names_of(text)
    chosen: Span | None = None
    for previous in reversed(earlier[-2:]):
        sentence = text[previous.start : previous.end]
        if not can_be_quoted(sentence) and not sentence.rstrip("”’\"'").endswith("?"):
            break
        start = chosen.start if chosen else span.start
        if text[previous.end : start].strip() or len(text[previous.start : span.start].split()) > MOST_WORDS_BEFORE:
            break
        chosen = Span(previous.start, chosen.end if chosen else previous.end)
        if points_back(sentence, names) is None:
            break
    return chosen if chosen and _helps(text[chosen.start : chosen.end], kind, names) else None


def _helps(shown: str, kind: str, names: Names) -> bool:
    """Whether what stands before names something of the kind pointed to."""
    if kind == "we":
        return False
    if kind in ("he", "she", "their", "speaker"):
        outside = without_quotes(shown)
        return (
            any(True for _ in names.persons_in(outside)) or bool(SOMEBODY.search(outside)) or names.unknown_in(outside)
        )
    if kind in ("org", "startup", "actor"):
        return any(True for _ in names.orgs_in(shown)) or names.unknown_in(shown) or bool(_FIRM_NAMED.search(shown))
    return True
