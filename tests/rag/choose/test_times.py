"""A question's time is the time of what happened: figures of other quarters, years and versions never answer it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from stories import article, day

from rag import Answer, Newsroom, open_newsroom
from rag.asked.question import read_question
from rag.choose.times import time_told
from rag.models.encoder import SentenceTransformerEmbedder

ASKED = date(2026, 3, 1)
YEAR = article(
    "Ostrava Optics had revenue of €4.1 billion in 2024, up from €3.6 billion in 2023. Its profit was €300 million.",
    title="Ostrava Optics grows",
    url="https://paper.example/year",
    published=day(2025, 2, 4),
)
SPRING = article(
    "Ostrava Optics had revenue of €1.3 billion in the second quarter of 2025, up from €1.1 billion a year earlier. "
    "In the first quarter it was €1.2 billion.\n\nThe lens maker has 8,000 employees.",
    title="Ostrava's second quarter",
    url="https://paper.example/spring",
    published=day(2025, 7, 29),
)
AUTUMN = article(
    "Ostrava Optics reported Q3 2025 revenue of €1.5 billion on Tuesday. It expects more for the year.",
    title="Ostrava's autumn",
    url="https://paper.example/autumn",
    published=day(2025, 10, 28),
)
ROUND = article(
    "The start-up Halvard raised $70 million on Monday. The money came from Corbel Partners.",
    title="Halvard raises money",
    url="https://paper.example/round",
    published=day(2025, 5, 5),
)
LATER = article(
    "Halvard raised $200 million in its second round. In May it had raised $70 million.",
    title="Halvard raises more",
    url="https://paper.example/later",
    published=day(2025, 11, 3),
)
FIRST = article(
    "Wicker shipped version 1 of its compiler. Version 1 costs $20 a month and knows four languages.",
    title="Wicker ships version 1",
    url="https://paper.example/one",
)
SECOND = article(
    "Wicker shipped version 2 of its compiler on Thursday. Version 2 costs $25 a month.",
    title="Wicker ships version 2",
    url="https://paper.example/two",
    published=day(2025, 3, 6),
)


@pytest.fixture(scope="module")
def room(embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Seven small articles with quarters, years, rounds and versions."""
    with open_newsroom(tmp_path_factory.mktemp("times"), embedder=embedder) as opened:
        opened.ingest([YEAR, SPRING, AUTUMN, ROUND, LATER, FIRST, SECOND])
        yield opened


def shown(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "figure", "others"),
    [
        ("What was Ostrava's revenue in the third quarter of 2025?", "€1.5", ("€1.3", "€1.2", "€4.1")),
        ("What was Ostrava's Q1 2025 revenue?", "€1.2", ("€1.5", "€4.1")),
        ("What was Ostrava's second-quarter revenue in 2024?", "€1.1", ("€1.5", "€4.1")),
        ("What was Ostrava's revenue in 2024?", "€4.1", ("€1.5", "€1.2")),
        ("How did Ostrava's revenue change from 2023 to 2024?", "€3.6", ("€1.5",)),
        ("What was Ostrava's profit in 2024?", "€300 million", ("€1.5",)),
        ("How much did Halvard raise in May 2025?", "$70 million", ("$200",)),
        ("How much did Halvard raise in November 2025?", "$200 million", ("$70",)),
    ],
)
def test_a_figure_is_of_the_period_asked_about(room, question, figure, others):
    answer = room.ask(question, asked=ASKED)
    assert figure in shown(answer)
    assert not any(other in answer.sentences[0].text for other in others)


@pytest.mark.parametrize(
    "question",
    [
        "What was Ostrava's revenue in Q4 2025?",
        "What was Ostrava's revenue in 2022?",
        "What was Ostrava's profit in 2023?",
        "What was Ostrava's revenue in the third quarter of fiscal 2024?",
        "How much did Halvard raise in 2024?",
    ],
)
def test_a_figure_of_another_period_is_no_answer(room, question):
    answer = room.ask(question, asked=ASKED)
    assert answer.status == "abstained"


def test_a_refusal_says_which_periods_are_here(room):
    text = room.ask("What was Ostrava's revenue in Q4 2025?", asked=ASKED).text
    assert text == (
        "No article here states this for the fourth quarter of 2025. What they state is of the third quarter of 2025, "
        "the second quarter of 2025, the first quarter of 2025 and the second quarter of 2024."
    )


