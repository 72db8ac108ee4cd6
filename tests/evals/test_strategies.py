"""What each dishonest strategy makes of an honest reply, over articles small enough to say it word for word.

The honest replies are made by hand where a strategy only changes them, so that none depends on how sure the composer
is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from corpus.article import Article, article_id
from evals.cases import Case
from evals.observe import Reply, ask_room
from evals.strategies import STRATEGIES
from rag import Answer, Citation, Sentence, open_newsroom
from rag.values.answer import Reading

NAMES = (
    "shuffle_citations",
    "shift_offsets",
    "drop_filter",
    "answer_everything",
    "refuse_everything",
    "top_passage",
    "swap_numbers",
    "same_answer",
    "furniture",
    "ignore_as_of",
)


def article(text, title, source, published, updated=None):
    url = f"https://{source.replace(' ', '')}.com/{title.replace(' ', '-')}".lower()
    return Article(
        id=article_id(url, text),
        title=title,
        source=source,
        text=text,
        url=url,
        published=published,
        updated=updated,
        fetched=updated or published,
    )


def day(month, number):
    return datetime(2024, month, number, 9, tzinfo=UTC)


OFFICE = article(
    "Harbor Labs opened a research office in Lisbon on Tuesday. About 40 people are to work there by 2025.\n\n"
    "Sign up for our newsletter\n\n"
    "Ines Castro, who ran speech research at Harbor Labs for six years, will lead the Lisbon office.",
    "Harbor Labs opens a research office in Lisbon",
    "Example Wire",
    day(5, 14),
)
PRICE = article(
    "Quill lowered the price of its small model Feather by 60 percent on Thursday. A million words read by Feather "
    "now cost 20 cents, the company said.",
    "Quill cuts the price of its small model",
    "Example Daily",
    day(5, 16),
)
LATER = article(
    "Quill raised the price of its small model Feather by 10 percent on Monday, the company said.",
    "Quill raises the price of its small model",
    "Example Daily",
    day(9, 2),
)
OPENED = "Harbor Labs opened a research office in Lisbon on Tuesday."
PEOPLE = "About 40 people are to work there by 2025."
LEAD = "Ines Castro, who ran speech research at Harbor Labs for six years, will lead the Lisbon office."
LOWERED = "Quill lowered the price of its small model Feather by 60 percent on Thursday."
CASE = Case(id="office", question="What did Harbor Labs open in Lisbon?", answers=("research office",))
PRICE_CASE = Case(
    id="price", question="By how much did Quill raise the price of its small model Feather?", answers=("60", "10")
)


@pytest.fixture(scope="module")
def room(embedder, tmp_path_factory, outside_connections):
    with open_newsroom(tmp_path_factory.mktemp("strategies"), embedder=embedder) as opened:
        assert opened.ingest([OFFICE, PRICE, LATER]).added == 3
        yield opened


def cite(n, of, quote):
    start = of.text.index(quote)
    return Citation(
        n=n,
        article_id=of.id,
        version=1,
        title=of.title,
        source=of.source,
        authors=(),
        published=of.published,
        url=of.url,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


@pytest.fixture
def replying(room):
    """An honest answerer that shows these quotes of these articles; a refusal where there are none."""

    def honest(*quotes):
        citations = tuple(cite(n, of, quote) for n, (of, quote) in enumerate(quotes, start=1))
        answer = Answer(
            question=CASE.question,
            status="answered" if quotes else "abstained",
            reason=None if quotes else "not_stated",
            text="",
            sentences=tuple(Sentence(text=c.quote, citations=(c.n,), support="verbatim", score=0.9) for c in citations),
            citations=citations,
            reading=Reading(asked_as=CASE.question),
            newest_evidence=max((c.published.date() for c in citations), default=None),
        )
        reply = Reply(answer=answer, passages=tuple(room.search(CASE.question, 10)), confidence=0.7)
        return lambda room, case: reply

    return honest


def assert_promises_kept(room, answer):
    """The promises of every answer that a strategy keeps unless it is there to break them."""
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert list(dict.fromkeys(n for s in answer.sentences for n in s.citations)) == [c.n for c in answer.citations]
    for citation in answer.citations:
        text = room.article(citation.article_id, citation.version).text
        assert text[citation.start : citation.end] == citation.quote
    assert (answer.status == "abstained") == (not answer.sentences)
    assert (answer.status == "abstained") == (answer.reason is not None)


def shown(answer):
    """Each sentence with the quotes it cites."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    return [(sentence.text, *(quotes[n] for n in sentence.citations)) for sentence in answer.sentences]


def test_there_are_ten_with_a_line_of_words_each():
    assert tuple(STRATEGIES) == NAMES
    assert all(STRATEGIES[name].name == name for name in NAMES)
    assert len({strategy.words for strategy in STRATEGIES.values()}) == 10


@pytest.mark.parametrize("name", [name for name in NAMES if name != "shift_offsets"])
@pytest.mark.parametrize("quotes", [(), ((OFFICE, OPENED),), ((OFFICE, OPENED), (PRICE, LOWERED))])
def test_what_a_strategy_is_not_there_to_break_is_kept(room, replying, name, quotes):
    answer = STRATEGIES[name].over(replying(*quotes))(room, CASE).answer
    assert_promises_kept(room, answer)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_reply_is_changed_the_same_way_each_time(room, replying, name):
    strategy = STRATEGIES[name].over(replying((OFFICE, OPENED), (PRICE, LOWERED)))
    assert strategy(room, CASE) == strategy(room, CASE)


