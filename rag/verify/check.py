"""A text somebody wrote, sentence by sentence, against the articles: what supports or contradicts each, and where.

Judging a sentence is `rag.verify`, finding passages `rag.find.hybrid`. A sentence that states nothing (a question, a
heading, a greeting) is listed and not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.catalogue import Catalogue
from corpus.cleaning.corrections import is_corrected
from corpus.errors import GroundwireError
from corpus.plain_values import json_ready
from rag.asked.question import read_question
from rag.choose.quotable import can_be_quoted
from rag.find.hybrid import HybridSearch
from rag.models.encoder import Embedder
from rag.text.sentences import split_sentences
from rag.values.answer import Citation
from rag.values.filters import Filters
from rag.values.passage import StoredPassage
from rag.verify import Support, Verifier

PASSAGES = 6
"""Passages that a sentence is held against."""
MOST_SENTENCES = 400
"""Sentences of one text: each is searched for, and read beside its passages."""
MOST_SEARCHED = 1_000
"""Characters of a sentence that are searched for; what follows is judged with it, but finds no passages of its own."""
MOST_JUDGED = 2_000
"""Characters of a sentence that are judged: a longer run without a full stop is a table or a list, and no statement."""
AT_ONCE = 16
"""Sentences judged together, so that the memory their passages take does not grow with the text."""
_MARKER = re.compile(r"\s?\[\d+\]")
_LEADING = re.compile(r"^(?:#+|[-*•–—>]|\d+[.)])\s+")
_GREETING = re.compile(
    r"(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|welcome|thanks?|thank you|sincerely|cheers)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence of a text that was checked, `text[start:end]`.

    `support` is None where it states nothing to check. `citations` hold the words that support it, partly or wholly, or
    contradict it; none where it is unsupported. Their numbers run through the whole text, one a place.
    """

    sentence: str
    support: Support | None
    citations: tuple[Citation, ...] = ()
    start: int = 0
    end: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The sentence as JSON-ready values."""
        plain: dict[str, Any] = json_ready(self)
        return plain


def check(
    text: str,
    filters: Filters,
    *,
    catalogue: Catalogue,
    search: Callable[[], HybridSearch],
    embedder: Embedder,
    asked: date,
) -> tuple[Checked, ...]:
    """Each sentence of `text` against the articles that pass `filters`, in order.

    Raises `GroundwireError` for a text without words or of more than `MOST_SENTENCES` sentences. In an empty catalogue
    every statement is unsupported.
    """
    text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no character; the places stay
    spans = split_sentences(text)
    if not any(character.isalnum() for character in text):
        raise GroundwireError("There is no text to check. Give a sentence, a file, or - for standard input.")
    if len(spans) > MOST_SENTENCES:
        raise GroundwireError(
            f"The text has {len(spans):,} sentences; up to {MOST_SENTENCES} are checked at once. Split it into parts."
        )
    listed = [Checked(text[start:end], None, (), start, end) for start, end in spans]
    alone = len(listed) == 1
    stating = [n for n, item in enumerate(listed) if states_something(item.sentence, alone=alone)]
    with catalogue.snapshot():
        if stating and catalogue.count():
            finder = search()
            found: dict[int, tuple[StoredPassage, ...]] = {
                n: _find(listed[n].sentence, finder, filters, asked) for n in stating
            }
        else:
            found = dict.fromkeys(stating, ())
        places: dict[tuple[str, int, int, int], Citation] = {}
        for first in range(0, len(stating), AT_ONCE):
            some = stating[first : first + AT_ONCE]
            judged = _judge([listed[n].sentence for n in some], [found[n] for n in some], embedder)
            for n, verdict in zip(some, judged, strict=True):
                listed[n] = replace(listed[n], support=verdict, citations=_cited(verdict, found[n], catalogue, places))
    return tuple(listed)


def states_something(sentence: str, *, alone: bool = False) -> bool:
    """Whether a sentence can be true or false: no question, heading, greeting, label or name.

    `alone`: it is all that was given to check, so that it needs no full stop to be a sentence.
    """
    bare = _MARKER.sub("", _LEADING.sub("", sentence)).strip()
    if sentence.lstrip().startswith("#") or bare.rstrip("”\"’')").endswith(("?", "？", "؟")) or _GREETING.match(bare):
        return False
    ends = bare.rstrip("”\"’')").endswith((".", "!", "…"))
    if can_be_quoted(bare) or ((ends or alone) and _is_short_sentence(bare)):
        return True
    return bare[-1:] != ":" and _reads_on(bare)


def _is_short_sentence(sentence: str) -> bool:
    """Whether a few words are a plain sentence, "OpenAI acquired Windsurf": some of them begin with a small letter."""
    first, *others = sentence.split() or [""]
    return ":" not in sentence and not first.islower() and any(word[:2].islower() and len(word) > 1 for word in others)


def _reads_on(sentence: str) -> bool:
    """Whether a sentence without a full stop is none the less one: some words, and not all of them capitalised."""
    words = [word for word in sentence.split() if any(character.isalpha() for character in word)]
    return len(words) >= 6 and sum(word[0].islower() for word in words[1:]) >= len(words) / 2


def _find(sentence: str, finder: HybridSearch, filters: Filters, asked: date) -> tuple[StoredPassage, ...]:
    question = read_question(_MARKER.sub("", sentence)[:MOST_SEARCHED], asked)
    return finder.search(replace(question, window=None), filters, PASSAGES).passages


def _judge(sentences: Sequence[str], found: Sequence[Sequence[StoredPassage]], embedder: Embedder) -> list[Support]:
    """Judge sentences together: a passage that several found is read once, and all are embedded in one batch."""
    if not any(found):
        return [Support("unsupported", 0.0)] * len(sentences)
    distinct = {stored.key: stored.passage for passages in found for stored in passages}
    verifier = Verifier(embedder)
    claims, sources = verifier.read([sentence[:MOST_JUDGED] for sentence in sentences], list(distinct.values()))
    by_key = dict(zip(distinct, sources, strict=True))
    return [
        verifier.judge(claim, [by_key[stored.key] for stored in passages])
        for claim, passages in zip(claims, found, strict=True)
    ]


def _cited(
    verdict: Support,
    found: Sequence[StoredPassage],
    catalogue: Catalogue,
    places: dict[tuple[str, int, int, int], Citation],
) -> tuple[Citation, ...]:
    """The citation of the place a verdict rests on, the same one for the same place."""
    if verdict.label == "unsupported" or verdict.passage is None:
        return ()
    passage = found[verdict.passage].passage
    start, end = passage.start + verdict.start, passage.start + verdict.end
    place = (passage.article_id, passage.version, start, end)
    if place not in places:
        article = catalogue.article(passage.article_id, passage.version)
        places[place] = Citation(
            n=len(places) + 1,
            article_id=article.id,
            version=article.version,
            title=article.title,
            source=article.source,
            authors=article.authors,
            published=article.published,
            url=article.url,
            quote=article.text[start:end],
            start=start,
            end=end,
            superseded=catalogue.article(article.id).version > article.version,
            corrected=is_corrected(article.text),
        )
    return (places[place],)
