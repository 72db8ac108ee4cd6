"""What the HTML says, and that nothing from outside can become a part of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsrooms import HIRES, HOSTILE, HOSTILE_ARTICLE, QUOTES, abstained, answered, passage
from parsed import Page, assert_harmless

from corpus.article import Article
from rag.answer import Answer, Claim, Conflict, Reading, Sentence
from ui.chat import Turn
from ui.render import escape, render_answer, render_article, render_conversation, render_header, render_notice

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
    assert "“" not in page.text
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


def test_a_reading_is_shown_where_it_differs_from_the_question():
    assert "Asked as" not in render_answer(answered("Who?"))
    reading = Reading(
        asked_as="Who left Tesla?", sources=("Wired",), since=date(2023, 1, 1), until=date(2023, 12, 31), kind="who"
    )
    shown = Page(render_answer(replace(answered("And from there?"), reading=reading))).text
    assert "Asked as: Who left Tesla? · only Wired · published since 1 Jan 2023 · published until 31 Dec 2023" in shown


def test_a_disagreement_shows_each_side_with_its_date_and_citation():
    claims = (
        Claim(text="It is 5.", citations=(1,), published=datetime(2023, 1, 7, tzinfo=UTC)),
        Claim(text="It is 6.", citations=(2,), published=None),
    )
    page = Page(render_answer(replace(answered("How many?"), conflicts=(Conflict(about="the number", claims=claims),))))
    assert "Articles differ on the number" in page.text
    assert "It is 5. [1] 7 Jan 2023" in page.text
    assert "It is 6. [2] undated" in page.text


def test_hostile_values_stay_text_everywhere():
    quote = HOSTILE_ARTICLE.text.partition("\n\n")[0]
    whole = replace(
        answered(HOSTILE, HOSTILE_ARTICLE, [quote]),
        mode=HOSTILE,
        reading=Reading(asked_as=HOSTILE + "?", sources=(HOSTILE,)),
        conflicts=(Conflict(about=HOSTILE, claims=(Claim(text=HOSTILE, citations=(1,), published=None),)),),
    )
    nothing = replace(abstained(HOSTILE), text=HOSTILE, related=(passage(HOSTILE_ARTICLE, quote),))
    turns = [
        Turn(question=HOSTILE, answer=whole, done=True),
        Turn(question=HOSTILE, answer=nothing),
        Turn(question=HOSTILE, error=HOSTILE, done=True),
    ]
    html = render_conversation(turns)
    assert_harmless(html)
    assert Page(html).text.count(HOSTILE) >= 9
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
