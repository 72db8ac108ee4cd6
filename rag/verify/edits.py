"""What a sentence changes, word by word, of the nearest sentence of a passage.

A sentence that keeps nearly all words in their order and has one that the passage lacks says another thing; one that is
told in quite other words may say the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rag.text.stems import stems
from rag.text.words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*|[$€£%]")
_DENIES = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|denie[sd]|deny|refuse[sd]?|declin\w+|reject\w*|"
    r"fail\w*|lack\w*|unless|stop\w*|end(?:s|ed)|longer)\b|n['’]t\b",
    re.IGNORECASE,
)
MOST_FRESH, MOST_TURNED, MOST_DENIED = 3, 2, 2


class Edits(NamedTuple):
    """Shares are of the sentence's words, but for `left_out`, which is of the nearest sentence's.

    `in_order`: those that the nearest sentence has in the same order; `held`: that it has at all; `elsewhere`: content
    words that it lacks. `fresh`: content words that all of the passage and its title lack, counted, and as a share.
    `denied`: how many more or fewer words of denial; `turned`: content words that come earlier there than the one
    before; `names_turned`: the same of names, counted. `left_out`: content words that the sentence leaves out.
    """

    in_order: float
    held: float
    elsewhere: float
    fresh: int
    fresh_share: float
    denied: int
    turned: float
    names_turned: int
    left_out: float


def edits(sentence: str, passage: Sequence[str], about: str) -> Edits:
    """Compare `sentence` with the sentences of a passage `about` (its title and outlet); there is at least one."""
    mine = _words(sentence)
    each = [_words(one) for one in passage]
    matched = [SequenceMatcher(None, mine, one, autojunk=False) for one in each]
    best = max(range(len(each)), key=lambda n: matched[n].ratio())
    theirs, here = each[best], set(each[best])
    known = {word for one in (*each, _words(about)) for word in one}
    content = [word for word in mine if word not in STOP_WORDS]
    counts = Counter(theirs)
    fresh = sum(word not in known for word in content)
    first = {word: n for n, word in reversed(list(enumerate(theirs)))}
    order = [first[word] for word in content if word in first]
    named = [name for name in dict.fromkeys(_names(sentence)) if name in _names(passage[best])]
    there = [_names(passage[best]).index(name) for name in named]
    return Edits(
        in_order=sum(block.size for block in matched[best].get_matching_blocks()) / max(1, len(mine)),
        held=sum(min(n, counts[word]) for word, n in Counter(mine).items()) / max(1, len(mine)),
        elsewhere=min(5, sum(word not in here for word in content)) / max(1, len(content)),
        fresh=min(MOST_FRESH, fresh),
        fresh_share=fresh / max(1, len(content)),
        denied=min(MOST_DENIED, abs(len(_DENIES.findall(sentence)) - len(_DENIES.findall(passage[best])))),
        turned=sum(one > other for one, other in pairwise(order)) / max(1, len(order)),
        names_turned=min(MOST_TURNED, sum(one > other for one, other in pairwise(there))),
        left_out=sum(word not in STOP_WORDS and word not in set(mine) for word in theirs) / max(1, len(theirs)),
    )


def _words(text: str) -> list[str]:
    return [_stem(word) if word.isalpha() else word.casefold() for word in _WORD.findall(text)]


def _names(text: str) -> list[str]:
    words = (word for word in re.findall(r"[^\W_]+", text) if word[0].isupper())
    return [word.casefold() for word in words if word.casefold() not in STOP_WORDS]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return min(stems(word), default=word.casefold())
