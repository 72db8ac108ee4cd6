"""Answers and abstentions with the real embedding model, on small articles about companies that do not exist."""

from __future__ import annotations

import asyncio

import pytest
from stories import FUNDING, HIRING, LAWSUIT, RELEASE, RESULTS, RULES, STORIES, article

from corpus.errors import GroundwireError
from rag import Newsroom, open_newsroom


def quotes(answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "story", "said"),
    [
        ("Who did Borealis hire from Halden Motors?", HIRING, "Mara Lindqvist"),
        ("Who joined Borealis as head of its scaling group?", HIRING, "Mara Lindqvist"),
        ("How many graphics processors does Basalt hold?", HIRING, "more than 140,000 graphics processors"),
        ("What was Quarry's revenue in the first quarter?", RESULTS, "$3.5 billion"),
        ("Where did the novelists sue Quillon?", LAWSUIT, "Boston"),
        ("How much money did Lumen Tongue raise?", FUNDING, "$60 million"),
    ],
)
def test_the_first_sentence_is_the_one_that_answers(newsroom, question, story, said):
    answer = newsroom.ask(question)
    assert answer.status == "answered"
    assert said in answer.sentences[0].text
    assert answer.citations[0].article_id == story.id
    assert said in story.text[answer.citations[0].start : answer.citations[0].end]
    assert len(answer.sentences) <= 3


def test_each_sentence_is_introduced_by_its_outlet_and_day_and_followed_by_its_number(newsroom):
    answer = newsroom.ask("Who did Borealis hire from Halden Motors?")
    assert answer.text.startswith("The Guardian, 2 May 2023: “Mara Lindqvist,")
    assert "scaling group.” [1]" in answer.text
    assert answer.citations[0].authors == ("Ada Example",)
    assert answer.newest_evidence == HIRING.published.date()
    assert answer.mode == "extractive"


def test_an_article_without_a_date_is_called_undated(newsroom):
    answer = newsroom.ask("What does the law of Estmark forbid the police to do?")
    assert answer.text.startswith("Wired, undated: “The law forbids the police")
    assert answer.citations[0].published is None
    assert answer.citations[0].article_id == RULES.id
    assert answer.newest_evidence is None


@pytest.mark.parametrize(
    ("question", "story"),
    [
        ("who did borealis hire from halden motors", HIRING),
        ("WHO DID BOREALIS HIRE FROM HALDEN MOTORS?", HIRING),
        ("Who did Borealsi hire from HaldenMotors?", HIRING),
        ("In how many languages does Heron2 answer?", RELEASE),
        ("how much money did lumen tonge raise", FUNDING),
    ],
)
def test_a_question_is_answered_alike_in_any_case_and_with_a_letter_wrong(newsroom, question, story):
    answer = newsroom.ask(question)
    assert answer.citations[0].article_id == story.id
    assert answer.reading.asked_as != question or not answer.reading.spelled


def test_a_further_sentence_is_never_on_another_version(embedder, tmp_path):
    costs = (
        "Quill 2.0 costs $30 a month, Pelican said on Tuesday.",
        "Quill 2.5 costs $25 a month, Pelican said on Friday.",
    )
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest([article(text, title=text[:9]) for text in costs])
        asked = room.ask("What does Quill 2.0 cost a month?")
    assert quotes(asked) == [costs[0]]
    assert asked.more == ()


def test_an_answer_says_how_the_question_was_read(newsroom):
    answer = newsroom.ask(
        "  How many graphics processors\ndoes Basalt hold? ", since="2023-05-01", sources=["The Guardian"]
    )
    assert answer.question == "  How many graphics processors\ndoes Basalt hold? "
    assert answer.reading.asked_as == "How many graphics processors does Basalt hold?"
    assert answer.reading.kind == "how_many"
    assert answer.reading.since.isoformat() == "2023-05-01"
    assert answer.reading.until is None
    assert answer.reading.sources == ("The Guardian",)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("In how many languages does Heron 2 answer?", "eleven languages"),
        ("How many words can Heron 2 read at once?", "90,000 words"),
    ],
)
def test_an_answer_in_a_few_sentences_cites_the_one_that_answers(newsroom, question, said):
    assert any(said in quote for quote in quotes(newsroom.ask(question)))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who raised 60m dollars?", "raised $60 million"),
        ("who raised USD 60,000,000 from investors", "raised $60 million"),
        ("Who asks the court for 0.04bn dollars?", "damages of $40 million"),
        ("What rose to $3,500m in the first quarter?", "$3.5 billion"),
        ("Which model reads 90k words at once?", "90,000 words"),
        ("Which machine holds 0.14m graphics processors?", "140,000 graphics processors"),
        ("Who pays 4% of their turnover?", "four percent"),
    ],
)
def test_a_figure_is_found_however_it_is_written(newsroom, question, said):
    assert said in newsroom.ask(question).sentences[0].text


