"""What is found and chosen for each question of a request, and what other outlets tell of one that is not here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stories import STORIES, article, day

from rag import Newsroom, open_newsroom
from rag.asked.request import read_request
from rag.choose.chooser import MOST_SENTENCES
from rag.choose.gather import Gathered, Gatherer
from rag.choose.weigh import ANSWER_FROM

LAGOS = article(
    "Borealis will open an office in Lagos, Bloomberg reported on Monday. The office is to have 200 engineers.",
    title="Borealis plans an office in Lagos",
    source="The Paper",
    url="https://paper.example/borealis-lagos",
    published=day(2023, 8, 1),
)
LIMA = article(
    "Borealis will open an office in Lima, a spokesman said. The office is to have 70 engineers.",
    title="Borealis plans an office in Lima",
    source="Wired",
    url="https://wired.example/borealis-lima",
    published=day(2023, 8, 4),
)
WHERE = "where will Borealis open an office?"
BY_BLOOMBERG = f"According to Bloomberg, {WHERE}"
BY_FORTUNE = f"According to Fortune, {WHERE}"
JOINED = "Who joined Borealis as head of its scaling group"
HOLDS = "how many graphics processors does Basalt hold?"
MAYOR = "who is the mayor of Toronto?"


@pytest.fixture(scope="module")
def room(embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The eight stories, one on an office that credits Bloomberg, and one on another office that credits nobody."""
    with open_newsroom(tmp_path_factory.mktemp("offices"), embedder=embedder) as opened:
        opened.ingest([*STORIES, LAGOS, LIMA])
        yield opened


def gathered(room: Newsroom, question: str) -> list[Gathered]:
    request = read_request(question, room.catalogue.outlets())
    return Gatherer(room.passages, room._hybrid, room.reader).gather(request)


def cited(answer) -> set[str]:
    return {citation.article_id for citation in answer.citations}


# Outlets that are not here ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [BY_BLOOMBERG, "What did Bloomberg report about the office of Borealis?"])
def test_what_an_outlet_that_is_not_here_reported_is_answered_from_an_article_that_credits_it(room, question):
    answer = room.ask(question)
    assert answer.status == "answered"
    assert "Lagos" in answer.sentences[0].text
    assert cited(answer) == {LAGOS.id}
    assert answer.reading.sources == ("Bloomberg",)
    (remark,) = answer.notes
    assert "No article here is from Bloomberg" in remark
    assert answer.text.endswith(remark)


def test_the_same_question_without_the_outlet_is_answered_from_every_article_and_without_a_remark(room):
    answer = room.ask(WHERE)
    assert cited(answer) == {LAGOS.id, LIMA.id}
    assert answer.notes == ()


def test_of_two_outlets_that_are_not_here_one_credited_is_enough(room):
    answer = room.ask(f"According to Bloomberg and Fortune, {WHERE}")
    assert cited(answer) == {LAGOS.id}


def test_an_outlet_that_no_article_credits_is_refused_and_named(room):
    answer = room.ask(BY_FORTUNE)
    assert (answer.status, answer.reason) == ("abstained", "unknown_source")
    assert "No article here is from Fortune" in answer.text
    assert "Reuters" in answer.text
    assert answer.related == ()
    assert room.confidence(BY_FORTUNE) == 0


@pytest.mark.parametrize("asked", ["how many graphics processors does Basalt hold?", MAYOR])
def test_what_the_articles_that_credit_an_outlet_do_not_say_is_refused_for_want_of_the_outlet(room, asked):
    answer = room.ask(f"According to Bloomberg, {asked}")
    assert (answer.status, answer.reason) == ("abstained", "unknown_source")
    assert "Bloomberg" in answer.text


def test_an_outlet_that_is_here_is_asked_itself_though_another_is_not(room):
    answer = room.ask("According to Wired and Bloomberg, where will Borealis open an office?")
    assert cited(answer) == {LIMA.id}
    (remark,) = answer.notes
    assert "Bloomberg" in remark
    assert "Wired" not in remark


def test_an_outlet_given_as_an_option_is_meant_as_the_source_itself(room):
    answer = room.ask(BY_BLOOMBERG, sources=["Bloomberg"])
    assert (answer.status, answer.reason) == ("abstained", "unknown_source")
    assert room.search(BY_BLOOMBERG, sources=["Bloomberg"]) == []


def test_an_article_that_credits_the_outlet_on_another_day_does_not_count(room):
    assert room.ask(BY_BLOOMBERG, since="2023-08-01", until="2023-08-01").status == "answered"
    for limits in ({"since": "2023-08-02"}, {"until": "2023-07-31"}):
        assert room.ask(BY_BLOOMBERG, **limits).reason == "unknown_source"
        assert room.search(BY_BLOOMBERG, **limits) == []


def test_search_finds_what_the_articles_that_credit_the_outlet_say_and_nothing_else(room):
    assert {passage.article_id for passage in room.search(BY_BLOOMBERG)} == {LAGOS.id}
    assert room.search(BY_FORTUNE) == []
    assert len(room.search(WHERE)) > 1


def test_each_of_several_questions_is_asked_of_the_articles_that_credit_the_outlet(room):
    answer = room.ask(f"According to Bloomberg, {WHERE[:-1]} and {MAYOR}")
    assert cited(answer) == {LAGOS.id}
    assert len(answer.notes) == 2
    assert "mayor of Toronto" in answer.notes[0]
    assert "Bloomberg" in answer.notes[1]


# Several questions at once ------------------------------------------------------------------------------------------


