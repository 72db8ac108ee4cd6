"""Eight small articles about companies that do not exist, for tests that say which sentence an answer must quote."""

from __future__ import annotations

from datetime import UTC, datetime

from corpus.article import Article, article_id

FETCHED = datetime(2024, 1, 15, 9, tzinfo=UTC)


def day(year: int, month: int, number: int, hour: int = 9) -> datetime:
    return datetime(year, month, number, hour, tzinfo=UTC)


def article(
    text: str,
    *,
    title: str = "A headline",
    source: str = "The Paper",
    url: str | None = None,
    published: datetime | None = None,
    updated: datetime | None = None,
    fetched: datetime = FETCHED,
    authors: tuple[str, ...] = (),
) -> Article:
    """An article with the id its address or its words give it."""
    return Article(
        id=article_id(url, text),
        title=title,
        source=source,
        text=text,
        url=url,
        published=published,
        updated=updated,
        fetched=fetched,
        authors=authors,
    )


HIRING = article(
    "Borealis has spent the spring hiring engineers away from its rivals. Mara Lindqvist, who ran battery software at "
    "Halden Motors, joined Borealis on Monday as head of its scaling group. Two researchers from Quillon followed her, "
    "the company said.\n\n"
    "The scaling group keeps the computers running on which Borealis trains its models. Its largest machine, Basalt, "
    "holds more than 140,000 graphics processors. Few outsiders have seen the hall in which it stands.\n\n"
    "Rivals have complained about the pay that Borealis offers. A spokesman for Quillon called the offers “absurd”.",
    title="Borealis builds a scaling group",
    source="The Guardian",
    url="https://www.theguardian.example/borealis-scaling",
    published=day(2023, 5, 2),
    authors=("Ada Example",),
)
RESULTS = article(
    "Quarry Semiconductor reported record sales on Wednesday. Revenue rose to $3.5 billion in the first quarter, up "
    "from $1.9 billion a year earlier. The chip maker said that orders from data centres explained nearly all "
    "of the growth.\n\n"
    "Shares of Quarry rose by 11 percent after the report. The board will pay a dividend for the first time.",
    title="Quarry reports record sales",
    source="Reuters",
    url="https://reuters.example/quarry-results",
    published=day(2023, 5, 24),
)
LAWSUIT = article(
    "Four novelists sued Quillon in a federal court in Boston on Friday. They accuse the start-up of training its "
    "chatbot on pirated copies of their books. Quillon said that it would defend itself.\n\n"
    "The novelists ask the court for damages of $40 million and for an order to destroy the copies.",
    title="Novelists sue Quillon over training data",
    source="theguardian.com",
    url="https://www.theguardian.example/quillon-lawsuit",
    published=day(2023, 6, 9),
)
RELEASE = article(
    "Quillon released its second language model, Heron 2, on Tuesday. The model reads up to 90,000 words at once and "
    "answers in eleven languages. Developers may download its weights without paying.\n\n"
    "Heron 2 was trained for four months on a cluster in northern Norway.",
    title="Quillon opens Heron 2 to developers",
    source="Wired",
    url="https://wired.example/heron-2",
    published=day(2023, 6, 20),
)
RULES = article(
    "The parliament of Estmark adopted a law on facial recognition after two years of debate. The law forbids the "
    "police to scan crowds with cameras unless a judge has agreed. Companies that break it pay up to four percent of "
    "their yearly turnover.",
    title="Estmark restricts facial recognition",
    source="Wired",
    url="https://wired.example/estmark-law",
    published=None,
)
FUNDING = article(
    "The translation start-up Lumen Tongue raised $60 million from investors led by Parnassus Capital. Its founder, "
    "Ines Okafor, said that the money would pay for offices in Lagos and São Paulo.",
    title="Lumen Tongue raises $60 million",
    source="TechCrunch",
    url="https://techcrunch.example/lumen-tongue",
    published=day(2023, 3, 10),
)
POWER = article(
    "Borealis will buy the output of a nuclear power station at Skarholm for twenty years. The station closed in 2014 "
    "and is to be restarted by 2027. Neither side disclosed the price.",
    title="Borealis buys nuclear power",
    source="Reuters",
    url="https://reuters.example/borealis-power",
    published=day(2023, 9, 21),
)
ROBOTS = article(
    "Halden Motors halted its fleet of driverless taxis in the city of Port Vance after a collision with a fire "
    "engine. No one was hurt. The city’s mayor, Tomas Reyes, asked for an inquiry before the taxis return.",
    title="Halden halts driverless taxis",
    source="The Paper",
    url="https://paper.example/halden-taxis",
    published=day(2023, 10, 30),
)
STORIES = (HIRING, RESULTS, LAWSUIT, RELEASE, RULES, FUNDING, POWER, ROBOTS)
