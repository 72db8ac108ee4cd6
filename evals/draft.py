"""Cases proposed out of a corpus, for a person to accept: a sentence of an article, a span of it, and a question.

No language model writes here. The question is the sentence's own words with the span taken out and "how much", "who" or
the like in its place, so it finds its sentence more easily than any reader's question would: each `note` begins with
"draft:" and says to reword it. Which spans can be asked for is `evals.askable`'s business.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.article import Article
from evals.askable import Asking, askings, in_place
from evals.texts import answer_in
from rag.choose.disagree.places import kind_of_place
from rag.choose.quotable import can_be_quoted, trimmed
from rag.choose.references.article_names import Names, names_of, segments
from rag.choose.references.back_references import points_back
from rag.text.sentences import Span, split_sentences
from rag.text.stems import stems

FEWEST_WORDS, MOST_WORDS = 8, 32
"""Of a sentence that is asked about: a shorter one leaves a question that says nothing, a longer one asks too much."""
NEAR_MISSES = 4
"""One draft of so many is a near miss."""
_SAME_STORY = 0.6
"""A sentence on the other company with this share of a near miss's words may answer it after all."""
_REWORD = "draft: reword the question as a reader would ask it, check the answer, then delete this note"
_CHECK = (
    "draft: asked of {other} instead of {company}, of which it is told: “{sentence}” Check that no article answers it, "
    "reword it as a reader would ask it, then delete this note"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that can be asked about: where it stands, and the companies it names."""

    article: Article
    span: Span
    text: str
    companies: tuple[str, ...]
    asking: tuple[Asking, ...]


def draft(articles: Iterable[Article], count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Propose up to `count` cases over `articles`, as records that `load_cases` reads; one in four is a near miss.

    The same articles, count and seed give the same drafts. No two are about one sentence; articles take turns, and so
    do kinds of questions. Fewer come back where the articles hold no more sentences that can be asked about.
    """
    given = sorted({article.id: article for article in articles}.values(), key=lambda article: article.id)
    chance = random.Random(seed)  # noqa: S311 - chooses drafts, keeps no secret
    names = {article.id: names_of(article.text) for article in given}
    told = list(_in_turn(_sentences(given, names), chance))
    misses = _near_misses(told, names, _Others(given, names), count // NEAR_MISSES, chance)
    facts = islice(_kinds_in_turn(told), count - len(misses))
    return [*(_single_fact(one, asking, number) for number, (one, asking) in enumerate(facts, start=1)), *misses]


def _single_fact(told: _Told, asking: Asking, number: int) -> dict[str, Any]:
    return {
        "id": f"draft-{number}",
        "category": "single_fact",
        "question": asking.question,
        "answers": [asking.answer],
        "urls": [told.article.url or told.article.title],
        "quotes": [told.text],
        "note": _REWORD,
    }


def _sentences(articles: Sequence[Article], names: Mapping[str, Names]) -> Iterator[_Told]:
    """The sentences that can be asked about; one that several articles print is taken once."""
    seen: set[str] = set()
    for article in articles:
        known = names[article.id]
        for found in split_sentences(article.text):
            span = trimmed(article.text, found, article.title)
            text = article.text[span.start : span.end]
            around = article.text[max(0, span.start - 1) : span.start] + article.text[span.end : span.end + 1]
            if text in seen or around.strip() or not _stands_alone(text, known):  # "Character." of Character.AI
                continue
            seen.add(text)
            asking = tuple(one for one in askings(text, known) if not answer_in(one.question, [one.answer]))
            if asking:
                yield _Told(article, span, text, tuple(name for _, name in known.orgs_in(text)), asking)


def _stands_alone(text: str, names: Names) -> bool:
    """Whether a sentence says whom and what it is about: nobody asks about "The company said it would"."""
    if not FEWEST_WORDS <= len(text.split()) <= MOST_WORDS or "\n" in text or set(text) & set('“”"?'):
        return False
    if text.startswith(("That ", "Such ", "Another ")):
        return False
    return can_be_quoted(text) and points_back(text, names) is None and any(True for _ in segments(text))


def _in_turn(told: Iterable[_Told], chance: random.Random) -> Iterator[_Told]:
    """One sentence of each article in chance order, then a second of each, and so on."""
    by_article: dict[str, list[_Told]] = {}
    for one in told:
        by_article.setdefault(one.article.id, []).append(one)
    piles = list(by_article.values())
    chance.shuffle(piles)
    for pile in piles:
        chance.shuffle(pile)
    while piles:
        yield from (pile.pop() for pile in piles)
        piles = [pile for pile in piles if pile]


def _kinds_in_turn(told: list[_Told]) -> Iterator[tuple[_Told, Asking]]:
    """Each sentence once, with what it is asked for: the kind asked least so far, as long as there is one.

    Half the spans that can be asked for in the bundled briefs are days: in turn alone, half the drafts would be, too.
    """
    asked: Counter[str] = Counter()
    waiting = told
    while waiting:
        rare = min({one.words for each in waiting for one in each.asking}, key=lambda words: (asked[words], words))
        place = next(n for n, each in enumerate(waiting) if any(one.words == rare for one in each.asking))
        chosen = waiting.pop(place)
        asked[rare] += 1
        yield chosen, next(one for one in chosen.asking if one.words == rare)


class _Others:
    """The corpus' companies, and what its sentences say of each."""

    def __init__(self, articles: Sequence[Article], names: Mapping[str, Names]) -> None:
        counted = Counter(name for article in articles for name in names[article.id].organisations)
        self.companies = sorted(name for name, many in counted.items() if many > 2 and not _is_institution(name))
        self._sentences = [
            article.text[start:end] for article in articles for start, end in split_sentences(article.text)
        ]
        self._on: dict[str, list[set[str]]] = {}

    def say(self, company: str, question: str) -> bool:
        """Whether some sentence on `company` shares so many words with `question` that it may answer it."""
        if company not in self._on:
            about = [sentence for sentence in self._sentences if in_place(sentence, company) is not None]
            self._on[company] = [stems(sentence) for sentence in about]
        wanted = stems(question) - stems(company)
        return any(len(said & wanted) >= _SAME_STORY * len(wanted) for said in self._on[company])


_INSTITUTIONS = frozenset(
    "Office Court Commission Department Administration Union Council University Institute College School Foundation "
    "Agency Bureau Authority Committee Ministry Police Party Museum Hospital Association Federation Society".split()
)


def _near_misses(
    told: Sequence[_Told], names: Mapping[str, Names], others: _Others, most: int, chance: random.Random
) -> list[dict[str, Any]]:
    """Up to `most` questions about another company than the one their sentence is about."""
    found: list[dict[str, Any]] = []
    for one in told:
        if len(found) == most:
            break
        company = _subject(one, names[one.article.id])
        if company is None:
            continue
        asking = chance.choice(one.asking)
        rivals = [name for name in others.companies if name not in one.article.text and name not in company]
        tried = chance.sample(rivals, min(10, len(rivals)))
        rival = next((name for name in tried if not others.say(name, asking.question)), None)
        if rival and in_place(asking.question, company) == 0:
            found.append(
                {
                    "id": f"draft-near-miss-{len(found) + 1}",
                    "category": "near_miss",
                    "question": rival + asking.question[len(company) :],
                    "answerable": False,
                    "note": _CHECK.format(other=rival, company=company, sentence=one.text),
                }
            )
    return found


def _is_institution(name: str) -> bool:
    return not _INSTITUTIONS.isdisjoint(name.split())


def _subject(told: _Told, names: Names) -> str | None:
    """The company that opens a sentence which names it once, and no product or person beside it, else None.

    "Alibaba presented GPT-4 Turbo on what day?" is a question that nobody asks.
    """
    company = next((name for name in told.companies if in_place(told.text, name) == 0), None)
    if company is None or _is_institution(company) or told.text.count(company) > 1:
        return None
    if told.text[len(company) :].startswith((", ", " and ", " or ")):  # others do the same, or it is told who it is
        return None
    return company if _names_firms_alone(told.text[len(company) :], names) else None


def _names_firms_alone(rest: str, names: Names) -> bool:
    known = {start for start, _ in names.orgs_in(rest)}
    return all(start in known or kind_of_place(" ".join(tokens)) for start, tokens in segments(rest))
