"""Getting articles in: every kind of file, folders, standard input; and every bad item named, with nothing lost."""

from __future__ import annotations

import gzip
import io
import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import BRIEF, FETCHED, GOOD, MORE_PROSE, PROSE, jsonl, load_all, only, only_error, split, write

from corpus import Article, ArticleError, load_mapping, load_stream
from corpus.article import Reference, article_id
from corpus.cleaning.clean import clean_text
from corpus.files.markdown import plain
from corpus.plain_values import json_ready
from corpus.records import MAX_ARTICLE_CHARS, MAX_TITLE_CHARS

SHARED = Path(__file__).parents[2].parent / "shared"


def record(**fields: object) -> Article:
    return load_mapping({"text": PROSE, **fields}, item="feed:1", fetched=FETCHED)


# Records -------------------------------------------------------------------------------------------------------------


def test_a_record_in_the_names_of_an_article_becomes_that_article():
    article = load_mapping(
        {
            **GOOD,
            "source": "The Paper",
            "authors": ["Jane Doe", "Bo Ray"],
            "updated": "2023-05-03T10:00:00+02:00",
            "language": "en",
            "section": "Business",
            "tags": ["openai", "tesla"],
        },
        item="feed:1",
        fetched=FETCHED,
    )
    assert article == Article(
        id=article_id("https://www.thepaper.example/a", ""),
        url="https://www.thepaper.example/a",
        title="OpenAI hires Lau",
        source="The Paper",
        authors=("Jane Doe", "Bo Ray"),
        published=datetime(2023, 5, 2, tzinfo=UTC),
        updated=datetime(2023, 5, 3, 10, tzinfo=timezone(timedelta(hours=2))),
        fetched=FETCHED,
        language="en",
        section="Business",
        tags=("openai", "tesla"),
        text=PROSE,
    )


@pytest.mark.parametrize("name", ["text", "body", "content"])
def test_the_text_may_be_called_by_its_other_names(name: str):
    assert load_mapping({name: PROSE}, item="feed:1", fetched=FETCHED).text == PROSE


@pytest.mark.parametrize("name", ["published", "published_at", "date", "publish_date"])
def test_the_date_may_be_called_by_its_other_names(name: str):
    assert record(**{name: "2023-05-02"}).published == datetime(2023, 5, 2, tzinfo=UTC)


def test_an_empty_name_gives_way_to_an_alias_that_holds_something():
    article = load_mapping(
        {"text": "", "content": PROSE, "published": None, "date": "2023-05-02"}, item="x", fetched=FETCHED
    )
    assert (article.text, article.published) == (PROSE, datetime(2023, 5, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given_as", "authors"),
    [
        ({"author": "Jane Doe"}, ("Jane Doe",)),
        ({"author": "By Jane Doe and Bo Ray"}, ("Jane Doe", "Bo Ray")),
        ({"authors": "Jane Doe; Bo Ray, Al Lee"}, ("Jane Doe", "Bo Ray", "Al Lee")),
        ({"authors": [{"name": "Jane Doe"}, "Jane Doe", None, 7, ""]}, ("Jane Doe", "7")),
        ({"authors": None, "author": None}, ()),
        ({"authors": {"name": "Jane Doe"}}, ("Jane Doe",)),
    ],
)
def test_authors_come_as_a_list_or_as_a_byline(given_as: dict[str, object], authors: tuple[str, ...]):
    assert record(**given_as).authors == authors


def test_the_source_is_the_one_given_else_the_host_else_the_files_name():
    assert record(source="The Paper", url="https://www.thepaper.example/a").source == "The Paper"
    assert record(source={"id": None, "name": "The Paper"}).source == "The Paper"
    assert record(url="https://www.thepaper.example/a").source == "thepaper.example"
    assert record().source == "feed:1"


def test_an_article_without_title_has_an_empty_one():
    assert record().title == record(title=None).title == ""


def test_a_title_loses_markup_control_characters_and_line_breaks():
    assert record(title="  <b>OpenAI</b>\n hires\x00 \u202eLau 5 < 6").title == "OpenAI hires Lau 5 < 6"
    assert record(title=2024).title == "2024"


@pytest.mark.parametrize("published", ["soon", "", None, "03/04/2022", 7, ["2022"], "1970-01-01"])
def test_an_article_whose_date_cannot_be_read_gets_in_without_date(published: object):
    assert record(published=published).published is None


@pytest.mark.parametrize(
    "url", ["", None, "n/a", 5, "javascript:alert(1)", "/a/b", "https://", "http://[::1", "ftp://a.b/c"]
)
def test_a_url_that_no_browser_opens_counts_as_none(url: object):
    article = record(url=url)
    assert (article.url, article.id) == (None, article_id(None, PROSE))


def test_an_article_without_url_is_known_by_its_words_whatever_id_it_carries():
    assert record(id="x").id == record(id="y").id == article_id(None, PROSE)


def test_an_exported_article_keeps_when_it_was_fetched():
    assert record(fetched="2023-01-01T00:00:00+00:00").fetched == datetime(2023, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", [None, "", "  \n ", "\u200b", "Advertisement"])
def test_a_record_without_text_is_an_error_that_says_so(text: object):
    with pytest.raises(ArticleError, match="feed:1: has no text"):
        load_mapping({"title": "T", "text": text}, item="feed:1", fetched=FETCHED)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": ["a", "b"]}, "its text is a list"),
        ({"text": 5}, "its text is a number"),
        ({"text": {"html": "x"}}, "its text is an object"),
        ({"text": PROSE, "title": ["T"]}, "its title is a list"),
        ({"text": PROSE, "title": True}, "its title is true or false"),
    ],
)
def test_a_record_of_the_wrong_types_is_an_error_that_names_the_type(fields: dict[str, object], why: str):
    with pytest.raises(ArticleError, match=why):
        load_mapping(fields, item="feed:1", fetched=FETCHED)