def test_a_figure_of_another_version_is_no_answer(room):
    assert "$25" in shown(room.ask("What does Wicker version 2 cost?"))
    assert "$20" not in shown(room.ask("What does Wicker version 2 cost?"))
    assert "$20" in shown(room.ask("What does Wicker version 1 cost?"))
    assert room.ask("What does Wicker version 3 cost?").status == "abstained"


def test_what_is_asked_of_several_things_is_answered_for_each(room):
    answer = room.ask("What did Ostrava Optics, Halvard and Wicker announce in 2025?", asked=ASKED)
    assert len(answer.sentences) == len(answer.reading.parts) == 3
    for name, sentence in zip(("Ostrava", "Halvard", "Wicker"), answer.sentences, strict=True):
        assert name in sentence.text
    assert room.ask("What did Ostrava Optics, Halvard and Wicker announce?", ignore="parts").reading.parts == ()


def test_both_sides_of_a_comparison_are_shown(room):
    said = shown(room.ask("How do Wicker version 1 and Wicker version 2 differ in price?"))
    assert "$20" in said
    assert "$25" in said


@pytest.mark.parametrize(
    ("question", "sentence", "published", "share", "barred"),
    [
        (
            "How much did Mistral raise in May 2023?",
            "Mistral, founded in April 2022, raised $5m.",
            "2023-05-04",
            0.5,
            False,
        ),
        ("How much did Mistral raise in May 2023?", "Mistral had raised $5m in June 2022.", "2023-05-04", 0.0, True),
        ("How much did Mistral raise in May 2023?", "Mistral raised $5m.", "2024-05-04", 0.0, True),
        ("Who left Mistral in May 2023?", "Ann Lee, who joined in 2021, left Mistral.", "2023-05-04", 0.0, False),
        ("Who left Mistral in May 2023?", "Ann Lee left Mistral, it said on 5 June.", "2023-06-05", 0.5, False),
        ("Who left Mistral in 2023?", "Ann Lee left Mistral on Sunday.", "2023-05-04", 0.5, False),
        ("Who left Mistral in May 2023?", "Ann Lee left Mistral.", "2024-05-04", 0.0, False),
        ("Who left Mistral in May 2023?", "Ann Lee left Mistral in May 2023.", "2024-05-04", 1.0, False),
        ("Who left Mistral since May 2023?", "Ann Lee left Mistral.", "2022-05-04", 0.0, True),
        ("Who left Mistral since May 2023?", "Ann Lee left Mistral.", None, 0.0, True),
        ("Who left Mistral before 2023?", "Ann Lee left Mistral in May 2022.", "2024-05-04", 1.0, False),
        ("What was its revenue in 2023?", "Revenue was $5m.", "2024-01-30", 0.5, False),
        ("What was its revenue in Q4 2023?", "Revenue was $5m.", "2024-01-30", 0.5, False),
        ("What was its revenue in Q4 2023?", "Revenue was $5m.", "2023-11-30", 0.0, True),
        ("What was its revenue in Q4 2023?", "Profit was $5m in Q4 2023.", "2024-01-30", 0.0, True),
        ("What was its revenue in the fourth quarter?", "Revenue was $5m in Q4 2023.", "2024-01-30", 0.5, False),
        ("What was its revenue in the fourth quarter?", "Revenue was $5m in Q4 2025.", "2026-01-30", 1.0, False),
        ("What was its revenue in the fourth quarter?", "Revenue was $5m in Q3 2025.", "2025-10-30", 0.5, True),
        ("Who left Mistral?", "Ann Lee left Mistral in 2019.", "2019-05-04", 1.0, False),
    ],
)
def test_a_sentence_tells_of_a_time_by_its_words_or_else_by_its_article(question, sentence, published, share, barred):
    day_of_article = date.fromisoformat(published) if published else None
    told = time_told(read_question(question, ASKED), sentence, "", "News", day_of_article)
    assert (told.share, told.barred) == (share, barred)


def test_a_forecast_in_the_sentence_before_does_not_date_the_figure_of_the_year_that_is_over():
    question = read_question("What was Doverline's profit in 2024?", ASKED)
    told = time_told(question, "Its profit was $9m.", "It expects $3bn in 2025.", "Doverline earns", date(2025, 1, 28))
    assert (told.share, told.barred) == (0.5, False)
