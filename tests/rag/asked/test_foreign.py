"""Questions and articles in other languages than English: answered by words, names and meaning, or refused and told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from stories import article, day

from rag import Newsroom, open_newsroom
from rag.models.encoder import SentenceTransformerEmbedder

ARTICLES = [
    replace(
        article(
            "Der Versorger Halmbach baut in Dresden eine Chipfabrik für 900 Millionen Euro. "
            "Der Bau beginnt am 4. Oktober 2026.",
            title="Halmbach baut in Dresden",
            url="https://blatt.example/bau",
            published=day(2026, 5, 4),
        ),
        language="de",
    ),
    replace(
        article(
            "L'éditeur Orvane a ouvert lundi un bureau à Nantes avec 40 salariés. Le bureau est dirigé par Anne Sorel.",
            title="Orvane ouvre un bureau à Nantes",
            url="https://gazette.example/bureau",
            published=day(2026, 5, 6),
        ),
        language="fr",
    ),
    article(
        "Marlowe bought the voice firm Tessel Systems for $12 million on Monday. Tessel has 30 engineers.",
        title="Marlowe buys Tessel",
        url="https://paper.example/tessel",
        published=day(2026, 5, 8),
    ),
    article(
        "Orbeline named Ines Holt chief executive on Tuesday. Holt ran the cloud business of Kestrel until May.",
        title="Orbeline names a chief",
        url="https://paper.example/holt",
        published=day(2026, 5, 12),
    ),
]


@pytest.fixture(scope="module")
def room(embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """An article in German, one in French, two in English."""
    with open_newsroom(tmp_path_factory.mktemp("foreign"), embedder=embedder) as opened:
        opened.ingest(ARTICLES)
        yield opened


@pytest.mark.parametrize(
    ("question", "said", "language"),
    [
        ("Wann beginnt der Bau in Dresden?", "am 4. Oktober 2026", "German"),
        ("Qui dirige le bureau d'Orvane à Nantes ?", "Anne Sorel", "French"),
        ("¿Cuánto pagó Marlowe por Tessel Systems?", "$12 million", "Spanish"),
    ],
)
def test_a_question_is_answered_in_whatever_language_the_article_is_and_told_that_it_is_not_read(
    room, question, said, language
):
    answer = room.ask(question)
    assert said in answer.sentences[0].text
    assert answer.reading.spelled == ()
    assert answer.notes[0].startswith(f"The question is in {language}, which is not read")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("¿Quién dirige Marlowe?", "The question seems to be in Spanish."),
        ("Wie viele Einwohner hat Dresden?", "The question seems to be in German."),
        ("Who founded the office of Orvane in Nantes?", "The nearest article is in French"),
    ],
)
def test_a_refusal_says_that_a_language_is_not_read(room, question, told):
    answer = room.ask(question)
    assert answer.status == "abstained"
    assert told in answer.text


def test_where_somebody_worked_is_told_by_the_post_they_held(room):
    assert "Kestrel" in room.ask("Where did Ines Holt work before?").text