def test_one_question_is_gathered_once_and_whole(room):
    (one,) = gathered(room, f"{JOINED}?")
    assert one.question.text == f"{JOINED}?"
    assert one.found.passages
    assert one.choice.answers
    assert one.retrieve_ms > 0


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (f"{JOINED}, and {HOLDS}", ["Mara Lindqvist", "140,000"]),
        (f"Who sued Quillon, {WHERE[:-1]}, and {HOLDS}", ["novelists", "Borealis will open", "140,000"]),
    ],
)
def test_each_of_several_questions_is_gathered_by_itself_in_their_order(room, question, said):
    parts = gathered(room, question)
    assert len(parts) == len(said)
    for part, words in zip(parts, said, strict=True):
        assert words in part.choice.sentences[0].text
    shown = [len(part.choice.sentences) for part in parts]
    assert min(shown) >= 1
    assert sum(shown) <= max(MOST_SENTENCES, 2 * len(parts))


def test_a_sentence_is_as_sure_as_it_is_for_its_own_question(room):
    alone = [room.ask(f"{JOINED}?").sentences[0].score, room.ask(HOLDS).sentences[0].score]
    together = room.ask(f"{JOINED}, and {HOLDS}")
    assert [sentence.score for sentence in together.sentences] == pytest.approx(alone, abs=0.01)


def test_a_sentence_that_answers_two_questions_is_shown_once_and_as_sure_as_for_the_first(room):
    first, second = f"{JOINED}?", "when did Mara Lindqvist join Borealis?"
    alone = [room.ask(asked).sentences[0] for asked in (first, second)]
    assert alone[0].text == alone[1].text
    apart = abs(alone[0].score - alone[1].score)
    together = room.ask(f"{first[:-1]}, and {second}").sentences
    assert [sentence.text for sentence in together].count(alone[0].text) == 1
    assert abs(together[0].score - alone[0].score) < apart / 2


def test_a_sentence_that_two_passages_share_is_cited_once(embedder, tmp_path):
    shared = "Ines Falk was named head of Dunmore on Tuesday."
    long = article(
        f"{'The board of Dunmore met in Cork and heard what the search for a new head had cost. ' * 7}{shared} "
        f"{'Falk ran the cloud business of Marrow before, and sold its maps to banks and to insurers. ' * 7}",
        title="A head for Dunmore",
    )
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest([long])
        holding = [passage for passage in room.search("Ines Falk Dunmore") if shared in passage.text]
        asked = "Who was named head of Dunmore after the search by its board, and when was Falk of Marrow named head?"
        chosen = [one.choice.sentences[0] for one in gathered(room, asked)]
        citations = room.ask(asked).citations
    assert len(holding) == 2
    assert [candidate.text for candidate in chosen] == [shared, shared]
    assert len({candidate.stored.key for candidate in chosen}) == 2
    assert [citation.quote for citation in citations].count(shared) == 1


def test_the_one_question_of_several_that_is_answered_shows_what_disagrees_on_it(room):
    (conflict,) = room.ask(WHERE).conflicts
    assert room.ask(f"{MAYOR[:-1]}, and {WHERE}").conflicts == (conflict,)


def test_what_answers_one_question_does_not_answer_the_other(room):
    joined, mayor = gathered(room, f"{JOINED}, and {MAYOR}")
    assert joined.choice.answers
    assert not mayor.choice.answers
    answer = room.ask(f"{JOINED}, and {MAYOR}")
    assert answer.status == "answered"
    assert all("Lindqvist" in citation.quote for citation in answer.citations)
    (remark,) = answer.notes
    assert "mayor of Toronto" in remark


def test_several_questions_of_which_none_is_answered_are_refused(room):
    asked = "Who is the mayor of Toronto, and when was Zephyrine founded?"
    assert len(gathered(room, asked)) == 2
    assert room.ask(asked).status == "abstained"


def test_of_two_outlets_asked_the_one_that_says_nothing_near_it_is_not_quoted(room):
    answer = room.ask("What did Wired and Reuters report about the sales of Quarry Semiconductor?")
    assert {citation.source for citation in answer.citations} == {"Reuters"}


# What is decided by -------------------------------------------------------------------------------------------------

QUESTIONS = (
    f"{JOINED}?",
    HOLDS,
    MAYOR,
    BY_BLOOMBERG,
    BY_FORTUNE,
    f"{JOINED}, and {MAYOR}",
    "Who is the mayor of Toronto, and when was Zephyrine founded?",
    "What was Zephyrine's revenue last quarter?",
    "How much money did Lumen Tongue raise?",
    "How many employees does Quarry Semiconductor have?",
    "",
    "?!",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_confidence_is_what_is_decided_by(room, question):
    confidence = room.confidence(question)
    assert 0 <= confidence <= 1
    assert (confidence >= ANSWER_FROM) == (room.ask(question).status == "answered")


def test_what_can_not_be_searched_has_no_confidence(room, embedder, tmp_path):
    assert room.confidence("") == 0
    assert room.confidence(HOLDS, since="2031-01-01") == 0
    assert room.confidence(HOLDS, sources=["Nowhere Times"]) == 0
    with open_newsroom(tmp_path, embedder=embedder) as empty:
        assert empty.confidence(HOLDS) == 0


def test_of_several_questions_the_one_answered_best_is_the_confidence(room):
    alone = [room.confidence(f"{JOINED}?"), room.confidence(MAYOR)]
    assert room.confidence(f"{JOINED}, and {MAYOR}") == pytest.approx(max(alone), abs=0.02)


def test_limits_and_readings_switched_off_count_for_the_confidence(room):
    assert room.confidence(HOLDS, sources=["Wired"]) < ANSWER_FROM <= room.confidence(HOLDS)
    assert room.confidence(BY_FORTUNE) < room.confidence(BY_FORTUNE, ignore="sources")