def test_a_text_over_the_limit_is_an_error_with_its_size_the_limit_and_what_to_do():
    with pytest.raises(ArticleError, match=r"1,000,001 characters; the limit is 1,000,000: split it"):
        record(text="x" * (MAX_ARTICLE_CHARS + 1))


def test_what_was_escaped_twice_is_read_in_every_field():
    read = record(
        title="R&amp;D at <think> & co", source="Velora &amp; Orca", authors=["A &quot;B&quot; C"],
        tags=["R&amp;amp;D"],
        text="Velora &amp;amp; Orca said that R&amp;D rose &quot;fast&quot; by 3&nbsp;% &#8211; at AT&T too. " + PROSE,
    )  # fmt: skip
    assert (read.title, read.source, read.authors) == ("R&D at <think> & co", "Velora & Orca", ('A "B" C',))
    assert read.tags == ("R&D",)
    assert read.text.startswith('Velora & Orca said that R&D rose "fast" by 3 % – at AT&T too.')


def test_the_title_before_the_first_sentence_leaves_the_text():
    title = "OpenAI hires Lau from Tesla"
    assert record(title=title, text=f"{title} {PROSE}").text == PROSE


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=40),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=6,
)
NAMES = ["id", "url", "title", "source", "authors", "author", "published", "updated", "fetched", "language", "section"]


@given(st.dictionaries(st.sampled_from([*NAMES, "tags", "text", "body"]), JSON_VALUES))
def test_any_record_becomes_an_article_or_an_article_error(fields: dict[str, object]):
    try:
        article = load_mapping(fields, item="feed:1", fetched=FETCHED)
    except ArticleError:
        return
    assert article.text
    assert clean_text(article.text) == article.text
    for text in (article.text, article.title, article.source, *article.authors, *article.tags):
        text.encode("utf-8")


@given(st.text(st.sampled_from("OpenAI hires. Lau\n \r\té👩‍💻\ufeffنص"), min_size=1, max_size=80), st.text(max_size=20))
def test_an_article_that_is_written_out_and_read_again_keeps_text_and_id(text: str, title: str):
    try:
        once = record(text=text, title=title)
    except ArticleError:
        return
    again = record(text=once.text, title=once.title)
    assert (again.text, again.id, again.title) == (once.text, once.id, once.title)


# JSON Lines ----------------------------------------------------------------------------------------------------------


