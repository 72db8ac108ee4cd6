"""Whether two texts tell one story in the same words: MinHash signatures to find candidates by, and the comparison.

A wire story is printed with another lead, cut, restyled, reworded here and there, set among other stories; a follow-up
repeats the background of the story before it, and a market report repeats yesterday's sentences with other figures. So
the comparison asks how much of the shorter text stands in the longer one, whether there it stands together, and whether
the figures are the same. Pure: `corpus.clusters` keeps the signatures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from datasketch import MinHash
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Mask = NDArray[np.bool_]

PERMUTATIONS = 64
"""Hash values of a signature; each is a band of its own. A copy cut to 40% and reworded has a Jaccard similarity of 0.1
with its story: bands of one row find that (2 of 64 agree with a probability of 0.99), longer ones do not (16 bands of
4 rows: 0.002). What else they find costs a comparison each."""
SEED = 1  # part of what is stored: another seed makes other signatures
SHINGLE = 4
"""Words of a shingle. Of three words, unrelated articles share too many ("one of the"); five miss more rewrites."""
UNSPACED_SHINGLE = 8
"""Characters of a shingle in Chinese, Japanese, Thai and their like, about four words."""
MIN_WORDS = 40
"""Below this only an exact copy counts: two results notices of 30 words differ in nothing but what they say."""
GAP, RUN = 3, 8
"""Up to 3 changed words between shared ones count as shared (a phrase reworded); a shared run under 8 is chance."""

# Tuned on 300 articles of a set of 400 from 20 outlets (2022 and 2023), a changed copy of each in 13 ways and false
# friends in 5 (`benchmarks/near_duplicates.py`). Shared of the shorter text: 98 in 100 copies that are cut, reworded,
# restyled and filled with boilerplate at once 0.50 or more; 98 in 100 follow-ups with two background paragraphs 0.45 or
# less. Between the two, what a copy shares stands in one block of the longer text, and background stands scattered: the
# highest true pair of different stories in the set shares 0.54, of a block that holds 0.37.
SHARED = 0.6
SHARED_IN_ONE_BLOCK = 0.48
ONE_BLOCK = 0.7
REACH = 0.1
"""Least share of the longer text that is in the shorter: below it, the two share a notice at the page's foot."""
FIGURES, ENOUGH_FIGURES = 0.5, 4
"""Least share of figures that agree, where there are 4 or more: daily market reports out of one template share 0.65 of
their words and at most 0.38 of their figures."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
_NUMBERS = {
    word: str(number)
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_OPTIONAL = frozenset(
    "us percent cent per pct million billion trillion bn mn tn thousand dollars usd inc corp corporation co ltd llc "
    "plc mr mrs ms dr".split()
)
"""Words that one house writes and another abbreviates or leaves out ("$5 million", "US$5m"); single letters go too."""
_BRITISH = re.compile(
    r"(?<=..)(?:is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)|our(?=(?:s|ed|ing|ite|ites)?$)|tre(?=s?$)"
    r"|ll(?=(?:ed|ing|er|ers)$)|ys(?=(?:e|ed|es|ing)$))"
)
_AMERICAN = {"is": "iz", "our": "or", "tre": "ter", "ll": "l", "ys": "yz"}
"""Words that this maps wrongly ("hour") are mapped alike on both sides, which is all that matters."""
_MOST_HASHES = 1 << 17
_BLOCK = 4096  # shingles hashed at once: bounds the memory a very long text takes


@dataclass(frozen=True, slots=True)
class Signature:
    """What a text is found by. Two texts with two `bands` in common (short ones: the only one) are worth comparing."""

    bands: tuple[int, ...]

    @property
    def exact_only(self) -> bool:
        """Whether the text is so short that nothing but an exact copy counts."""
        return len(self.bands) < PERMUTATIONS

    @property
    def needed(self) -> int:
        """How many bands another text must share to be a candidate."""
        return 1 if self.exact_only else 2


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text as compared: a hash of it all, of each word (house style aside), of each shingle, these also sorted."""

    exact: bytes
    words: Hashes
    shingles: Hashes
    ordered: Hashes
    size: int
    short: bool


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """What two texts share. `first` and `second` mark the words of each that stand in the other."""

    first: Mask
    second: Mask
    same_story: bool


def signature(text: str) -> Signature:
    """What to find the copies of `text` by: the same on every machine and in every process."""
    reading = read(text)
    if reading.short:
        whole = int.from_bytes(reading.exact[:7], "little")
        return Signature((PERMUTATIONS << 56 | whole,)) if reading.exact else Signature(())
    minhash = _empty_minhash().copy()
    for start in range(0, len(reading.shingles), _BLOCK):
        minhash.update_batch((reading.shingles[start : start + _BLOCK] >> 32).tolist())
    return Signature(tuple(number << 32 | value for number, value in enumerate(minhash.hashvalues.tolist())))


def same_story(a: str, b: str) -> bool:
    """Whether one text is a copy of the other, whole or cut, changed no more than house styles and editors do."""
    return compare(read(a), read(b)).same_story