def test_shuffled_citations_are_those_of_the_next_sentence(room, replying):
    honest = replying((OFFICE, OPENED), (OFFICE, LEAD), (PRICE, LOWERED))
    answer = STRATEGIES["shuffle_citations"].over(honest)(room, CASE).answer
    assert shown(answer) == [(OPENED, LEAD), (LEAD, LOWERED), (LOWERED, OPENED)]


def test_the_only_sentence_is_made_to_cite_another_passage(room, replying):
    answer = STRATEGIES["shuffle_citations"].over(replying((OFFICE, OPENED)))(room, CASE).answer
    ((text, quote),) = shown(answer)
    assert text == OPENED
    assert quote not in OFFICE.text


def test_shifted_offsets_no_longer_hold_the_quote(room, replying):
    answer = STRATEGIES["shift_offsets"].over(replying((OFFICE, OPENED)))(room, CASE).answer
    (citation,) = answer.citations
    assert citation.quote == OPENED
    assert OFFICE.text[citation.start : citation.end] == f"{OPENED[1:]} "


def test_swapped_numbers_are_other_numbers_over_the_same_citations(room, replying):
    answer = STRATEGIES["swap_numbers"].over(replying((OFFICE, PEOPLE), (PRICE, LOWERED), (OFFICE, OPENED)))(room, CASE)
    assert shown(answer.answer) == [
        ("About 50 people are to work there by 2026.", PEOPLE),
        (LOWERED.replace("60", "70"), LOWERED),
        (OPENED, OPENED),
    ]


def test_refusing_everything_shows_nothing(room, replying):
    reply = STRATEGIES["refuse_everything"].over(replying((OFFICE, OPENED)))(room, CASE)
    assert reply.answer.status == "abstained"
    assert not reply.answer.citations
    assert reply.answer.newest_evidence is None
    assert reply.confidence == 0.0


def test_answering_everything_turns_a_refusal_into_the_nearest_sentences(room, replying):
    answer = STRATEGIES["answer_everything"].over(replying())(room, CASE).answer
    assert answer.status == "answered"
    assert 1 <= len(answer.sentences) <= 3
    assert answer.sentences[0].text == OPENED


def test_answering_everything_leaves_an_answer_as_it_is(room, replying):
    honest = replying((OFFICE, OPENED))
    assert STRATEGIES["answer_everything"].over(honest)(room, CASE) == honest(room, CASE)


@pytest.mark.parametrize("name", ["shuffle_citations", "shift_offsets", "top_passage", "swap_numbers", "furniture"])
def test_a_refusal_stays_one_where_only_the_answers_are_falsified(room, replying, name):
    honest = replying()
    assert STRATEGIES[name].over(honest)(room, CASE) == honest(room, CASE)


def test_the_top_passage_is_quoted_whole(room, replying):
    reply = STRATEGIES["top_passage"].over(replying((OFFICE, OPENED)))(room, CASE)
    assert [sentence.text for sentence in reply.answer.sentences] == [reply.passages[0].text]


def test_the_same_answer_is_given_to_every_question(room, replying):
    strategy = STRATEGIES["same_answer"]
    answers = [
        strategy.over(honest)(room, case).answer
        for honest, case in (
            (replying((OFFICE, OPENED)), CASE),
            (replying(), PRICE_CASE),
        )
    ]
    assert shown(answers[0]) == shown(answers[1])
    assert len(answers[0].sentences) == 1


def test_furniture_is_quoted_from_the_article_that_answers(room, replying):
    answer = STRATEGIES["furniture"].over(replying((OFFICE, LEAD)))(room, CASE).answer
    assert shown(answer) == [("Sign up for our newsletter", "Sign up for our newsletter")]


def test_where_a_text_has_no_furniture_its_headline_answers(room, replying):
    answer = STRATEGIES["furniture"].over(replying((PRICE, LOWERED)))(room, CASE).answer
    assert shown(answer) == [(PRICE.title, LOWERED)]


def days_cited(reply):
    return {citation.published.date() for citation in reply.answer.citations}


def test_a_dropped_filter_cites_what_lies_outside_the_days_asked_for(room):
    case = Case(**{**fields(PRICE_CASE), "until": date(2024, 6, 1)})
    assert days_cited(ask_room(room, case)) <= {date(2024, 5, 14), date(2024, 5, 16)}
    assert date(2024, 9, 2) in days_cited(STRATEGIES["drop_filter"].over(ask_room)(room, case))


def test_a_dropped_filter_drops_outlets_and_days_that_the_question_names_too(room):
    case = Case(id="wire", question="What does Feather cost, according to Example Wire?")
    assert {c.source for c in ask_room(room, case).answer.citations} <= {"Example Wire"}
    assert "Example Daily" in {c.source for c in STRATEGIES["drop_filter"].over(ask_room)(room, case).answer.citations}


def test_without_a_limit_there_is_no_filter_to_drop(room, replying):
    honest = replying((OFFICE, OPENED))
    assert STRATEGIES["drop_filter"].over(honest)(room, CASE) is honest(room, CASE)


def test_an_ignored_as_of_cites_what_came_later_and_keeps_to_other_limits(room):
    asked = Case(**{**fields(PRICE_CASE), "as_of": date(2024, 6, 1)})
    assert date(2024, 9, 2) not in days_cited(ask_room(room, asked))
    assert date(2024, 9, 2) in days_cited(STRATEGIES["ignore_as_of"].over(ask_room)(room, asked))
    bounded = Case(**{**fields(asked), "until": date(2024, 6, 1)})
    assert date(2024, 9, 2) not in days_cited(STRATEGIES["ignore_as_of"].over(ask_room)(room, bounded))


def fields(case):
    return {name: getattr(case, name) for name in case.__slots__}