def test_the_good_lines_beside_a_broken_one_get_in_and_the_broken_one_is_named(tmp_path: Path):
    path = write(tmp_path / "a.jsonl", jsonl(GOOD) + '{"title": "T", "text": \n' + jsonl({"text": MORE_PROSE}))
    articles, (error,) = load_all(path)
    assert [article.text for article in articles] == [PROSE, MORE_PROSE]
    assert error.item == f"{path}:2"
    assert "not JSON" in error.why
    assert "column" in error.why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'["text"]', "not an object"),
        (b'"text"', "not an object"),
        (b'{"text": "caf\xe9."}', "not UTF-8"),
        (b'{"text": ' + b"9" * 5000 + b"}", "no program can read"),
        (b"[" * 100_000, "no program can read"),
        (b'{"title": "T"}', "has no text"),
        (b"{'text': 'single quotes'}", "not JSON"),
    ],
)
def test_a_line_that_is_no_article_is_an_error_named_by_file_and_line(tmp_path: Path, line: bytes, why: str):
    path = write(
        tmp_path / "a.jsonl", jsonl(GOOD).encode() + b"\n" + line + b"\n" + jsonl({"text": MORE_PROSE}).encode()
    )
    articles, (error,) = load_all(path)
    assert len(articles) == 2
    assert error.item == f"{path}:3"
    assert why in error.why


def test_a_line_too_long_to_be_an_article_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("corpus.jsonlines.MAX_LINE_BYTES", 1000)
    path = write(tmp_path / "a.jsonl", jsonl(GOOD, {"text": "x" * 5000}, {"text": MORE_PROSE}))
    articles, (error,) = load_all(path)
    assert [article.text for article in articles] == [PROSE, MORE_PROSE]
    assert error.item == f"{path}:2"


def test_an_article_of_ten_megabytes_is_refused_and_the_next_one_gets_in(tmp_path: Path):
    path = write(tmp_path / "a.jsonl", jsonl({"text": "word " * 2_000_000}, GOOD))
    (article,), (error,) = load_all(path)
    assert article.text == PROSE
    assert "10,000,000 characters; the limit is 1,000,000" in error.why


def test_a_byte_order_mark_blank_lines_and_a_missing_last_newline_do_no_harm(tmp_path: Path):
    content = b"\xef\xbb\xbf" + jsonl(GOOD).encode() + b"\n  \r\n" + jsonl({"text": MORE_PROSE}).encode().rstrip()
    articles, errors = load_all(write(tmp_path / "a.ndjson", content))
    assert (len(articles), errors) == (2, [])


def test_lone_surrogates_in_a_record_become_replacement_characters(tmp_path: Path):
    line = '{"text": "Bad \\ud800 half and \\ud83d\\ude00.", "title": "T \\udfff", "tags": ["\\ud800"]}\n'
    article = only(write(tmp_path / "a.jsonl", line))
    assert (article.text, article.title, article.tags) == ("Bad \ufffd half and 😀.", "T \ufffd", ("\ufffd",))


def test_a_gzip_file_is_read(tmp_path: Path):
    article = only(write(tmp_path / "a.jsonl.gz", gzip.compress(jsonl(GOOD).encode())))
    assert (article.title, article.source) == ("OpenAI hires Lau", "thepaper.example")


def test_of_a_gzip_file_that_was_cut_off_the_good_lines_get_in(tmp_path: Path):
    lines = jsonl(
        *(
            {**GOOD, "url": f"https://a.example/{number}", "text": f"{PROSE} {os.urandom(40).hex()}."}
            for number in range(200)
        )
    )
    whole = gzip.compress(lines.encode())
    path = write(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2])
    articles, errors = load_all(path)
    assert 0 < len(articles) < 200
    assert errors[-1].item == str(path)
    assert "cut off" in errors[-1].why


def test_a_file_that_is_gzip_by_name_only_is_an_error(tmp_path: Path):
    assert "not a sound gzip file" in only_error(write(tmp_path / "a.jsonl.gz", jsonl(GOOD))).why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (gzip.compress(b"{}"), "compressed with gzip"),
        ('{"text": "x"}\n'.encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02\n\x03\x04\n", "binary"),
    ],
)
def test_a_file_that_is_no_json_lines_at_all_is_one_error_that_says_what_it_is(
    tmp_path: Path, content: bytes, why: str
):
    path = write(tmp_path / "a.jsonl", content)
    error = only_error(path)
    assert error.item == str(path)
    assert why in error.why


