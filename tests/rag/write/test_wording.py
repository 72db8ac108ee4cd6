"""The words of an answer: its quotes with outlet, day and number, what disagrees, and what else to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rag.asked.request import Request, read_request
from rag.values.answer import Citation, Claim, Conflict, Sentence
from rag.write.wording import answer_text, remarks

ASKED = date(2023, 5, 17)
OUTLETS = {"reuters": "Reuters", "wired": "Wired"}


def day(number: int, month: int = 5) -> datetime:
    return datetime(2023, month, number, 9, tzinfo=UTC)


def citation(n: int = 1, quote: str = "Borealis hired her.", published: datetime | None = None) -> Citation:
    return Citation(
        n=n,
        article_id="a",
        version=1,
        title="Borealis hires",
        source="Reuters",
        authors=(),
        published=published,
        url=None,
        quote=quote,
        start=0,
        end=len(quote),
    )


def sentence(n: int = 1, text: str = "Borealis hired her.", refers_to: str = "") -> Sentence:
    return Sentence(text=text, citations=(n,), support="verbatim", score=0.9, refers_to=refers_to)


def request(question: str, **options) -> Request:
    return read_request(question, OUTLETS, asked=ASKED, **options)


# Quotes -------------------------------------------------------------------------------------------------------------


def test_a_quote_stands_behind_its_outlet_and_day_and_before_its_number():
    text = answer_text([sentence()], [citation(published=day(2))], (), ())
    assert text == "Reuters, 2 May 2023: “Borealis hired her.” [1]"


def test_an_article_without_a_day_is_undated():
    assert answer_text([sentence()], [citation()], (), ()).startswith("Reuters, undated: “")


def test_what_a_pronoun_stands_for_is_ours_and_stands_outside_the_quote():
    text = answer_text([sentence(refers_to="Mara Lindqvist")], [citation(quote="She left.", published=day(2))], (), ())
    assert text == "Reuters, 2 May 2023: [Mara Lindqvist] “She left.” [1]"


def test_the_words_shown_are_those_of_the_citation():
    text = answer_text([sentence(text="Other words.")], [citation(quote="The quote.")], (), ())
    assert "“The quote.”" in text
    assert "Other words." not in text


def test_what_is_known_of_a_source_is_said_behind_its_quote():
    cited = replace(citation(published=day(2)), carried_by=3, independent_sources=2, corrected=True, superseded=True)
    text = answer_text([sentence()], [cited], (), ())
    assert "[1] (3 outlets carried this story; 2 independent; " in text
    assert "was corrected" in text
    assert "newer version" in text


def test_sentences_then_disagreements_then_remarks_are_paragraphs_in_this_order():
    claims = (Claim(text="It has 300.", citations=(1,), published=day(2)),)
    text = answer_text(
        [sentence(1), sentence(2)],
        [citation(2, "It has 400.", day(9)), citation(1, "It has 300.", day(2))],
        [Conflict(about="employees", claims=(*claims, Claim(text="It has 400.", citations=(2,), published=day(9))))],
        ["First remark.", "Second remark."],
    )
    assert text.split("\n\n") == [
        "Reuters, 2 May 2023: “It has 300.” [1]",
        "Reuters, 9 May 2023: “It has 400.” [2]",
        "The articles disagree on employees: 2 May 2023 [1], later, 9 May 2023 [2].",
        "First remark.",
        "Second remark.",
    ]


@pytest.mark.parametrize("second", [day(2), day(1), None])
def test_a_side_is_called_later_only_where_its_day_is_after_all_others(second):
    claims = (
        Claim(text="It has 300.", citations=(1, 3), published=day(2)),
        Claim(text="It has 400.", citations=(2,), published=second),
    )
    text = answer_text((), (), [Conflict(about="employees", claims=claims)], ())
    assert "2 May 2023 [1][3], " in text
    assert "later" not in text


# Remarks ------------------------------------------------------------------------------------------------------------


def test_a_plain_answer_needs_no_remark():
    assert remarks(request("Who joined Borealis?"), [citation(published=day(2))], date(2023, 6, 1), ()) == ()


def test_the_latest_is_as_late_as_the_articles_are():
    latest = request("What is the latest on Borealis?")
    (said,) = remarks(latest, [citation(1, published=day(2)), citation(2, published=day(9))], date(2023, 5, 12), ())
    assert "9 May 2023" in said
    assert "12 May 2023" in said
    assert "2 May 2023" not in said.replace("12 May 2023", "")


@pytest.mark.parametrize(
    ("question", "published", "newest"),
    [
        ("What is the latest on Borealis?", None, date(2023, 5, 12)),
        ("What is the latest on Borealis?", day(9), None),
        ("What was the first model of Borealis?", day(9), date(2023, 5, 12)),
    ],
)
def test_without_days_to_name_and_for_the_earliest_nothing_is_said_of_newer_articles(question, published, newest):
    assert remarks(request(question), [citation(published=published)], newest, ()) == ()


def test_an_outlet_that_is_not_here_is_named_where_another_one_asked_for_is():
    both = request("What did Reuters and Bloomberg report about Borealis?")
    assert both.question.outlets.known == ("reuters",)
    (said,) = remarks(both, [citation(published=day(2))], None, ())
    assert "Bloomberg" in said
    assert "Reuters" not in said


def test_outlets_that_are_here_need_no_remark():
    asked = request("What did Reuters and Wired report about Borealis?")
    assert len(asked.question.outlets.known) == 2
    assert remarks(asked, [citation(published=day(2))], None, ()) == ()


def test_what_other_outlets_tell_of_one_that_is_not_here_is_said_to_be_theirs():
    asked = replace(request("Who joined Borealis?"), crediting=("Bloomberg", "Fortune"))
    (said,) = remarks(asked, [citation(published=day(2))], None, ())
    assert "No article here is from Bloomberg or Fortune" in said


def test_a_question_that_no_article_answers_is_repeated():
    said = remarks(request("Who joined Borealis?"), [citation()], None, ["Who left it?", "When?"])
    assert len(said) == 2
    assert "Who left it?" in said[0]
    assert "When?" in said[1]


LAST_WEEK = "Who joined Borealis last week?"


def test_articles_of_other_days_than_those_asked_about_are_said_to_be_so():
    asked = request(LAST_WEEK)
    assert asked.question.window
    assert not asked.filters.since
    (said,) = remarks(asked, [citation(published=day(2, month=1))], None, ())
    assert "last week" in said


def test_one_article_of_the_days_asked_about_is_enough():
    asked = request(LAST_WEEK)
    since, until = asked.question.window.since, asked.question.window.until
    for inside in (since, until):
        within = datetime(inside.year, inside.month, inside.day, tzinfo=UTC)
        assert remarks(asked, [citation(1, published=day(2, 1)), citation(2, published=within)], None, ()) == ()


def test_undated_articles_and_days_that_were_kept_to_need_no_remark_on_the_days():
    assert remarks(request(LAST_WEEK), [citation()], None, ()) == ()
    kept = request(LAST_WEEK, since=date(2023, 1, 1))
    assert remarks(kept, [citation(published=day(2, month=1))], None, ()) == ()