@pytest.mark.parametrize(
    "question",
    ["Who raised $70 million from investors?", "Who raised 60 million euros from investors?", "Who raised $60bn?"],
)
def test_a_figure_that_no_article_states_is_not_answered_with_another(newsroom, question):
    answer = newsroom.ask(question)
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")


# Abstentions ---------------------------------------------------------------------------------------------------------


def assert_abstains(answer, reason: str, *words: str) -> None:
    assert (answer.status, answer.reason) == ("abstained", reason)
    assert answer.sentences == ()
    assert answer.citations == ()
    for word in words:
        assert word in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Who did Zephyrine hire from Halden Motors?",
        "What was Zephyrine's revenue last quarter?",
        "How many graphics processors does Zephyrine have?",
        "When was Zephyrine founded?",
        "Zephyrine funding round",
        "who did zephyrine hire from halden motors",
        "funding round of zephyrine",
        "WHO DID ZEPHYRINE HIRE?",
    ],
)
def test_a_company_that_no_article_mentions_is_named_in_the_abstention(newsroom, question):
    written = next(word for word in question.split() if word.casefold().startswith("zephyrine"))
    assert_abstains(newsroom.ask(question), "no_evidence", f"“{written[:9]}")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What was Quillon's revenue last quarter?", "Quillon"),
        ("Who is the chief executive of Quarry Semiconductor?", "Quarry"),
        ("Which university did Tomas Reyes attend?", "Reyes"),
        ("How many employees does Quarry Semiconductor have?", "Quarry"),
        ("When was Lumen Tongue founded?", "Lumen"),
    ],
)
def test_a_fact_that_no_article_states_of_a_known_name_is_abstained_from(newsroom, question, name):
    answer = newsroom.ask(question)
    assert_abstains(answer, "not_stated", name)
    assert answer.related, "the nearest passages are offered as related"


def test_what_is_related_is_an_exact_passage(newsroom):
    answer = newsroom.ask("Who is the chief executive of Quarry Semiconductor?")
    for passage in answer.related:
        assert newsroom.article(passage.article_id, passage.version).text[passage.start : passage.end] == passage.text


BASALT = "How many graphics processors does Basalt hold?"


@pytest.mark.parametrize("dates", [{"since": "2023-05-03"}, {"until": "2023-05-01"}])
def test_an_answer_outside_the_dates_is_said_to_stand_there(newsroom, dates):
    answer = newsroom.ask(BASALT, **dates)
    assert_abstains(answer, "outside_dates", "widen")
    assert "140,000" not in answer.text


@pytest.mark.parametrize("dates", [{"since": "2031-01-01"}, {"until": "1999-12-31"}, {"as_of": "1999-12-31"}])
def test_dates_without_any_article_are_said_to_be_empty(newsroom, dates):
    (day,) = dates.values()
    assert_abstains(newsroom.ask(BASALT, **dates), "outside_dates", day[:4])


def test_what_no_article_of_any_day_says_is_not_blamed_on_the_dates(newsroom):
    answer = newsroom.ask("Who did Zephyrine hire from Halden Motors?", since="2023-06-01")
    assert_abstains(answer, "no_evidence", "Zephyrine")


def test_an_unknown_outlet_is_named_beside_the_known_ones(newsroom):
    assert_abstains(newsroom.ask(BASALT, sources=["Nowhere Times"]), "unknown_source", "Nowhere Times", "Reuters")


def test_an_empty_home_says_how_to_fill_it(tmp_path, embedder):
    with open_newsroom(tmp_path, embedder=embedder) as room:
        assert_abstains(room.ask("Who joined Borealis?"), "empty_corpus", "groundwire ingest")


@pytest.mark.parametrize("question", ["", " \t\n", "x" * 10_000, "Who joined Borealis? " * 480, "?!… —", "🎉"])
def test_what_is_no_question_is_unclear(newsroom, question):
    answer = newsroom.ask(question)
    assert_abstains(answer, "unclear_question")
    assert len(answer.text) < 400
    assert answer.question == question


@pytest.mark.parametrize(
    "question",
    [
        "Wen hat Borealis von Halden Motors abgeworben?",
        "谁从哈尔登汽车加入了北极光?",
        "من انضم إلى Borealis؟",
        "Кто возглавил Borealis?",
    ],
)
def test_a_question_in_another_language_gets_an_answer_or_an_abstention(newsroom, question):
    answer = newsroom.ask(question)
    assert answer.status in ("answered", "abstained")
    assert answer.text
    assert answer.question == question
    assert (answer.notes or (answer.text,))[0].startswith(("The question is in", "No article here says."))
    assert any(language in answer.text for language in ("German", "Chinese", "Arabic", "Russian"))


@pytest.mark.parametrize("mode", ["gpt", "abstractive"])
def test_an_unknown_mode_is_an_error_and_no_abstention(newsroom, mode):
    with pytest.raises(GroundwireError, match=mode):
        newsroom.ask(BASALT, mode=mode)
    assert newsroom.ask(BASALT, mode="extractive") == newsroom.ask(BASALT)