def test_standard_input_is_read_like_a_file():
    stream = io.BytesIO(jsonl(GOOD).encode() + b"broken\n" + jsonl({"text": MORE_PROSE}).encode())
    articles, (error,) = split(load_stream(stream, name="-", fetched=FETCHED))
    assert [article.source for article in articles] == ["thepaper.example", "-"]
    assert error.item == "-:2"


def test_empty_standard_input_is_an_error():
    _, (error,) = split(load_stream(io.BytesIO(b""), name="-", fetched=FETCHED))
    assert str(error) == "-: is empty"


@given(st.binary(max_size=300))
def test_any_bytes_on_standard_input_raise_nothing(data: bytes):
    assert all(
        isinstance(item, (Article, ArticleError)) for item in load_stream(io.BytesIO(data), name="-", fetched=FETCHED)
    )


# Plain text ----------------------------------------------------------------------------------------------------------


def test_a_text_file_is_named_after_itself_and_attributed_to_itself(tmp_path: Path):
    article = only(write(tmp_path / "openai-scaling_team.txt", f"{PROSE}\n\n{MORE_PROSE}"))
    assert (article.title, article.source) == ("openai scaling team", "openai-scaling_team.txt")
    assert (article.published, article.url, article.fetched) == (None, None, FETCHED)
    assert article.text == f"{PROSE}\n\n{MORE_PROSE}"


def test_a_first_line_that_stands_alone_like_a_title_is_the_title_and_leaves_the_text(tmp_path: Path):
    article = only(write(tmp_path / "a.txt", f"\ufeffOpenAI hires Lau\r\n\r\n{PROSE}\r\n"))
    assert (article.title, article.text) == ("OpenAI hires Lau", PROSE)


