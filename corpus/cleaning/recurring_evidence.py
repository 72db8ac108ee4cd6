"""What tells furniture from news among words that recur over the articles of one outlet.

How many unrelated articles repeat them (the copies and updates of a story are one), where they stand, and whether they
tell what those articles are about. Which words recur, and cutting them out, is `corpus.cleaning.recurring`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from corpus.cleaning.recurring_words import GRAM, NO_GRAM, Flags, Hashes, Words

MIN_ARTICLES = 5
"""Fewer articles of an outlet teach nothing; also how many unrelated ones must repeat words that stand in mid-text."""
MIN_BLOCKS = 3
"""How many unrelated articles must repeat a paragraph, or words at the start or the end."""

# Chosen on news_quiz_2023 and ai_news_2022_2023 (1,038 articles, 15 outlets with five or more): half of each outlet
# taught, the other half was cleaned; and furniture and news sentences were planted into them and looked for.
_EDGE_WORDS, _EDGE_SHARE = 40, 8
"""At the start or the end: so many of the article's own words before or after, and one in so many of all, at most."""
_LONG = 2 * GRAM
"""A shorter sentence at the end can be news that recurs, too: it needs `MIN_ARTICLES`."""
_COMMON_LABEL, _COMMON_SENTENCE = 0.1, 1 / 3
"""In mid-text, more than this share of the outlet's articles must repeat it: "The company did not respond to a request
for comment" and the sentence that explains a company once more recur, but not in a third of all articles."""
_MOST, _HALF = 0.8, 0.5
_ABOUT = 0.5
"""See `Outlet.aboutness`; above it, a repeated text tells what its articles are about. What was cut lay at 0.42 or
below; the names of states over a digest of the news from each, at 0.3 to 0.8."""
_SAMPLE = 100
"""So many articles tell what a text that recurs is about."""
_SAME_STORY, _COPY, _WIDE = 0.03, 0.8, 50
"""See `Outlet._same_stories`."""

Counts = npt.NDArray[np.int64]
_NONE = np.empty(0, dtype=np.int64)

Span = tuple[int, int, int]
"""An article's number, and a half-open range of its words."""


