"""What the HTML says, and that nothing from outside can become a part of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsrooms import (
    HIRES,
    HOSTILE,
    HOSTILE_ARTICLE,
    QUOTES,
    abstained,
    answered,
    disagreeing,
    offering_more,
    passage,
    read,
    written,
)
from parsed import Page, assert_harmless

from corpus.article import Article, Reference
from rag.values.answer import Answer, Claim, Conflict, Further, Reading, Sentence
from ui.chat import Turn
from ui.markup import escape
from ui.render import render_answer, render_conversation, render_header
from ui.render_article import render_article, render_notice

texts = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("<>&\"'`${}[]\n\n\n\r\t \x00\u202e\u0301אבג🎉é."),
    ),
    min_size=1,
    max_size=200,
)


def article_of(text: str, **changes: object) -> Article:
    return replace(HIRES, text=text, **changes)  # type: ignore[arg-type]


def test_a_sentence_shows_its_outlet_date_title_words_and_a_link_to_its_quote():
    page = Page(render_answer(answered("Who?")))
    assert "The Guardian, 7 Jan 2023" in page.text
    assert HIRES.title in page.text
    assert f"“{QUOTES[0]}” [1]" in page.text
    assert "Newest evidence: 7 Jan 2023" in page.text
    start = HIRES.text.index(QUOTES[0])
    assert page.attributes("a", "href")[0] == f"article/a1/1?start={start}&end={start + len(QUOTES[0])}#quote"
    assert set(page.attributes("a", "target")) == {"groundwire-reader"}


def test_a_written_sentence_is_not_put_in_quotation_marks():
    whole = answered("Who?")
    written = Sentence(text="OpenAI hired two people.", citations=(1, 2), support="partial", score=0.5)
    page = Page(render_answer(replace(whole, sentences=(written,), mode="some-llm")))
    assert "OpenAI hired two people. [1][2]" in page.text
    assert "in part" in page.text
    assert "written by some-llm" in page.text


def test_every_marker_links_to_a_citation_that_exists():
    whole = answered("Who?")
    stray = Sentence(text="x", citations=(3,), support="verbatim", score=1)
    with pytest.raises(KeyError):
        render_answer(replace(whole, sentences=(*whole.sentences, stray)))
    page = Page(render_answer(replace(whole, text="see [7] and [0]")))
    assert re.findall(r"\[\d+\]", page.text) == ["[1]", "[2]"]


def test_an_abstention_says_what_is_missing_and_offers_related_passages_as_no_answer():
    html = render_answer(abstained("What was Nvidia's revenue?"))
    page = Page(html)
    assert "gw-abstained" in html
    assert "do not say what Nvidia's revenue was" in page.text
    assert page.text.index("do not say") < page.text.index("Related, not an answer") < page.text.index(QUOTES[0])
    assert "The Guardian, 7 Jan 2023" in page.text
    assert page.attributes("a", "href")
    assert "<blockquote" not in html


def test_an_empty_corpus_says_how_to_add_articles():
    assert "<code>groundwire ingest --bundled</code>" in render_header(0)
    empty = replace(abstained("x"), reason="empty_corpus", text="Nothing. Run `groundwire ingest <PATH>`.", related=())
    assert "Nothing. Run <code>groundwire ingest &lt;PATH&gt;</code>." in render_answer(empty)
    assert "1,234 articles" in render_header(1234)
    assert "1 article," in render_header(1)
    assert "server" in render_header(None)


def chips(html: str) -> dict[str, dict[str, str | None]]:
    """The buttons that ask again, by the name of their reading."""
    return {str(tag["data-name"]): tag for name, tag in Page(html).tags if name == "button"}


def test_the_page_says_what_the_bundled_briefs_among_its_articles_are():
    assert "language model" in Page(render_header(3, briefs=True)).text
    assert "language model" not in Page(render_header(3)).text


def test_a_brief_says_what_it_is_and_leads_to_what_it_was_written_from():
    references = (
        Reference(
            outlet="Wired", headline="<b>Four</b> hired", day=date(2025, 7, 8), url="https://wired.example/4?a=1"
        ),
        Reference(outlet="OpenAI", subject="the announcement"),
        Reference(url="javascript:alert(1)", outlet="Nobody"),
    )
    brief = replace(HIRES, source="Groundwire briefs", url=None, references=references)
    html = render_article(brief)
    text = Page(html).text
    assert "was written by a language model" in text
    assert text.index(HIRES.text[-20:]) < text.index("References") < text.index("Wired, 8 Jul 2025: <b>Four</b> hired")
    assert "OpenAI: the announcement" in text
    assert 'href="https://wired.example/4?a=1"' in html
    assert "javascript" not in html
    assert "language model" not in Page(render_article(HIRES)).text
    assert "References" not in Page(render_article(HIRES)).text


def test_a_question_that_was_read_as_it_stands_shows_no_reading():
    whole = answered("Who  left?")
    for reading in (whole.reading, replace(whole.reading, asked_as="Who left?", kind="who", parts=("Who left?",))):
        assert "gw-reading" not in render_answer(replace(whole, reading=reading))


def test_a_word_read_otherwise_is_shown_with_a_button_that_undoes_it():
    reading = Reading(asked_as="What is GPT-4.5?", spelled=(("gpt4.5", "GPT-4.5"),))
    html = render_answer(replace(answered("What is gpt4.5?"), reading=reading), 3)
    assert "Read: “gpt4.5” as “GPT-4.5”×" in Page(html).text
    assert "Asked as" not in Page(html).text
    assert list(chips(html)) == ["spelling"]


def test_each_reading_is_shown_with_a_button_that_asks_again_without_it():
    html = render_answer(replace(answered("And in March?"), reading=read("", history=["x"])), 3)
    shown = Page(html).text
    for words in (
        "Asked as: “Who left Tesla in March 2023?”",
        "Outlets: The Guardian, Wired",
        "in March 2023: 1 Mar to 7 Apr 2023",
        "Newest first",
        "2 questions: “Who left?” “Who joined?”",
    ):
        assert f"{words}×" in shown
    assert shown.index("Asked as") < shown.index("2 questions") < shown.index(QUOTES[0])
    found = chips(html)
    assert list(found) == ["history", "sources", "dates", "order", "parts"]
    assert found["dates"]["aria-label"] == "Ask again without the dates"
    assert {(tag["type"], tag["data-turn"]) for tag in found.values()} == {("button", "3")}
    assert all(tag["data-ignore"] == name for name, tag in found.items())


def test_a_reading_that_was_switched_off_can_be_switched_on_again_and_the_others_off_too():
    html = render_answer(replace(answered("?"), reading=read("?", ignore=("dates", "parts"))))
    assert "Dates: not useduse again" in Page(html).text
    found = chips(html)
    assert found["dates"]["data-ignore"] == "parts"
    assert found["parts"]["data-ignore"] == "dates"
    assert found["order"]["data-ignore"] == "dates order parts"
    assert found["dates"]["aria-label"] == "Use again: ask with the dates"


def test_nothing_can_be_asked_again_while_an_answer_is_on_its_way():
    whole = replace(answered("?"), reading=read("?"))
    first, last = Turn(question="?", answer=whole, done=True), Turn(question="And?")
    assert all("disabled" in tag for tag in chips(render_conversation([first, last])).values())
    html = render_conversation([first, replace(last, done=True, error="None.")])
    assert chips(html)
    assert not any("disabled" in tag for tag in chips(html).values())


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ({"since": date(2023, 3, 1), "until": date(2023, 4, 7), "time_words": "in March"},
         "in March: 1 Mar to 7 Apr 2023×"),
        ({"since": date(2023, 3, 1), "until": date(2023, 4, 7), "time_words": "in March", "strict": True},
         "in March: only articles from 1 Mar to 7 Apr 2023×"),
        ({"since": date(2022, 12, 31), "until": date(2023, 1, 1), "strict": True},
         "Only articles from 31 Dec 2022 to 1 Jan 2023"),
        ({"since": date(2023, 3, 1), "until": date(2023, 3, 1), "time_words": "today"}, "today: 1 Mar 2023×"),
        ({"since": date(2023, 3, 1)}, "Only articles since 1 Mar 2023"),
        ({"until": date(2023, 3, 1), "time_words": "before then", "strict": True},
         "before then: only articles until 1 Mar 2023×"),
        ({"time_words": "lately"}, "lately×"),
    ],
)  # fmt: skip
def test_times_are_written_as_days_and_say_whether_other_days_were_left_out(reading, words):
    html = render_answer(replace(answered("?"), reading=Reading(asked_as="?", **reading)))
    assert f"{words}The Guardian" in Page(html).text  # days without words were not read out of the question: no button


def test_what_a_quote_refers_to_stands_in_brackets_outside_its_quotation_marks():
    html = render_answer(disagreeing("Who?"))
    assert "[David Lau] “He was one of three who left Tesla that week" in Page(html).text
    assert "not its words" in str(Page(html).attributes("span", "title"))


def test_further_evidence_is_folded_under_the_answer_and_cited_as_the_answer_is():
    html = render_answer(offering_more(answered("Who?")))
    above, folded = html.split('<details class="gw-more">')
    assert QUOTES[1] in above
    assert "He starts" not in above
    page = Page(folded)
    assert page.text.startswith("More from the articles (1)The Guardian, 7 Jan 2023")
    assert "[David Lau] “He starts in February.” [3]" in page.text
    start = HIRES.text.index("He starts in February.")
    assert page.attributes("a", "href") == [f"article/a1/1?start={start}&end={start + 22}#quote"]
    assert " open" not in folded.partition(">")[0]
    assert "<details" not in render_answer(answered("Who?"))


def test_a_disagreement_shows_each_side_with_its_outlet_date_and_citation():
    page = Page(render_answer(disagreeing("How many?")))
    assert "The articles disagree on how many left Tesla:" in page.text
    assert "The Guardian, 7 Jan 2023: “Two more engineers” [1]" in page.text
    assert "Wired, 9 Jan 2023 [2] later" in page.text  # its words are the second sentence: not shown twice
    assert page.text.count("left Tesla that week") == 1


def test_the_later_side_is_named_only_where_it_is_known():
    def shown(*days: int | None) -> str:
        claims = tuple(
            Claim(text=f"It is {n}.", citations=(1,), published=day and datetime(2023, 1, day, tzinfo=UTC))
            for n, day in enumerate(days)
        )
        return Page(render_answer(replace(answered("?"), conflicts=(Conflict(about="it", claims=claims),)))).text

    assert "It is 0. [1] later" in shown(9, 7)
    assert "It is 2. [1] latest" in shown(7, 8, 9)
    for unknown in (shown(7, 7), shown(7, None), shown(None, None)):
        assert "It is 1. [1]" in unknown
        assert "late" not in unknown


def test_a_side_is_called_later_only_where_the_days_shown_and_the_moments_agree():
    moments = ("2023-01-06T00:30:00+09:00", "2023-01-05T23:30:00-08:00")
    claims = tuple(
        Claim(text=f"It is {n}.", citations=(1,), published=datetime.fromisoformat(moment))
        for n, moment in enumerate(moments)
    )
    page = Page(render_answer(replace(answered("?"), conflicts=(Conflict(about="it", claims=claims),))))
    assert "late" not in page.text


def test_a_claim_that_cites_nothing_known_is_not_shown():
    claims = (Claim(text="It is 5.", citations=(7,), published=None),)
    with pytest.raises(KeyError):
        render_answer(replace(answered("?"), conflicts=(Conflict(about="it", claims=claims),)))


def test_notes_stand_under_an_answer_and_under_an_abstention():
    assert "“ [2] laterThe newest of this is 3 years old.Newest" in Page(render_answer(disagreeing("?"))).text.replace(
        "Wired, 9 Jan 2023", "“"
    )
    text = Page(render_answer(replace(abstained("?"), notes=("Nothing newer is known.",)))).text
    assert text.index("Related") < text.index("Nothing newer is known.")


def test_hostile_values_stay_text_everywhere():
    quote = HOSTILE_ARTICLE.text.partition("\n\n")[0]
    whole = replace(
        answered(HOSTILE, HOSTILE_ARTICLE, [quote]),
        mode=HOSTILE,
        notes=(HOSTILE,),
        reading=Reading(
            asked_as=HOSTILE + "?",
            added=(HOSTILE,),
            sources=(HOSTILE,),
            since=date(2023, 1, 1),
            time_words=HOSTILE,
            order=HOSTILE,
            parts=(HOSTILE, HOSTILE),
            ignored=("dates", HOSTILE),
        ),
        conflicts=(Conflict(about=HOSTILE, claims=(Claim(text=HOSTILE, citations=(1,), published=None),)),),
    )
    whole = replace(whole, sentences=tuple(replace(sentence, refers_to=HOSTILE) for sentence in whole.sentences))
    whole = replace(whole, more=(Further(text=quote, citation=whole.citations[0], refers_to=HOSTILE),))
    nothing = replace(abstained(HOSTILE), text=HOSTILE, related=(passage(HOSTILE_ARTICLE, quote),))
    turns = [
        Turn(question=HOSTILE, answer=whole, done=True),
        Turn(question=HOSTILE, answer=nothing),
        Turn(question=HOSTILE, error=HOSTILE, done=True),
    ]
    html = render_conversation(turns)
    assert_harmless(html)
    assert Page(html).text.count(HOSTILE) >= 16
    for page in (
        render_article(replace(HOSTILE_ARTICLE, language=HOSTILE), 0, 5),
        render_notice(HOSTILE, HOSTILE),
    ):
        assert_harmless(page)
        assert HOSTILE in Page(page).text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,x", "//x.y", "x",
     "https://x.y/\" onclick=\"z", "https://x.y/ z", "ftp://x.y/", "http:x", "", None],
)  # fmt: skip
def test_only_web_addresses_become_links(url):
    assert "<a " not in render_article(replace(HIRES, url=url))


def test_an_article_page_is_whole_and_reaches_nothing_outside():
    html = render_article(HIRES, 0, 6)
    page = Page(html)
    assert html.startswith('<!doctype html><html lang="en">')
    for words in (HIRES.title, "The Guardian, 7 Jan 2023", "Ada Example, Grace Sample", "the original"):
        assert words in page.text
    assert page.attributes("a", "href") == [HIRES.url]
    assert page.attributes("a", "rel") == ["noopener noreferrer"]
    assert "default-src 'none'" in str(page.attributes("meta", "content"))
    assert not re.search(r"<(?:script|link|img|iframe)|url\(|@import", html)
    assert "undated" in render_article(HOSTILE_ARTICLE)
    assert Page(render_article(HIRES)).text.count("OpenAI has spent") == HIRES.text.count("OpenAI has spent")


def marks(html: str) -> list[str]:
    return re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL)


def shown(text: str) -> str:
    """`text` as HTML can hold it."""
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)


def test_a_quote_over_three_paragraphs_has_three_marks_and_one_id():
    html = render_article(article_of("One two.\n\nThree.\n \nFour five."), 4, 23)
    assert marks(html) == ["two.", "Three.", "Four"]
    assert html.count('id="quote"') == 1
    assert html.index('<mark id="quote">two.') < html.index("<mark>Three.")


@given(text=texts, data=st.data())
def test_the_marks_hold_the_quote_and_nothing_else(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    html = render_article(article_of(text), start, end)
    found = [unescape(mark) for mark in marks(html)]
    quote = shown(text[start:end])
    if "\n" not in quote:
        assert "".join(found) == quote  # also where it is white space at the end of a paragraph
    # Between two marks lies a paragraph break and nothing else.
    assert re.fullmatch(r"\s*" + r"\n\s*\n\s*".join(map(re.escape, found)) + r"\s*", quote)
    assert html.count('id="quote"') == bool(found)
    assert_harmless(html)
    html.encode("utf-8")


@given(texts)
def test_all_paragraphs_are_shown_whole(text):
    body = re.findall(r'<p dir="auto">(.*?)</p>', render_article(article_of(text), 0, len(text)), re.DOTALL)
    words = unescape(re.sub(r"</?mark[^>]*>", "", "".join(body)))
    assert "".join(words.split()) == "".join(shown(text).split())


@given(texts)
def test_escaped_text_comes_back_as_it_was(text):
    escaped = escape(text)
    assert not set('<>"') & set(escaped)
    assert unescape(escaped) == shown(text)


@given(st.lists(texts, min_size=6, max_size=6))
def test_any_answer_is_harmless(words):
    article = replace(HIRES, title=words[0], source=words[1], text=words[2], url=words[3])
    whole: Answer = answered(words[4], article, [words[2]])
    reading = Reading(asked_as=words[5], time_words=words[1], sources=(words[0],), parts=(words[2], words[3]))
    conflict = Conflict(about=words[3], claims=(Claim(text=words[5], citations=(1,), published=None),))
    whole = replace(whole, reading=reading, conflicts=(conflict,), notes=(words[1],))
    html = render_conversation([Turn(question=words[4], answer=whole, error=words[5])])
    assert_harmless(html)
    assert shown(f"“{words[2]}” [1]") in Page(html).text


def test_the_header_shows_how_far_the_indexing_is_until_it_is_done():
    header = Page(render_header(12, passages=1200, pending=300))
    assert "Indexing: 900 of 1,200 passages" in header.text
    assert "progress" in [tag for tag, _ in header.tags]
    assert "Indexing" not in render_header(12, passages=1200, pending=0)


def test_an_article_that_was_replaced_or_corrected_says_so_above_its_text():
    notice = "Correction, May 12, 2023: An earlier version of this article misstated Ada’s title."
    corrected = replace(HIRES, text=f"{HIRES.text}\n\n{notice}")
    text = Page(render_article(corrected, superseded=True)).text
    assert text.index("This version has been superseded") < text.index(notice) < text.index(HIRES.text[:40])
    assert "superseded" not in Page(render_article(HIRES)).text


# Written answers -----------------------------------------------------------------------------------------------------


def test_a_written_answer_is_prose_with_numbers_over_the_words_it_rests_on():
    page = render_answer(written("Who left?"))
    assert page.count('class="gw-prose"') == 1
    assert "“Two engineers" not in page
    assert "Two engineers left Tesla &lt;for&gt; OpenAI." in page
    assert page.count("gw-ref") == 3  # one a sentence, one in the list of sources
    assert "written by some-model · first sentence after 1.2 s, all after 5.0 s" in page
    assert "1,812 tokens read, 95 written (estimated)" in page


def test_what_was_withheld_is_folded_with_its_reason_and_said_once():
    page = render_answer(written("Who left?"))
    assert page.count("1 sentence withheld") == 1
    assert (
        '<s dir="auto">They were paid &lt;b&gt;$9 million&lt;/b&gt;.</s> <span>no article here says so</span>' in page
    )
