"""How to tell what a page prints around an article from the article: pure functions from paragraphs to paragraphs.

`corpus.cleaning.clean` runs them in the order of `PASSES`; the patterns are in `corpus.cleaning.furniture_patterns`.
They lean one way on purpose: a leftover share bar costs a reader little, a lost sentence cannot be cited. So a
paragraph of full sentences goes only when it addresses the visitor of the page in a known formula, never because it
holds a word like "newsletter".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.cleaning.furniture_patterns import (
    CREDIT_BLOCK,
    FURNITURE_BLOCKS,
    GLUED_TEASER,
    INLINE_FURNITURE,
    LINK_DEBRIS,
    NEWSLETTER_WORDS,
    RELATED_HEADING,
    SUBSCRIBE,
    SUBSCRIBE_MORE,
    TAIL_BLOCK,
    TAILS,
    TEASER_LABEL,
)
from corpus.cleaning.plaintext import SENTENCE_END

Blocks = list[str]
"""Paragraphs in order, each on one line and not empty."""

_SENTENCE_GAP = re.compile(
    r"(?<=[.!?])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\b[A-Z]\.)[\"”’)]*\s+(?=[\"“‘(]?[^\W_])"
)
"""Where sentences part, roughly: enough to tell one from several."""
_HEADLINE_WORDS = 25
_TEASER_WORDS = 35
_REQUEST_WORDS = 30
_BLOCK_CHARS = 600
"""Nothing that is furniture as a whole paragraph is longer."""
_RELATED_RUN = 12
"""In mid-article, no more headlines than this go with a heading such as "Related": more are the article's own list."""
_TAG_WORDS, _TAG_CHARS, _TAG_RUN = 5, 40, 4


def ends_sentence(block: str) -> bool:
    """Whether `block` ends as a sentence does."""
    return bool(SENTENCE_END.search(block))


def is_headline_like(block: str) -> bool:
    """Whether `block` could be another article's headline: one sentence at most, without a full stop."""
    if block.endswith(("?", "!")):
        return len(block.split()) <= _HEADLINE_WORDS and not _SENTENCE_GAP.search(block)
    return not ends_sentence(block)


def is_furniture(block: str) -> bool:
    """Whether the whole of `block` is furniture: a form, a bar, a notice, a credit, another article's headline."""
    if len(block) > _BLOCK_CHARS:
        return False
    if any(pattern.fullmatch(block) for pattern in FURNITURE_BLOCKS):
        return True
    return (not ends_sentence(block) and bool(CREDIT_BLOCK.fullmatch(block))) or _is_teaser(block)


def _is_teaser(block: str) -> bool:
    """Whether `block` is "More: <headline>". A sentence of the article's own would end with a full stop."""
    if block.endswith(":") or not is_headline_like(_last_sentence(block)) or len(block.split()) > _TEASER_WORDS:
        return False
    label, colon, headline = block.partition(":")
    labelled = bool(colon) and bool(headline.strip()) and bool(TEASER_LABEL.fullmatch(label.strip()))
    return labelled or bool(GLUED_TEASER.fullmatch(block))


def _last_sentence(block: str) -> str:
    return _SENTENCE_GAP.split(block)[-1]


def break_at_inline(blocks: Blocks) -> Blocks:
    """Cut furniture out of paragraphs, ending one where it stood: what it parted must not read as one sentence."""
    return [part for block in blocks for part in _inline_parts(block)]


def _inline_parts(block: str) -> Blocks:
    text = LINK_DEBRIS.sub("", block) if "://" in block and ">" in block else block
    for hints, pattern in INLINE_FURNITURE:
        if any(hint in text for hint in hints):
            text = pattern.sub("\n", text)
    if text == block:
        return [block]
    return [part for part in (part.strip(" |") for part in text.split("\n")) if part]


