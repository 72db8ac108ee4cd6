"""Questions for what is new are answered with the stories of that time, and with no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from stories import article, day

from rag import Answer, Newsroom, open_newsroom
from rag.asked.question import read_question
from rag.models.encoder import SentenceTransformerEmbedder

SPRING = article(
    "Tessel opened an office in Riga on Friday. It has 40 desks.",
    title="Tessel in Riga",
    url="https://paper.example/riga",
    published=day(2026, 4, 3),
)
FINE = article(
    "A court in Lyon fined Orbeline 2 million euros on Tuesday. Orbeline will appeal.",
    title="Orbeline is fined",
    url="https://paper.example/fine",
    published=day(2026, 5, 12),
)
CHIP = article(
    "Marlowe Chips showed a chip for hearing aids on Monday. The chip costs $11.",
    title="A chip for ears",
    url="https://paper.example/chip",
    published=day(2026, 5, 18),
)
UNDATED = article(
    "Vesper will keep chats for 18 months.", title="Vesper keeps chats", url="https://paper.example/chats"
)
FRENCH = replace(
    article(
        "La ville de Lyon achète 300 robots pour ses écoles.",
        title="Des robots à Lyon",
        url="https://gazette.example/robots",
        published=day(2026, 5, 19),
    ),
    language="fr",
)


@pytest.fixture(scope="module")
def room(embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Five small articles, one of them undated and one in French."""
    with open_newsroom(tmp_path_factory.mktemp("overview"), embedder=embedder) as opened:
        opened.ingest([SPRING, FINE, CHIP, UNDATED, FRENCH])
        yield opened


def titles(answer: Answer) -> list[str]:
    return [citation.title for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "asked", "expected"),
    [
        ("What happened today?", date(2026, 5, 18), [CHIP.title]),
        ("What is new in AI this week?", date(2026, 5, 18), [CHIP.title, FINE.title]),
        ("What happened in AI this month?", date(2026, 5, 17), [FINE.title]),
        ("Summarise the AI news of April 2026.", date(2026, 5, 20), [SPRING.title]),
        ("Any AI news this month?", date(2026, 5, 20), [FRENCH.title, CHIP.title, FINE.title]),
        ("What happened yesterday?", date(2026, 5, 13), [FINE.title]),
        ("What did I miss this week?", date(2026, 4, 4), [SPRING.title]),
        ("What is new?", date(2026, 5, 13), [FINE.title, SPRING.title]),
    ],
)
def test_each_story_of_the_time_asked_about_is_told_newest_first_and_no_later_or_undated_one(
    room, question, asked, expected
):
    answer = room.ask(question, asked=asked)
    assert titles(answer) == expected
    assert answer.sentences[0].text in room.article(answer.citations[0].article_id).text


@pytest.mark.parametrize(
    ("question", "asked", "words"),
    [
        ("Any AI news today?", "2026-05-14", "of 14 May 2026. The newest before is of 12 May 2026."),
        (
            "What is new this week?",
            "2026-04-25",
            "from 19 Apr 2026 to 25 Apr 2026. The newest before is of 3 Apr 2026.",
        ),
        ("What happened yesterday?", "2026-01-02", "of 1 Jan 2026."),
    ],
)
def test_where_that_time_has_no_article_none_is_shown_and_the_newest_before_is_named(room, question, asked, words):
    answer = room.ask(question, asked=asked)
    assert (answer.status, answer.reason) == ("abstained", "outside_dates")
    assert answer.text == f"There is no article here {words}"


def test_what_a_name_announced_in_a_time_is_the_story_on_it_though_no_sentence_says_announced(room):
    assert titles(room.ask("What did Marlowe Chips announce in May 2026?")) == [CHIP.title]
    assert titles(room.ask("Any news on Orbeline this month?", asked="2026-05-20")) == [FINE.title]
    assert room.ask("What did Tessel announce in May 2026?").status == "abstained"


@pytest.mark.parametrize(
    ("question", "general"),
    [
        ("What happened today?", True),
        ("what's new in ai this week", True),
        ("Latest AI news?", True),
        ("What happened?", False),
        ("What happened at OpenAI today?", True),
        ("What happened to OpenAI's board today?", False),
        ("What did The Verge report this week?", False),
        ("Who was hired this week?", False),
    ],
)
def test_a_question_that_asks_of_more_than_a_name_and_a_time_is_none_for_what_is_new(question, general):
    assert read_question(question, date(2026, 5, 20), {"theverge": "The Verge"}).general == general