@pytest.mark.parametrize("start", ["OpenAI hired Lau.\n\n", "OpenAI hires Lau\n", "Lau " * 60 + "\n\n"])
def test_a_first_line_that_is_a_sentence_or_part_of_one_is_not_the_title(tmp_path: Path, start: str):
    article = only(write(tmp_path / "an-article.txt", start + PROSE))
    assert article.title == "an article"
    assert article.text.startswith(start.split("\n")[0].strip())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_text_file_in_another_encoding_is_read(tmp_path: Path, encoding: str):
    text = "The café in Zürich opened “AI week” – déjà vu for the engineers. Señor Núñez spoke about his façade."
    assert only(write(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        ("\u200b\ufeff", "has no text"),
        (b"Text\x00with nulls", "is a binary file"),
        (bytes(range(1, 256)) * 20, "binary file, or text in an unknown encoding"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "an Office document"),
        (gzip.compress(b"text"), "compressed with gzip"),
        ("word " * 300_000, "characters; the limit is"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_file_that_holds_no_article_is_an_error_that_says_why(
    tmp_path: Path, suffix: str, content: bytes | str, why: str
):
    path = write(tmp_path / f"a{suffix}", content)
    error = only_error(path)
    assert error.item == str(path)
    assert why in error.why


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10 * 2**30)  # sparse: takes no room
    assert "is 10,240 MB; the limit is 32 MB" in only_error(path).why


def test_the_seed_article_loads_whole_and_without_its_furniture():
    seed = SHARED / "seed" / "openai-scaling-team.txt"
    if not seed.is_file():
        pytest.skip("../shared/seed is not on this machine")
    article = only(seed)
    assert (article.title, article.source, article.published) == (
        "openai scaling team",
        "openai-scaling-team.txt",
        None,
    )
    assert article.text.endswith("could redefine civilization’s technological horizon.")
    assert "Qwen" not in article.text


# Markdown ------------------------------------------------------------------------------------------------------------


def test_a_markdown_file_with_front_matter_is_read(tmp_path: Path):
    article = only(write(tmp_path / "a.md", BRIEF))
    assert (article.title, article.source, article.url) == ("OpenAI hires Lau: what we know", "Groundwire briefs", None)
    assert article.published == datetime(2023, 5, 2, tzinfo=UTC)
    assert article.updated == datetime(2023, 5, 3, 10, tzinfo=UTC)
    assert (article.authors, article.tags) == (("Jane Doe", "Bo Ray"), ("openai", "tesla"))
    assert (article.section, article.language) == ("Business", "en")
    assert article.text == f"{PROSE}\n\n{MORE_PROSE}"


def test_windows_line_ends_and_a_byte_order_mark_before_front_matter_do_no_harm(tmp_path: Path):
    article = only(write(tmp_path / "a.md", "\ufeff" + BRIEF.replace("\n", "\r\n")))
    assert (article.title, article.text) == ("OpenAI hires Lau: what we know", f"{PROSE}\n\n{MORE_PROSE}")


def test_markdown_is_made_plain(tmp_path: Path):
    body = (
        "# The *title* of it\n\n## A heading\n\n"
        "A [link](http://a.example), **bold**, _soft_, `code` &amp; <b>tags</b>\non two lines.\n\n"
        "![picture](a.png)\n\n- First item.\n- Second item.\n\n> A quotation.\n\n"
        "| Name | Count |\n|---|---|\n| Lau | 12 |\n\n```python\nprint('hello')\n```\n\n<!-- a note -->\n\n"
        "<div>Raw markup.</div>\n\n1\\. Not a list.\n"
    )
    article = only(write(tmp_path / "a.markdown", body))
    assert article.title == "The title of it"
    assert article.text.split("\n\n") == [
        "A heading",
        "A link, bold, soft, code & tags on two lines.",
        "- First item.",
        "- Second item.",
        "A quotation.",
        "Name, Count",
        "Lau, 12",
        "print('hello')",
        "Raw markup.",
        "1. Not a list.",
    ]


def test_markdown_keeps_powers_the_lines_of_code_and_words_that_look_like_tags(tmp_path: Path):
    body = (
        "More than 10<sup>25</sup> operations.\n\n```\none = 1\nTwo = 2\n```\n\nPut <think> before the answer.\n\n"
        "<think>\n\n- A loose item.\n\n- Another one.\n"
    )
    assert plain(body, "a.md")[1].split("\n\n") == [
        "More than 10^25 operations.",
        "one = 1\nTwo = 2",
        "Put <think> before the answer.",
        "<think>",
        "- A loose item.",
        "- Another one.",
    ]


def test_without_front_matter_and_heading_a_markdown_file_is_named_after_itself(tmp_path: Path):
    assert only(write(tmp_path / "openai-hires.md", PROSE)).title == "openai hires"


def test_a_markdown_file_that_begins_with_a_rule_loses_nothing(tmp_path: Path):
    assert only(write(tmp_path / "a.md", f"---\n\n{PROSE}\n\n---\n\n{MORE_PROSE}")).text == f"{PROSE}\n\n{MORE_PROSE}"
    assert only(write(tmp_path / "b.md", f"---\n\n{PROSE}")).text == PROSE


@pytest.mark.parametrize(
    "fault", ["title: A: B", "title: [unclosed", "title: 'open", "\tindented: by tab", "published: 2023-02-31"]
)
def test_front_matter_that_is_not_yaml_is_an_error_that_says_so(tmp_path: Path, fault: str):
    error = only_error(write(tmp_path / "a.md", f"---\n{fault}\nsource: S\n---\n\n{PROSE}\n"))
    assert "front matter" in error.why


def test_front_matter_without_a_body_is_an_article_without_text(tmp_path: Path):
    assert "has no text" in only_error(write(tmp_path / "a.md", "---\ntitle: T\n---\n")).why


# HTML ----------------------------------------------------------------------------------------------------------------


def page(head: str = "", before: str = "", footer: str = "") -> str:
    """A page with an article of two paragraphs, a menu and a footer."""
    paragraphs = "".join(f"<p>{text} {text.replace('Tesla', 'Meta')}</p>" for text in (PROSE, MORE_PROSE))
    return (
        f"<!doctype html><html lang='en'><head><title>OpenAI hires Lau - The Paper</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/tech'>Technology</a></nav><article><h1>OpenAI hires Lau</h1>{before}"
        f"{paragraphs}</article><footer><p>{footer}</p></footer></body></html>"
    )


LINKED_DATA = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "OpenAI hires Lau", "datePublished": "2023-11-18T04:00:00-08:00", "dateModified": "2023-11-20T09:00:00Z",
"author": [{"@type": "Person", "name": "Jane Doe"}], "publisher": {"@type": "Organization", "name": "The Paper"}}
</script><link rel="canonical" href="https://www.thepaper.example/hires">
<meta property="og:site_name" content="The Paper">"""


def test_a_web_page_gives_its_article_and_what_it_states_about_it(tmp_path: Path):
    article = only(write(tmp_path / "saved page.html", page(LINKED_DATA, footer="© 2021 The Paper")))
    assert article.text.startswith(PROSE)
    assert article.text.count("\n\n") == 1
    assert "Technology" not in article.text
    assert (article.title, article.source) == ("OpenAI hires Lau", "The Paper")
    assert article.url == "https://www.thepaper.example/hires"
    assert article.authors == ("Jane Doe",)
    assert article.published == datetime(2023, 11, 18, 12, tzinfo=UTC)
    assert article.updated == datetime(2023, 11, 20, 9, tzinfo=UTC)


def test_a_date_in_a_meta_or_time_element_is_the_pages_own(tmp_path: Path):
    meta = "<meta property='article:published_time' content='2023-11-18T04:00:00Z'>"
    assert only(write(tmp_path / "a.html", page(meta))).published == datetime(2023, 11, 18, 4, tzinfo=UTC)
    time = "<time datetime='2022-03-05'>5 March</time>"
    assert only(write(tmp_path / "b.htm", page(before=time))).published == datetime(2022, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "made",
    [
        page(),
        page(footer="Copyright 2021 The Paper"),
        page(footer="© 2019-2023"),
        page(before="<p>On March 5, 2020, something else happened at Tesla.</p>"),
        page("<meta property='article:modified_time' content='2023-12-18T04:00:00Z'>"),
    ],
)
def test_a_page_that_does_not_say_when_it_was_published_has_no_date(tmp_path: Path, made: str):
    path = write(tmp_path / "a.html", made)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert only(path).published is None


def test_a_page_in_the_encoding_it_declares_is_read(tmp_path: Path):
    made = page("<meta charset='windows-1251'>", before="<p>Компания наняла инженеров из Теслы во вторник утром.</p>")
    assert "Компания наняла" in only(write(tmp_path / "a.html", made.encode("windows-1251"))).text


@pytest.mark.parametrize(
    "content", ["<html><body></body></html>", "<html><body><script>x()</script></body></html>", "<br>"]
)
def test_a_page_without_an_article_is_an_error_that_says_so(tmp_path: Path, content: str):
    assert "no article text" in only_error(write(tmp_path / "a.html", content)).why


def test_references_are_kept_as_far_as_they_can_be_read_and_survive_being_written_out():
    stated = [
        {"outlet": "Wired", "headline": "Four  hired", "date": "2025-07-08", "url": "https://wired.example/4"},
        {"outlet": "OpenAI", "subject": "the announcement", "date": "July"},
        {"outlet": 5, "url": "javascript:alert(1)"},
        {"date": "2025-07-08"},
        "Wired",
        None,
    ]
    found = load_mapping({"text": PROSE, "references": stated}, item="1", fetched=FETCHED)
    assert found.references == (
        Reference(outlet="Wired", headline="Four hired", day=date(2025, 7, 8), url="https://wired.example/4"),
        Reference(outlet="OpenAI", subject="the announcement"),
        Reference(outlet="5"),
    )
    assert load_mapping(json_ready(found), item="1", fetched=FETCHED) == found
    for nothing in (None, "Wired", {"outlet": "Wired"}, 7, [[]]):
        assert load_mapping({"text": PROSE, "references": nothing}, item="1", fetched=FETCHED).references == ()


def test_a_title_of_a_thousand_words_keeps_its_first_ones():
    article = load_mapping({"text": PROSE, "title": "word " * 1000}, item="x", fetched=FETCHED)
    assert len(article.title) <= MAX_TITLE_CHARS + 2
    assert article.title.startswith("word word ")
    assert article.title.endswith("word …")
