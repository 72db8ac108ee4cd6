"""What is new in some time: its stories, each by its first sentence, for "What happened in AI this month?".

Such a question names no event that a sentence could be held against, so nothing is weighed: where there are more
stories than are shown, those that most articles tell are, then the newest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from corpus.article import Article
from rag.asked.question import Question
from rag.choose.chooser import Candidate
from rag.choose.name_match import accounted
from rag.choose.quotable import can_be_quoted, trimmed
from rag.index.passages import PassageStore
from rag.index.where import where
from rag.text.dates import Period
from rag.text.sentences import split_sentences
from rag.text.stems import stems
from rag.text.words import query_terms
from rag.values.filters import Filters
from rag.values.passage import StoredPassage

MOST_STORIES = 6
"""Shown at most."""
MOST_READ = 200
"""Articles looked through, the newest of the time asked about."""


def of_that_time(question: Question, filters: Filters) -> Filters:
    """`filters` narrowed to the days that `question` asks about, as days of publishing; of an undated article none."""
    if filters.since or filters.until:
        return filters
    if question.when.periods:
        days = question.when.periods
        return replace(filters, since=min(one.first for one in days), until=max(_end(one) for one in days))
    window = question.window
    return replace(filters, since=window.since, until=window.until) if window else filters


def _end(period: Period) -> date:
    """The last day of a period; of one that is not over, the day of asking."""
    return min(period.last, period.until) if period.relative else period.last


def stories(store: PassageStore, filters: Filters, most: int = MOST_STORIES) -> list[Candidate]:
    """The first sentence of each story under `filters`, newest first; of more than `most`, of the most told."""
    articles = list(store.catalogue.articles(*where(filters), limit=MOST_READ))
    told = Counter(article.cluster for article in articles)
    first = {article.cluster: article for article in reversed(articles)}
    places = {article.id: place for place, article in enumerate(articles)}
    ranked = sorted(
        first.values(), key=lambda one: (one.language not in (None, "en"), -told[one.cluster], places[one.id])
    )
    found: list[tuple[int, Candidate]] = []
    for article in ranked:
        found += [(places[article.id], lead) for lead in _lead(store, article)]
        if len(found) >= most:
            break
    return [lead for _, lead in sorted(found, key=lambda one: one[0])]


def stories_of(names: Sequence[str], store: PassageStore, found: Sequence[StoredPassage], most: int) -> list[Candidate]:
    """The first sentences of the articles `found` that speak of all `names`: first those that begin so, then newest."""
    places = dict.fromkeys((one.passage.article_id, one.passage.version) for one in found)
    leads: dict[str, tuple[bool, int, Candidate]] = {}
    for place in places:
        article = store.catalogue.article(*place)
        for lead in _lead(store, article):
            if all(speaks_of(name, lead) for name in names) and lead.stored.published_day:
                later = (not _begins(lead.text, names), -lead.stored.published_day, lead)
                known = leads.get(article.cluster)
                leads[article.cluster] = later if known is None or later[:2] < known[:2] else known
    return [lead for *_, lead in sorted(leads.values(), key=lambda one: one[:2])][:most]


def speaks_of(name: str, candidate: Candidate) -> bool:
    """Whether a sentence names it in full."""
    return accounted(name, query_terms(candidate.text), stems(candidate.text)) == 1


def _begins(text: str, names: Sequence[str]) -> bool:
    """Whether a sentence begins with one of `names`, as one on what they did."""
    start = text.casefold().removeprefix("the ")
    return any(start.startswith(f"{name.casefold()} ") for name in names)


def _lead(store: PassageStore, article: Article) -> Iterator[Candidate]:
    """The first sentence of `article` that can be quoted."""
    for span in split_sentences(article.text[: article.text.find("\n\n", 200) + 1 or None]):
        place = trimmed(article.text, span, article.title)
        text = article.text[place.start : place.end]
        if can_be_quoted(text):
            passage = store.holding_quote(article.id, article.version, place.start, place.end)
            day = article.published.date().toordinal() if article.published else None
            stored = StoredPassage(f"{article.id}:{place.start}", passage, article.cluster, day)
            yield Candidate(stored, place.start, place.end, text, "", 1.0)
            return