def edge(own_words: int) -> int:
    """How many of an article's own words may stand before or after what is at its start or end."""
    return min(_EDGE_WORDS, own_words // _EDGE_SHARE)


class Outlet:
    """The different texts of one outlet, and what tells furniture among them from news."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.articles = [Words(text) for text in dict.fromkeys(texts)]
        self._grams = [np.unique(words.all_grams[words.all_grams != NO_GRAM]) for words in self.articles]
        seen, articles_of = np.unique(np.concatenate(self._grams), return_counts=True)
        self._same_story = self._same_stories(seen[(articles_of >= 2) & (articles_of <= _WIDE)])
        self._vocabularies = [frozenset(words.folded) for words in self.articles]
        # Where quotations lie is looked up only in articles that may matter: it takes as long as all the rest.
        common = seen[articles_of >= MIN_BLOCKS]
        self.repeating = [number for number, grams in enumerate(self._grams) if np.isin(grams, common).any()]
        unquoted = [np.intersect1d(self.articles[number].grams, common) for number in self.repeating]
        self._common, self._articles_of = np.unique(np.concatenate([_NONE, *unquoted]), return_counts=True)
        self._own = {number: self._own_words(number) for number in self.repeating}

    def recurring(self, number: int, at_least: int) -> Flags:
        """Which grams of an article stand in at least so many, and in half as many as the commonest that overlaps.

        The second, because an own sentence that follows furniture may begin with "The" in three articles.
        """
        grams = self.articles[number].grams
        if not len(grams) or not len(self._common):
            return np.zeros(len(grams), dtype=bool)
        at = np.searchsorted(self._common, grams).clip(max=len(self._common) - 1)
        counts = np.where(self._common[at] == grams, self._articles_of[at], 0)
        around = sliding_window_view(np.pad(counts, GRAM - 1), 2 * GRAM - 1).max(axis=1)
        wanted: Flags = (counts >= at_least) & (2 * counts >= around)
        return wanted

    def _own_words(self, number: int) -> Counts:
        """How many words before each of an article's do not recur."""
        words = self.articles[number]
        return np.concatenate(([0], np.cumsum(~words.covered(self.recurring(number, MIN_BLOCKS)))))

    def _same_stories(self, shared_grams: Hashes) -> set[tuple[int, int]]:
        """The pairs of articles that are one story: copies, updates, a series.

        A gram that k articles share weighs 1 / (k - 1): what a few share adds up to a story, what many share is the
        page's. Pairs are one story above `_SAME_STORY` of the shorter one's grams so weighed, or above `_COPY` of them
        unweighed; a gram of more than `_WIDE` articles tells nothing of a pair. On news_quiz_2023 the updates of one
        storm lay at 0.09 and more, articles that share only a column's furniture at 0.05 and less.
        """
        holders: dict[int, list[int]] = defaultdict(list)
        for number, grams in enumerate(self._grams):
            for gram in grams[np.isin(grams, shared_grams, assume_unique=True)].tolist():
                holders[gram].append(number)
        shared: Counter[tuple[int, int]] = Counter()
        weighed: dict[tuple[int, int], float] = defaultdict(float)
        for group, count in Counter(map(tuple, holders.values())).items():
            for pair in combinations(group, 2):
                shared[pair] += count
                weighed[pair] += count / (len(group) - 1)
        length = {pair: min(len(self._grams[number]) for number in pair) for pair in shared}
        return {p for p in shared if weighed[p] > _SAME_STORY * length[p] or shared[p] > _COPY * length[p]}

    def unrelated(self, numbers: Iterable[int]) -> int:
        """How many of these articles, each story counted once."""
        kept: list[int] = []
        for number in sorted(set(numbers)):
            if all((other, number) not in self._same_story for other in kept):
                kept.append(number)
        return len(kept)

    def is_at_edge(self, span: Span) -> bool:
        """Whether hardly a word of the article's own stands before a span, or after it."""
        number, start, end = span
        own = self._own.get(number)
        if own is None:  # nothing in it recurs but short paragraphs
            own = np.arange(len(self.articles[number]) + 1)
        total = int(own[-1])
        return min(int(own[start]), total - int(own[end])) <= edge(total)

    def aboutness(self, where: Sequence[Span]) -> float:
        """How much oftener than by chance the words of a repeated text occur in the rest of its articles: -1 to 1.

        By chance: as often as in the outlet's other articles. Words of over half of those tell nothing.
        """
        number, start, end = where[0]
        words = {word for word in self.articles[number].folded[start:end] if len(word) > 3}
        rest = {n: self._rest(n, where) for n in sorted({number for number, _, _ in where})[:_SAMPLE]}
        others = [vocabulary for n, vocabulary in enumerate(self._vocabularies) if n not in rest]
        excess = []
        for word in words:
            by_chance = sum(word in vocabulary for vocabulary in others) / max(1, len(others))
            if by_chance <= _HALF:
                excess.append(sum(word in own for own in rest.values()) / len(rest) - by_chance)
        return sum(excess) / len(excess) if excess else 0.0

    def _rest(self, number: int, where: Sequence[Span]) -> set[str]:
        folded = self.articles[number].folded
        inside = {index for holder, start, end in where if holder == number for index in range(start, end)}
        return {word for index, word in enumerate(folded) if index not in inside}


def is_furniture(outlet: Outlet, where: Sequence[Span]) -> bool:
    """Whether a text that recurs is furniture: by how many unrelated articles, by where it stands, by what it tells."""
    numbers = {number for number, _, _ in where}
    if len(numbers) < MIN_BLOCKS or (unrelated := outlet.unrelated(numbers)) < MIN_BLOCKS:
        return False
    articles = [outlet.articles[number] for number, _, _ in where]
    is_sentence = _mostly([words.ends_sentence(end) for words, (_, _, end) in zip(articles, where, strict=True)], _HALF)
    is_alone = _mostly([words.is_alone(start, end) for words, (_, start, end) in zip(articles, where, strict=True)])
    is_at_edge = _mostly([outlet.is_at_edge(span) for span in where])
    size = articles[0].size(*where[0][1:])
    is_many = unrelated >= MIN_ARTICLES
    if is_at_edge:
        is_enough = is_many or (size >= _LONG if is_sentence else size >= GRAM)
    elif is_alone and not is_sentence:  # a label, another article's headline
        is_enough = size >= GRAM
    else:
        share = _COMMON_SENTENCE if is_sentence else _COMMON_LABEL
        is_enough = is_many and size >= GRAM and unrelated > share * len(outlet.articles)
    return is_enough and outlet.aboutness(where) <= _ABOUT


def _mostly(flags: Sequence[bool], share: float = _MOST) -> bool:
    return sum(flags) >= share * len(flags)