@lru_cache(maxsize=512)
def read(text: str) -> Reading:
    """`text` ready to be compared. Kept for the last 512 texts (some 30 kB each): one is compared many times over."""
    import numpy as np

    parted, characters = _UNSPACED_CHARACTER.subn(r" \g<0> ", text.casefold())
    plain = _WORD.findall(parted)
    unspaced = 2 * characters > len(plain)
    size = UNSPACED_SHINGLE if unspaced else SHINGLE
    if len(_HASHES) > _MOST_HASHES:
        _HASHES.clear()
    words = np.array([value for value in map(_HASHES.__getitem__, plain) if value], dtype=np.uint64)
    shingles = _shingles(words, size)
    return Reading(
        exact=blake2b(" ".join(plain).encode("utf-8", "surrogatepass"), digest_size=16).digest() if plain else b"",
        words=words,
        shingles=shingles,
        ordered=np.sort(shingles),
        size=size,
        short=len(words) < (2 * MIN_WORDS if unspaced else MIN_WORDS),
    )


def compare(a: Reading, b: Reading) -> Overlap:
    """What `a` and `b` share, and whether that makes them one story."""
    in_a, in_b = _shared(a, b), _shared(b, a)
    if a.short or b.short or a.exact == b.exact:
        return Overlap(in_a, in_b, a.exact == b.exact and bool(a.exact))
    shorter, longer = (in_a, in_b) if len(in_a) <= len(in_b) else (in_b, in_a)
    shared = float(shorter.mean())
    enough = shared >= SHARED or (shared >= SHARED_IN_ONE_BLOCK and _held_by_block(longer) >= ONE_BLOCK)
    return Overlap(in_a, in_b, bool(enough and longer.mean() >= REACH and _figures_agree(a, in_a, b, in_b)))


@cache
def _empty_minhash() -> MinHash:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32", hashfunc=int)


class _Hashes(dict[str, int]):
    """`_hashed` of the words met so far: a call per word would take longer than all the rest of reading."""

    def __missing__(self, word: str) -> int:
        self[word] = value = _hashed(word)
        return value


_HASHES = _Hashes()


def _hashed(word: str) -> int:
    """64 bits for a word: odd for a number, even for another word, 0 for one that a house style may leave out."""
    number = _NUMBERS.get(word) or (re.sub("[.,]", "", word) if word[0].isdigit() else None)
    if number is None:
        if word in _OPTIONAL or (len(word) == 1 and word.isascii()):
            return 0
        word = _BRITISH.sub(lambda match: _AMERICAN[match[0]], word)
    digest = blake2b((number or word).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") & ~1 | (number is not None)


def _shingles(words: Hashes, size: int) -> Hashes:
    """A hash for each `size` words in a row: their polynomial in a fixed odd base, its high bits mixed once more."""
    import numpy as np

    count = max(0, len(words) - size + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + words[offset : offset + count]
    hashes ^= hashes >> np.uint64(29)
    return hashes * np.uint64(0xBF58476D1CE4E5B9)


def _shared(a: Reading, b: Reading) -> Mask:
    """The words of `a` that stand in a shingle of `b`, or between two such, as said at `GAP` and `RUN`."""
    import numpy as np

    marked = np.zeros(len(a.words) + 1, dtype=np.int8)
    if a.size != b.size or not len(b.ordered):
        return marked[:-1].astype(np.bool_)
    places = np.searchsorted(b.ordered, a.shingles)
    hits = np.flatnonzero(b.ordered[np.minimum(places, len(b.ordered) - 1)] == a.shingles)
    if not len(hits):
        return marked[:-1].astype(np.bool_)
    scale = a.size // SHINGLE
    breaks = np.flatnonzero(np.diff(hits) > a.size + GAP * scale)
    starts, ends = hits[np.append(0, breaks + 1)], hits[np.append(breaks, len(hits) - 1)] + a.size
    long = ends - starts >= RUN * scale
    marked[starts[long]] += 1
    marked[ends[long]] -= 1
    return np.cumsum(marked[:-1]).astype(np.bool_)


def _held_by_block(mask: Mask) -> float:
    """How much of the stretch that holds the marked words is marked; 5% of them at either end may stand elsewhere."""
    import numpy as np

    places = np.flatnonzero(mask)
    places = places[len(places) // 20 : len(places) - len(places) // 20]
    return len(places) / int(places[-1] - places[0] + 1) if len(places) else 0.0


def _figures_agree(a: Reading, in_a: Mask, b: Reading, in_b: Mask) -> bool:
    ours, theirs = _figures(a, in_a), _figures(b, in_b)
    if len(ours | theirs) < ENOUGH_FIGURES or not ours or not theirs:
        return True
    return len(ours & theirs) >= FIGURES * min(len(ours), len(theirs))


def _figures(reading: Reading, mask: Mask) -> set[int]:
    """The numbers in the shared words and right beside them: where a template was filled in, nothing else is shared."""
    near = mask.copy()
    for distance in range(1, GAP + 1):
        near[distance:] |= mask[:-distance]
        near[:-distance] |= mask[distance:]
    numbers = reading.words[near]
    return set(numbers[numbers & 1 == 1].tolist())