def test_the_day_of_asking_decides_what_this_week_means(tmp_path, embedder):
    """Two articles say the same of two weeks; "this week" keeps to the one of the week up to it."""
    early, late = (
        article(
            f"Borealis hired {name} from Tesla as its new head of research.",
            url=f"https://paper.example/{number}",
            published=story.published,
        )
        for number, (name, story) in enumerate([("Ada Brook", HIRING), ("Bo Carter", RELEASE)])
    )
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest([early, late])
        for story in (early, late):
            found = room.search("Who did Borealis hire from Tesla this week?", asked=story.published.date())
            assert found[0].article_id == story.id


# Ways of asking ------------------------------------------------------------------------------------------------------


def test_a_stream_grows_to_what_ask_returns(newsroom):
    question = "What was Quarry's revenue in the first quarter?"
    *grown, last = newsroom.stream(question)
    assert last == newsroom.ask(question)
    assert [len(answer.sentences) for answer in grown] == list(range(1, len(last.sentences) + 1))


def test_the_awaited_forms_say_the_same(newsroom):
    async def both():
        return await newsroom.aask(BASALT), [answer async for answer in newsroom.astream(BASALT)]

    awaited, streamed = asyncio.run(both())
    assert awaited == newsroom.ask(BASALT) == streamed[-1]


def test_the_awaited_forms_ignore_the_same_readings(newsroom):
    question = "According to Wired, how much did Lumen Tongue raise?"

    async def both(**options):
        awaited = await newsroom.aask(question, **options)
        return awaited, [answer async for answer in newsroom.astream(question, **options)]

    awaited, streamed = asyncio.run(both())
    assert awaited == streamed[-1]
    assert (awaited.status, awaited.reading.sources) == ("abstained", ("Wired",))
    awaited, streamed = asyncio.run(both(ignore=["sources"]))
    assert awaited == newsroom.ask(question, ignore=["sources"]) == streamed[-1]
    assert (awaited.reading.sources, awaited.reading.ignored) == ((), ("sources",))
    assert "$60 million" in awaited.sentences[0].text


def test_the_awaited_forms_refuse_a_reading_that_there_is_not(newsroom):
    async def streamed():
        return [answer async for answer in newsroom.astream(BASALT, ignore="nonsense")]

    for asked in (newsroom.aask(BASALT, ignore="nonsense"), streamed()):
        with pytest.raises(GroundwireError, match="nonsense"):
            asyncio.run(asked)


def test_arguments_are_left_as_they_were(newsroom):
    sources, history = ["The Guardian"], ["Who joined Borealis?"]
    newsroom.ask(BASALT, sources=sources, history=history)
    assert (sources, history) == (["The Guardian"], ["Who joined Borealis?"])


# The seed article ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed_room(shared, embedder, tmp_path_factory):
    path = shared / "seed" / "openai-scaling-team.txt"
    if not path.is_file():
        pytest.skip("../shared/seed is absent")
    with open_newsroom(tmp_path_factory.mktemp("seed"), embedder=embedder) as room:
        report = room.ingest(path)
        assert (report.added, report.failed) == (1, ())
        yield room


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who did OpenAI hire from Tesla?", "David Lau"),
        ("How many GPUs does Colossus have?", "over 200,000 GPUs"),
    ],
)
def test_the_seed_article_answers(seed_room: Newsroom, question, said):
    answer = seed_room.ask(question)
    assert answer.status == "answered"
    assert any(said in quote for quote in quotes(answer))


@pytest.mark.parametrize(
    ("question", "missing"),
    [("What does Qwen revolutionize?", "Qwen"), ("What was Nvidia's revenue last quarter?", "Nvidia")],
)
def test_the_seed_article_does_not_say(seed_room: Newsroom, question, missing):
    assert_abstains(seed_room.ask(question), "no_evidence", missing)


def test_a_version_that_no_article_mentions_is_named_though_its_name_and_its_number_stand_apart(newsroom: Newsroom):
    answer = newsroom.ask("How many graphics processors does Basalt 11 hold?")
    assert (answer.status, answer.reason) == ("abstained", "no_evidence")
    assert "“Basalt 11”" in answer.text


def test_what_waits_for_its_vectors_is_answered_by_its_words_and_a_refusal_says_that_it_waits(tmp_path, embedder):
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest(STORIES, wait=False)
        assert room.status().pending == room.status().passages
        answer = room.ask("Who did Borealis hire from Halden Motors?")
        assert "Mara Lindqvist" in answer.sentences[0].text
        refused = room.ask("Who is the mayor of Toronto?")
        assert refused.status == "abstained"
        assert "8 passages wait to be indexed" in refused.text
        room.embed_pending()
        assert "Mara Lindqvist" in room.ask("Who did Borealis hire from Halden Motors?").sentences[0].text
        assert "indexed" not in room.ask("Who is the mayor of Toronto?").text
