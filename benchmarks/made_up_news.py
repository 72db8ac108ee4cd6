"""Made-up articles in any number, the same in every run: for benchmarks that need no news, only its sizes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from corpus.article import Article, article_id

_SYLLABLES = "bo re al is quil lon hal den mo tors ba salt nim bus ver ti go ra pax sel ka du mar so lun".split()
_WORDS = (
    "the a of to in and for with on by said will may has announced reported signed opened closed raised bought sold "
    "hired model chip court data centre engineers researchers investors regulators training licence weights price "
    "quarter million billion percent dollars euros agreement lawsuit release results plan rules copyright power safety"
).split()
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def made_up_articles(count: int, *, seed: int = 1, words: int = 700) -> list[Article]:
    """`count` articles of about `words` words from twelve outlets, each a story of its own."""
    random = Random(seed)
    names = ["".join(random.choices(_SYLLABLES, k=3)).capitalize() for _ in range(400)]
    return [_article(random, names, number, words) for number in range(count)]


def _article(random: Random, names: list[str], number: int, words: int) -> Article:
    paragraphs: list[str] = []
    left = words
    while left > 0:
        sentences = [_sentence(random, names) for _ in range(random.randint(2, 4))]
        left -= sum(len(sentence.split()) for sentence in sentences)
        paragraphs.append(" ".join(sentences))
    outlet = f"outlet{number % 12}"
    url = f"https://{outlet}.example/{number}"
    text = "\n\n".join(paragraphs)
    return Article(
        id=article_id(url, text),
        url=url,
        title=f"{random.choice(names)} {random.choice(_WORDS)} {random.choice(names)} {number}",
        source=outlet.capitalize(),
        published=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number),
        fetched=FETCHED,
        language="en",
        text=text,
    )


def _sentence(random: Random, names: list[str]) -> str:
    drawn = [random.choice(names if random.random() < 0.2 else _WORDS) for _ in range(random.randint(8, 28))]
    drawn[random.randrange(len(drawn))] = str(random.randint(2, 9000))
    return " ".join([drawn[0].capitalize(), *drawn[1:]]) + "."