def drop_related(blocks: Blocks) -> Blocks:
    """Drop headings such as "Articles You May Like" with the headlines under them; prose under one stays."""
    kept: Blocks = []
    index = 0
    while index < len(blocks):
        if not RELATED_HEADING.fullmatch(blocks[index]):
            kept.append(blocks[index])
            index += 1
            continue
        end = index + 1
        while end < len(blocks) and is_headline_like(blocks[end]):
            end += 1
        headlines = end - index - 1
        index = end if end == len(blocks) or headlines <= _RELATED_RUN else index + 1
    return kept


def drop_furniture_blocks(blocks: Blocks) -> Blocks:
    """Drop the paragraphs that are furniture as a whole."""
    return [block for block in blocks if not is_furniture(block)]


def drop_subscribe(blocks: Blocks) -> Blocks:
    """Drop requests to subscribe: sentences at the start or the end of a paragraph, never one between two others."""
    kept = [_without_subscribe(block) if _speaks_of_newsletters(block) else block for block in blocks]
    return [block for block in kept if block]


def _speaks_of_newsletters(block: str) -> bool:
    lowered = block.lower()
    return any(word in lowered for word in NEWSLETTER_WORDS)


def _without_subscribe(block: str) -> str:
    starts = [0, *(gap.end() for gap in _SENTENCE_GAP.finditer(block))]
    sentences = [block[start:end] for start, end in zip(starts, [*starts[1:], len(block)], strict=True)]
    first, last = 0, len(sentences)
    while first < last and _asks_to_subscribe(sentences[first], follows=first > 0):
        first += 1
    while last > first and _asks_to_subscribe(sentences[last - 1], follows=False):
        last -= 1
    rest = "".join(sentences[first:last]).strip()
    # "What's everyone talking about? Sign up ...": the question only led to the request.
    return "" if last - first == 1 < len(sentences) and rest.endswith("?") else rest


def _asks_to_subscribe(sentence: str, *, follows: bool) -> bool:
    text = sentence.strip()
    if len(text.split()) > _REQUEST_WORDS:  # in a text scraped as one line, the story may go on in the same "sentence"
        return False
    return bool(SUBSCRIBE.fullmatch(text)) or (follows and bool(SUBSCRIBE_MORE.match(text)))


def cut_tail(blocks: Blocks) -> Blocks:
    """Cut a list of topics or of other articles off the end of the text."""
    kept = list(blocks)
    while kept:
        if len(kept) > 1 and TAIL_BLOCK.fullmatch(kept[-1]):
            kept.pop()
        elif (cut := _tail_start(kept[-1])) is not None:
            kept[-1:] = [kept[-1][:cut]] if cut else []
        else:
            break
    return kept


def _tail_start(block: str) -> int | None:
    for after_anything, pattern in TAILS:
        tail = pattern.search(block)
        if tail and (after_anything or ends_sentence(block[: tail.start()])) and not _holds_sentence(tail[0]):
            return tail.start()
    return None


def _holds_sentence(tail: str) -> bool:
    return ". " in tail or tail.endswith((".", ".”", '."'))


def drop_trailing_tags(blocks: Blocks) -> Blocks:
    """Drop up to `_TAG_RUN` tag lines ("AI") after the last sentence; a longer run is a list and stays."""
    end = len(blocks)
    while end and _is_tag_like(blocks[end - 1]):
        end -= 1
    is_short_run = end > 0 and len(blocks) - end <= _TAG_RUN
    return blocks[:end] if is_short_run and ends_sentence(blocks[end - 1]) else blocks


def _is_tag_like(block: str) -> bool:
    if block.startswith("- ") or any(character.isdigit() for character in block):  # a list's item, a table's row
        return False
    few = len(block) <= _TAG_CHARS and len(block.split()) <= _TAG_WORDS
    return few and not ends_sentence(block) and not block.endswith(":")


PASSES: tuple[Callable[[Blocks], Blocks], ...] = (
    break_at_inline,
    drop_related,
    drop_furniture_blocks,
    drop_subscribe,
    cut_tail,
    drop_trailing_tags,
)
