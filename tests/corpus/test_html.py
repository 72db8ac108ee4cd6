"""From HTML to a record: what wins where a page's statements differ, what is not believed, and hostile pages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from corpus.errors import ArticleError
from corpus.pages.authors import names_in
from corpus.pages.html import fragment_blocks, html_file_record, html_record
from corpus.pages.tree import MAX_PAGE_CHARS

PROSE = (
    "<p>Larkspur Compute switched on the second hall of its Ardenfield site on Monday, two months after the first.</p>"
    "<p>The company has spent 310 million crowns on the two halls so far, and says that both are already full.</p>"
)
HEADLINE = "Larkspur opens a second hall"


def page(head: str = "", *, before: str = "", after: str = "", prose: str = PROSE) -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{HEADLINE}</title>{head}</head><body><article><h1>{HEADLINE}</h1>"
        f"{before}{prose}</article>{after}</body></html>"
    )


def linked(**properties: Any) -> str:
    entity = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **properties}
    return f'<script type="application/ld+json">{json.dumps(entity)}</script>'


def record(made: str, url: str | None = None) -> dict[str, Any]:
    return html_record(made, item="page", url=url)


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


LINKED = linked(datePublished="2024-03-01T10:00:00Z")
OPEN_GRAPH = meta("article:published_time", "2024-03-02T10:00:00Z")
ITEMPROP = '<span itemprop="datePublished" content="2024-03-03T10:00:00Z"></span>'
NAMED_META = '<meta name="parsely-pub-date" content="2024-03-04T10:00:00Z">'
TIME = '<time datetime="2024-03-05T10:00:00Z">5 March</time>'
ADDRESS = "https://a.example/2024/03/06/halls"
LINE = "<p>By Odile Marrow | March 7, 2024</p>"


@pytest.mark.parametrize(
    ("head", "before", "url", "day"),
    [
        (LINKED + OPEN_GRAPH + NAMED_META, ITEMPROP + TIME + LINE, ADDRESS, 1),
        (OPEN_GRAPH + NAMED_META, ITEMPROP + TIME + LINE, ADDRESS, 2),
        (NAMED_META, ITEMPROP + TIME + LINE, ADDRESS, 3),
        (NAMED_META, TIME + LINE, ADDRESS, 4),
        ("", TIME + LINE, ADDRESS, 5),
        ("", LINE, ADDRESS, 6),
        ("", LINE, None, 7),
    ],
)
def test_where_dates_disagree_the_more_trusted_one_wins(head: str, before: str, url: str | None, day: int):
    assert record(page(head, before=before), url)["published"][:10] == f"2024-03-{day:02}"


@pytest.mark.parametrize(
    ("line", "language", "published"),
    [
        ("Ana Prado | 5 de juny de 2025", "ca", "2025-06-05"),
        ("Ana Prado | 5 juni 2025 kl. 14:20", "sv", "2025-06-05T14:20:00+00:00"),
        ("Ana Prado | 2025년 6월 5일", "ko", "2025-06-05"),
        ("Ana Prado | 5 listopada 2025", "pl", "2025-11-05"),
        ("Ana Prado | 5 listopada 2025", "hr", "2025-10-05"),
        ("Ana Prado | Thursday, June 5th, 2025 at 2:20 PM EDT", "en", "2025-06-05T14:20:00-04:00"),
    ],
)
def test_a_date_beside_the_headline_is_read_in_the_pages_language(line: str, language: str, published: str):
    made = page(
        before=f"<p class='byline'>{line}</p>", prose="<p>Larkspur Compute opened its second hall on Monday.</p>"
    )
    found = record(made.replace("lang='en'", f"lang='{language}'"))
    assert (found["published"], found["authors"]) == (published, ["Ana Prado"])


def test_a_day_is_made_more_exact_by_a_lesser_statement_of_the_same_day_only():
    day = meta("article:published_time", "2024-03-05")
    assert record(page(day, before=TIME))["published"] == "2024-03-05T10:00:00+00:00"
    assert record(page(meta("article:published_time", "2024-03-04"), before=TIME))["published"] == "2024-03-04"


def test_a_zone_is_taken_from_a_lesser_statement_of_the_same_time():
    head = linked(datePublished="2024-03-01T10:00:00") + meta("article:published_time", "2024-03-01T10:00:00+02:00")
    assert record(page(head))["published"] == "2024-03-01T10:00:00+02:00"


@pytest.mark.parametrize(
    "stated", ["2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01", "{{ date }}", "yesterday", "2024"]
)
def test_an_unbelievable_date_counts_as_none(stated: str):
    assert record(page(linked(datePublished=stated)))["published"] is None
    assert record(page(linked(datePublished=stated), before=LINE))["published"] == "2024-03-07"


@pytest.mark.parametrize(
    "beside",
    [
        "<aside><time datetime='2024-05-05'>5 May</time></aside>",
        "<div class='related-posts'><p>May 5, 2024</p></div>",
        "<section><article><h3><a href='/b'>Other</a></h3><time datetime='2024-05-05'></time></article></section>",
        "<footer>© 2024 A. Last built May 5, 2024</footer>",
        linked(headline="Quite another story of the day", url="https://a.example/other", datePublished="2024-05-05"),
    ],
)
def test_a_date_beside_another_article_is_not_this_ones(beside: str):
    assert record(page(after=beside), "https://a.example/halls")["published"] is None


def test_a_change_before_the_publication_is_none():
    made = page(linked(datePublished="2024-03-01T10:00:00Z", dateModified="2024-02-27T10:00:00Z"))
    assert (record(made)["published"][:10], record(made)["updated"]) == ("2024-03-01", None)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ann Lee and Bo Roe, senior reporters | 3 May 2024", ["Ann Lee", "Bo Roe"]),
        ("Von Leontine Krautwald, 07.06.2023, 14:05 Uhr", ["Leontine Krautwald"]),
        ("Written by Ann-Lee O'Hara for The Tern", ["Ann-Lee O'Hara"]),
        ("记者 林若溪", ["林若溪"]),
        ("بقلم: سلمى الراجحي", ["سلمى الراجحي"]),
        ("By Staff Writer", []),
        ("The Tern Staff", []),
        ("admin", []),
        ("https://social.example/tern", []),
        ("desk@tern.example", []),
    ],
)
def test_a_byline_gives_names_and_nothing_else(line: str, authors: list[str]):
    assert names_in(line) == authors


def test_the_outlet_is_no_author_and_an_agency_is():
    head = meta("og:site_name", "The Tern")
    people = [{"@type": "Organization", "name": name} for name in ("The Tern", "Associated Wireline")]
    assert record(page(head + linked(author=people)))["authors"] == ["Associated Wireline"]


@pytest.mark.parametrize(
    ("canonical", "address"),
    [
        ("/halls", "https://www.a.example/halls"),
        ("https://a.example/halls", "https://a.example/halls"),
        ("https://other.example/halls", "https://www.a.example/halls?utm_source=x"),
        ("https://www.a.example/", "https://www.a.example/halls?utm_source=x"),
        ("http://[::1", "https://www.a.example/halls?utm_source=x"),
        ("javascript:alert(1)", "https://www.a.example/halls?utm_source=x"),
    ],
)
def test_the_canonical_address_counts_on_the_pages_own_site(canonical: str, address: str):
    made = page(f'<link rel="canonical" href="{canonical}">')
    assert record(made, "https://www.a.example/halls?utm_source=x")["url"] == address


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2024-05-21T00:30:00+02:00", "2024-05-21T00:30:00+02:00"),
        ("May 20, 2024 3:30 p.m. PT", "2024-05-20T15:30:00-07:00"),
        ("2024-05-21T09:30:00+02:00", "2024-05-20T22:30:00+00:00"),
    ],
)
def test_a_moment_in_utc_is_the_publishers_own_where_a_lesser_statement_gives_the_same_one(written, published):
    made = page(linked(datePublished="2024-05-20T22:30:00Z") + meta("og:pubdate", written))
    assert record(made)["published"] == published


@pytest.mark.parametrize(
    ("fetched", "canonical"),
    [
        ("/news/a", "/news"),
        ("/news/a", "/news/index.html"),
        ("/ai/ai-act", "/ai"),
        ("/news/a", "/{{ page.url }}"),
        ("/news/a", "/%7B%7B+page.url+%7D%7D"),
        ("/news/a", "/undefined"),
        ("/news/a-2", "/news/a-1"),
        ("/story.php?id=2", "/story.php"),
        ("/story.php?id=2", "/story.php?id=1"),
        ("/?p=12", "/"),
        ("/a/2", "/a"),
        ("/#!/story/2", "/"),
    ],
)
def test_an_address_that_a_template_says_on_every_page_is_not_the_pages_own(fetched: str, canonical: str):
    url = f"https://a.example{fetched}"
    for claim in (f'<link rel="canonical" href="{canonical}">', meta("og:url", f"https://a.example{canonical}")):
        assert record(page(claim), url)["url"] == url


@pytest.mark.parametrize(
    ("fetched", "canonical"),
    [
        ("/a/amp", "/a"),
        ("/a/index.html", "/a"),
        ("/2024/a.amp.html", "/2024/a"),
        ("/node/3391?page=1", "/node/3391"),
        ("/a?print=1", "/a"),
        ("/tech/maker-fined-88", "/law/maker-is-fined-88"),
        ("/story.php?id=2", "/2024/story-2"),
    ],
)
def test_a_page_that_states_where_it_stands_is_believed(fetched: str, canonical: str):
    made = page(f'<link rel="canonical" href="{canonical}">')
    assert record(made, f"https://m.a.example{fetched}")["url"] == f"https://m.a.example{canonical}"


@pytest.mark.parametrize("canonical", ["https://a.example/", "https://a.example/{{ slug }}"])
def test_a_saved_page_has_no_address_rather_than_one_that_others_have_too(canonical: str):
    assert html_record(page(f'<link rel="canonical" href="{canonical}">'), item="p")["url"] is None


def test_text_that_subscribers_pay_for_is_not_taken_out_of_the_pages_data():
    body = "The paid part of the article goes on with a good many words that the page does not show. " * 20
    free = record(page(linked(articleBody=body)))["text"]
    paid = record(page(linked(articleBody=body, isAccessibleForFree=False)))["text"]
    assert "The paid part" in free
    assert "The paid part" not in paid


def test_broken_linked_data_and_metadata_do_not_hide_the_article():
    scripts = "".join(
        f'<script type="application/ld+json">{text}</script>'
        for text in (
            "{",
            "[[[",
            "null",
            '{"@type": 5, "author": 3}',
            '{"@graph": {"@type": ["NewsArticle"], "author": [null, [], {}]}}',
            "[" * 50_000,
        )
    )
    assert "second hall" in record(page(scripts + "<meta property='article:published_time'>"))["text"]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle", // main\n"headline":"%s","datePublished":"2025-06-05"}',
        '/* ours */{"@type":"NewsArticle","headline":"%s" /* x */,"datePublished":"2025-06-05"};',
        r'{"@type":"NewsArticle","headline":"%s","name":"Larkspur\'s hall","datePublished":"2025-06-05"}',
        '{"@type":"NewsArticle","headline":"%s","description":"It says "yes", and no","datePublished":"2025-06-05"}',
        '{"@type":"Organization","name":"x"}{"@type":"NewsArticle","headline":"%s","datePublished":"2025-06-05"}',
        '{"@graph":[{"@type":"NewsArticle","headline":"%s","datePublished":"2025-06-05",},]}',
        '{"@type":"NewsArticle" "headline":"%s" "datePublished":"2025-06-05"}',
        "{'@type':'NewsArticle','headline':'%s','datePublished':'2025-06-05'}",
        '{"@type":"NewsArticle","headline":"%s","wordCount":,"datePublished":"2025-06-05"',
        '{"@type":"NewsArticle","headline":"%s","datePublished":"2025-06-05"}'.replace('"', "&quot;"),
        '{"@type":"NewsArticle","headline":"%s","datePublished":"2025-06-05"}'.replace('"', "&#34;"),
        '<!--{"@type":"NewsArticle","headline":"%s","datePublished":"2025-06-05"}-->',
        '{"@type":"NewsArticle","headline":"%s","datePublished":"2025-06-05T9:00:00-04:00"}',
    ],
)
def test_a_damaged_script_keeps_the_date_it_states(script: str):
    made = page(f'<script type="application/ld+json">{script.replace("%s", HEADLINE)}</script>')
    assert record(made)["published"][:10] == "2025-06-05"


SURVEY = "Of 1,200 nurses asked by Medora, 61 percent use a chatbot at work."
NAMES = (
    "survey poll discussion consent ads cookies comments subscription membership rating donate login sponsor "
    "promo-text related-background newsletter popular topics reactions labels gdpr share player trending"
)


@pytest.mark.parametrize("attribute", ["id", "class"])
@pytest.mark.parametrize("name", NAMES.split())
def test_a_part_of_the_article_is_kept_whatever_it_is_called(name: str, attribute: str):
    part = f"<section {attribute}='{name}'><h2>The {name}</h2><p>{SURVEY}</p></section>"
    first, second = PROSE.split("</p>", 1)
    for prose in (f"{first}</p>{part}{second}", PROSE + part):
        assert SURVEY in record(page(prose=prose))["text"]


@pytest.mark.parametrize(
    "part",
    [
        "<div class='related'><h3><a href='/b'>Others</a></h3><p>Velora opened a hall in Velm on Monday.</p></div>",
        "<div class='newsletter'><h2>Our letter</h2><p>Subscribe to get the best of Velm in your inbox.</p></div>",
        "<div class='newsletter'><p>The best of Velm, once a week, by mail.</p><form><input type='email'></form></div>",
        "<div class='cookies'><p>We use cookies to make this page better for all of you.</p></div>",
        "<div class='ads'><p>Velora makes chips that save power and money.</p><p><a href='/x'>Learn more</a></p></div>",
        "<div id='comments'><h3>2 comments</h3><p>Jo Roe</p><p>The halls are a fine thing for the town.</p></div>",
        "<div class='caption'>Workers stand before the second hall in Ardenfield.</div>",
    ],
)
def test_what_asks_links_away_or_stands_apart_is_dropped_by_its_name(part: str):
    first, second = PROSE.split("</p>", 1)
    assert record(page(prose=f"{first}</p>{part}{second}"))["text"].count("\n\n") == 1


def test_the_first_word_of_a_sites_own_names_says_nothing():
    prose = PROSE.replace("<p>", "<p class='gdpr-Paragraph'>")
    made = page(prose=prose + "<ul class='gdpr-List'><li class='gdpr-Item'>Heat for the school</li></ul>")
    text = record(made.replace("<h1>", "<h1 id='gdpr-ArticleTitle'>"))["text"]
    assert text.count("\n\n") == 2
    assert text.endswith("- Heat for the school")


def test_a_list_keeps_its_items_and_a_table_its_rows():
    more = "<ul><li>Heat for the school</li><li>Heat for the baths</li></ul>"
    more += "<table><tr><td>Halls</td><td>2</td></tr></table>"
    lines = record(page(prose=PROSE + more))["text"].split("\n\n")
    assert lines[2:] == ["- Heat for the school", "- Heat for the baths", "Halls, 2"]


def lines_of(markup: str) -> list[str]:
    return [block.text for block in fragment_blocks(markup, "fragment")]


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("more than 10<sup>25</sup> operations", "more than 10^25 operations"),
        ("10<sup>-4</sup> after 2<sup> 20 </sup> steps", "10^-4 after 2^20 steps"),
        ("10<sup><b>25</b></sup>, 10<sup>n</sup> and 2<sup>n+1</sup>", "10^25, 10^n and 2^n+1"),
        ("10<span style='font-size:9px; vertical-align: super'>25</span> operations", "10^25 operations"),
        ("<b>10</b><sup>25</sup> operations", "10^25 operations"),
        ("400 m<sup>2</sup> of floor, (a+b)<sup>2</sup>", "400 m^2 of floor, (a+b)^2"),
        ("the 1<sup>st</sup>, le 2<sup>e</sup>, M<sup>me</sup> Roe", "the 1st, le 2e, Mme Roe"),
        ("CO<sub>2</sub> and 101<sub>2</sub>", "CO2 and 101_2"),
        ("2<sup>1</sup>/<sub>2</sub> years", "2 1/2 years"),
        ("It rose to 40<sup><a href='#fn3'>3</a></sup> percent.", "It rose to 40 percent."),
        ("It rose to 40<a href='/p#fn3'><sup>3</sup></a> percent.", "It rose to 40 percent."),
        ("It cost $11.<sup>2</sup> It sold.<sup>[3]</sup>", "It cost $11. It sold."),
        ("It rose by 40%<sup>1,2</sup> in Velm<sup>*</sup>.", "It rose by 40% in Velm."),
        ("<sup>1</sup>2024 figures", "1 2024 figures"),
        ("Kite<sup>®</sup> and <sup></sup>Drake", "Kite® and Drake"),
        ("<math><msup><mn>10</mn><mn>25</mn></msup></math> operations", "10^25 operations"),
        ("<math alttext='10^{25}'><mn>10</mn><mn>25</mn></math> operations", "10^{25} operations"),
    ],
)
def test_a_power_keeps_its_value_and_the_number_of_a_footnote_joins_no_figure(markup: str, line: str):
    assert lines_of(f"<p>{markup}</p>") == [line]


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("Orca said that R&amp;amp;D rose &amp;quot;fast&amp;quot;", 'Orca said that R&D rose "fast"'),
        ("It&amp;#8217;s <b>new&amp;nbsp;here</b> &amp;amp;amp; there", "It’s new here & there"),
        ("AT&amp;T and x &amp; y; 3 &lt; 5", "AT&T and x & y; 3 < 5"),
        ("Write <code>&amp;amp;</code> for &amp;amp;.", "Write &amp; for &."),
    ],
)  # fmt: skip
def test_words_escaped_twice_are_read_outside_code(markup: str, line: str):
    assert lines_of(f"<p>{markup}</p>") == [line]


def test_a_headline_keeps_its_power_too():
    made = page(prose=PROSE).replace(HEADLINE, "Rules from 10<sup>25</sup> operations")
    assert record(made)["title"] == "Rules from 10^25 operations"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<table><caption>List</caption><tr><th>Size<th>Cost<tr><td>M<td>$1</table>", ["List", "Size, Cost", "M, $1"]),
        (
            "<table><tr><td rowspan=2>Drake<td>M<td>$11</tr><tr><td>S<td>$4</tr><tr><td>Kite<td>S<td>$3</tr></table>",
            ["Drake, M, $11", "Drake, S, $4", "Kite, S, $3"],
        ),
        ("<table><tr><td>M<br>(new)</td><td><p>$11</p><p>a month</p></td></tr></table>", ["M (new), $11 a month"]),
        ("<table><tr><td>One cell</td></tr></table>", ["One cell"]),
        ("<dl><dt>Price</dt><dd>$11</dd><dt>Size:</dt><dd>M</dd><dd>S</dd></dl>", ["Price: $11", "Size: M; S"]),
        ("<dl><dt>Who sells it?</dt><dd>Velora sells it.</dd></dl>", ["Who sells it?", "Velora sells it."]),
        ("<dl><dt>Alone</dt></dl>", ["Alone"]),
        ("<ul><li><p>Chats stay</p><p>for ever</p></li><li>• Fees</li></ul>", ["- Chats stay", "for ever", "• Fees"]),
        ("<ul><li>Fees<ul><li>Old: $3</li><li>New: $4</li></ul></li></ul>", ["- Fees", "- Old: $3", "- New: $4"]),
    ],
)  # fmt: skip
def test_a_row_a_term_and_an_item_are_lines_that_read_alone(markup: str, lines: list[str]):
    assert lines_of(markup) == lines


def test_cells_over_many_rows_do_not_multiply_without_end():
    table = f"<table><tr>{'<td rowspan=9999999>x' * 5000}</tr>{'<tr>' * 5000}</table>"
    assert sum(map(len, lines_of(table))) < 100_000


def test_a_page_nested_ten_thousand_deep_ends_in_an_article_or_an_error():
    deep = "<div>" * 10_000
    with pytest.raises(ArticleError, match="no article text"):
        record(f"<html><body>{deep}<p>Too deep.</p></body></html>")
    assert "second hall" in record(page(after=deep + "x"))["text"]
    assert "second hall" in record(page(prose=PROSE + "<b><i>" * 10_000 + "x"))["text"]


def test_a_page_over_the_limit_is_an_error_with_both_sizes():
    with pytest.raises(ArticleError, match=r"a page of 50 million characters; the limit is 10 million"):
        record(page() + " " * 50_000_000)


def test_a_large_page_of_many_elements_is_read():
    rows = "".join(f"<p>Row {number} of the long list of values that this page prints.</p>" for number in range(20_000))
    made = page(prose=PROSE + rows)
    assert len(made) < MAX_PAGE_CHARS
    assert re.search(r"Row 19999 of", record(made)["text"])


def test_a_saved_page_that_calls_itself_latin_1_keeps_its_curly_quotes(tmp_path):
    sentences = "The foundry said \x93we open in May\x94 and that the \x91pilot\x92 line had run for a year. " * 6
    head = '<html><head><meta charset="ISO-8859-1"><title>Foundry</title></head>'
    page = f"{head}<body><article><h1>Foundry</h1><p>{sentences}</p></article></body></html>"
    path = tmp_path / "saved.html"
    path.write_bytes(page.encode("latin-1"))
    assert "said “we open in May” and that the ‘pilot’ line" in str(html_file_record(path)["text"])


def test_control_characters_in_a_page_and_in_its_entities_are_no_words_of_it():
    words = "<p>Borealis raised\x08 money &amp;#8; and 10<sup>2\x0b5</sup> more, the company said on Monday.</p>"
    text = record(page(prose=PROSE + words))["text"]
    assert re.search(r"Borealis raised money +and 10\^25 more", text)
