"""Web addresses to articles: what came decides, whatever the server calls it; a page that is bad costs one error."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from web_server import Page, WebServer, endless, gzip_bomb, raw, redirect

from corpus.article import Article, article_id
from corpus.errors import ArticleError
from corpus.pages.charsets import declared_in_markup, page_text
from corpus.web.documents import load_url
from corpus.web.fetch import Fetcher, FetchError
from corpus.web.limits import FetchLimits

WORDS = [
    "Borealis said on Monday that it had opened a laboratory for language models in Oslo.",
    "The laboratory will employ forty researchers, most of them hired from universities in the north.",
    "“We don’t expect a product before next year,” said the company’s head of research.",
]
TITLE = "Borealis opens a laboratory in Oslo"


def html(title: str = TITLE, words: list[str] = WORDS, head: str = "") -> str:
    body = "".join(f"<p>{each}</p>" for each in words)
    top = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
    return f"{top}<body><article><h1>{title}</h1>{body}</article></body></html>"


@pytest.fixture
def fetcher(server: WebServer) -> Iterator[Fetcher]:
    limits = FetchLimits(total=20, delay=0, retries=0)
    hosts = {server.host, server.host.replace("127.0.0.1", "localhost")}
    with Fetcher(limits=limits, allow_hosts=hosts, sleep=lambda _: None) as ready:
        yield ready


def article(url: str, fetcher: Fetcher) -> Article:
    (only,) = load_url(url, fetcher)
    assert isinstance(only, Article), only
    return only


def error(url: str, fetcher: Fetcher) -> ArticleError:
    (only,) = load_url(url, fetcher)
    assert isinstance(only, ArticleError), only
    assert only.item == url
    return only


def pdf() -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=12)
    for each in [TITLE, *WORDS[:2]]:
        document.multi_cell(0, 8, each)
        document.ln(4)
    return bytes(document.output())


def test_a_page_becomes_an_article_of_its_address(server, fetcher):
    url = server.put("/2024/story", Page(html().encode()))
    found = article(url, fetcher)
    assert (found.title, found.url, found.id) == (TITLE, url, article_id(url, ""))
    assert found.text.split("\n\n") == WORDS
    assert found.fetched.tzinfo is not None
    assert found.published is None


def part(number: int, of: int, links: str = "", title: str = TITLE) -> Page:
    words = [f"On page {number} stands what the laboratory in Oslo cost: {number} million for its rooms alone."]
    return Page(html(title, [*WORDS[:2], *words, f"Page {number} of {of}"], head=links).encode())


@pytest.mark.parametrize(
    ("address", "link", "title"),
    [
        ("/2", "<link rel='next' href='{}'>", TITLE),
        ("/other", "<div class='pagination'><a class=n rel='next' href='{}'>Next »</a></div>", f"{TITLE} - Page 2"),
        ("/2", "<div class='page-links'>Pages: <span>1</span> <a href='{}'>2</a></div>", f"{TITLE} (2/2)"),
        ("/?page=2", "<a href='{}#top'>2</a>", TITLE),
        ("/page/2/", "<a href='{}'>2</a>", f"{TITLE} – Seite 2 von 2"),
    ],
)
def test_an_article_of_two_pages_is_read_to_its_end(server, fetcher, address, link, title):
    url = server.put("/story", part(1, 2, link.format(f"/story{address}")))
    server.put(f"/story{address}", part(2, 2, f"<link rel=canonical href='{url}'>", title))
    found = article(url, fetcher)
    assert (found.url, found.title) == (url, TITLE)
    assert [each[:9] for each in found.text.split("\n\n")] == ["Borealis ", "The labor", "On page 1", "On page 2"]


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=next title='Another story' href='/another'>",
        "<nav class='post-navigation'><a rel=next href='/another'>Next post</a></nav>",
        "<a rel=next href='/another'>Orca opens a laboratory in Porto</a>",
        "<a href='/another'>2</a><a href='/story/3'>3</a><a href='/story#2'>2</a>",
        "<a rel=next href='http://localhost:9/story/2'>2</a>",
        "<a rel=next href='/story'>2</a>",
    ],
)
def test_what_leads_to_another_article_is_not_asked_for(server, fetcher, link):
    url = server.put("/story", part(1, 1, link))
    server.put("/another", part(2, 2))
    assert "On page 2" not in article(url, fetcher).text
    assert "/another" not in server.paths


def test_a_next_page_of_another_title_is_another_article(server, fetcher):
    url = server.put("/story", part(1, 1, "<link rel=next href='/another'>"))
    server.put("/another", part(2, 2, title="Orca opens a laboratory in Porto"))
    assert "On page 2" not in article(url, fetcher).text


def test_pages_without_end_are_read_up_to_a_limit(server, fetcher):
    for number in range(1, 60):
        server.put(f"/story/{number}", part(number, 99, f"<link rel=next href='/story/{number + 1}'>"))
    assert "On page 20 " in article(server.url("/story/1"), fetcher).text
    assert "/story/21" not in server.paths
    server.put("/story/2", part(2, 99, "<link rel=next href='/story/1'>"))
    assert "On page 2 " in article(server.url("/story/1"), fetcher).text


def test_a_page_that_fails_leaves_what_was_read_and_is_named(server, fetcher):
    url = server.put("/story", part(1, 2, "<link rel=next href='/story/2'>"))
    found, failed = load_url(url, fetcher)
    assert found.text.startswith(WORDS[0])
    assert str(failed) == f"{server.url('/story/2')}: is page 2 of {url}, and answered 404 Not Found"


@pytest.mark.parametrize(
    ("asked", "final", "why"),
    [
        ("/2025/a", "/", "the front page of its site"),
        ("/?p=123", "/", "the front page of its site"),
        ("/a", "/signin?next=/a", "it may want them to sign in"),
        ("/a", "/consent?site=1&continue=http%3A%2F%2F{host}%2Fa%3Fx%3D1", "it may want them to sign in"),
        ("/index.html", "/", ""),
        ("/en-gb/", "/", ""),
        ("/a", "/b", ""),
        ("/a", "/a/?utm_source=x", ""),
    ],
)
def test_a_redirect_to_a_front_page_or_to_sign_in_gives_no_article(server, fetcher, asked, final, why):
    final = final.replace("{host}", server.host)
    server.put(final, Page(html().encode()))
    [result] = load_url(server.put(asked, redirect(final)), fetcher)
    assert isinstance(result, ArticleError) == bool(why)
    assert why in str(result)


def test_after_redirects_the_address_is_the_final_one(server, fetcher):
    server.put("/new", Page(html().encode()))
    assert article(server.put("/old", redirect("/new")), fetcher).url == server.url("/new")


def test_a_page_may_name_another_address_of_its_own_site(server, fetcher):
    link = '<link rel="canonical" href="/2024/story">'
    url = server.put("/2024/story.amp?utm_source=x", Page(html(head=link).encode()))
    assert article(url, fetcher).url == server.url("/2024/story")


@pytest.mark.parametrize("claim", [
    '<link rel="canonical" href="https://www.example.com/news/story">',
    '<meta property="og:url" content="https://www.example.com/news/story">',
    '<base href="https://www.example.com/"><link rel="canonical" href="/news/story">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "url": "https://www.example.com/news/story"}</script>',
    '<link rel="canonical" href="https://127.0.0.1.example.com/story">',
    '<link rel="canonical" href="javascript:alert(1)">',
])  # fmt: skip
def test_a_page_cannot_claim_the_address_of_another_site(server, fetcher, claim):
    url = server.put("/story", Page(html(head=claim).encode()))
    assert article(url, fetcher).url == url


@pytest.mark.parametrize("content_type", [
    "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", None, "application/xml",
    "image/png", "nonsense", "TEXT/HTML;;charset", "application/pdf",
])  # fmt: skip
def test_a_page_is_a_page_whatever_the_server_calls_it(server, fetcher, content_type):
    url = server.put("/story", Page(html().encode(), content_type=content_type))
    assert article(url, fetcher).text.split("\n\n") == WORDS


def test_xhtml_is_read_with_the_charset_of_its_declaration(server, fetcher):
    page = '<?xml version="1.0" encoding="windows-1252"?>\n' + html()
    url = server.put("/story", Page(page.encode("cp1252"), content_type="application/xhtml+xml"))
    assert article(url, fetcher).text.split("\n\n") == WORDS


@pytest.mark.parametrize(("encoding", "header"), [
    ("utf-8", "utf-8"), ("utf-8", None), ("utf-8", "iso-8859-1"), ("utf-8", "klingon"), ("cp1252", "iso-8859-1"),
    ("cp1252", "us-ascii"), ("cp1252", "utf-8"), ("cp1252", None), ("utf-16", "utf-16"), ("utf-16", None),
    ("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be"), ("utf-8-sig", "utf-16"), ("utf-8", "unicode_escape"),
    ("utf-8", "undefined"), ("utf-8", "idna"), ("utf-8", "base64"),
])  # fmt: skip
def test_characters_are_right_where_the_charset_is_declared_missing_or_wrong(server, fetcher, encoding, header):
    content_type = f"text/html; charset={header}" if header else "text/html"
    url = server.put("/story", Page(html().encode(encoding), content_type=content_type))
    assert article(url, fetcher).text.split("\n\n") == WORDS


@pytest.mark.parametrize(("encoding", "declared"), [
    ("gb18030", "gb2312"), ("big5", "big5"), ("shift_jis", "shift_jis"), ("euc_kr", "euc-kr"),
    ("cp1251", "windows-1251"), ("iso2022_jp", "iso-2022-jp"), ("cp1256", "windows-1256"), ("cp1254", "iso-8859-9"),
])  # fmt: skip
def test_the_charset_a_page_declares_itself_is_used(encoding, declared):
    words = {
        "gb18030": "公司周一表示，它在奥斯陆开设了一个实验室。",
        "big5": "公司週一表示，它在奧斯陸開設了一個實驗室。",
        "shift_jis": "同社は月曜日、オスロに研究所を開設したと発表した。",
        "euc_kr": "회사는 월요일 오슬로에 연구소를 열었다고 밝혔다.",
        "cp1251": "Компания открыла лабораторию в Осло.", "iso2022_jp": "同社は月曜日、研究所を開設した。",
        "cp1256": "أعلنت الشركة يوم الاثنين افتتاح مختبر", "cp1254": "Şirket “Oslo’da” bir laboratuvar açtı.",
    }[encoding]  # fmt: skip
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    data = f"<html><head>{meta}</head><p>{words}</p>".encode(encoding)
    assert words in page_text(data, "page", charset=declared_in_markup(data))


def test_a_page_in_utf8_with_one_damaged_character_keeps_the_others(server, fetcher):
    page = html().encode().replace("“".encode(), "“".encode()[:2], 1)
    found = article(server.put("/story", Page(page)), fetcher)
    assert "don’t" in found.text
    assert "company’s" in found.text


def test_plain_text_is_read_with_its_title(server, fetcher):
    url = server.put("/story", Page(f"{TITLE}\r\n\r\n{WORDS[0]}".encode(), content_type="text/plain"))
    found = article(url, fetcher)
    assert (found.title, found.text, found.url) == (TITLE, WORDS[0], url)


def test_plain_text_without_a_title_is_called_as_its_address(server, fetcher):
    url = server.put("/a/borealis-in-oslo.txt", Page("\n\n".join(WORDS).encode(), content_type="text/plain"))
    assert article(url, fetcher).title == "borealis in oslo"


@pytest.mark.parametrize(
    ("path", "content_type"), [("/story", "text/markdown; charset=utf-8"), ("/story.md", "text/plain")]
)
def test_markdown_is_read_and_its_front_matter_claims_no_address(server, fetcher, path, content_type):
    page = f"---\ndate: 2024-03-04\nurl: https://www.example.com/story\n---\n# {TITLE}\n\n{WORDS[0]} *Yes.*\n"
    url = server.put(path, Page(page.encode(), content_type=content_type))
    found = article(url, fetcher)
    assert (found.title, found.text, found.url) == (TITLE, f"{WORDS[0]} Yes.", url)
    assert found.published is not None


@pytest.mark.parametrize(("path", "content_type"), [
    ("/news", "application/x-ndjson"), ("/news.jsonl", "text/plain"), ("/news", "application/octet-stream"),
    ("/news", "application/json"),
])  # fmt: skip
def test_json_lines_hold_many_articles_and_a_bad_line_costs_itself(server, fetcher, path, content_type):
    lines = [json.dumps({"title": f"Story {number}", "text": WORDS[0]}) for number in range(3)]
    body = "\n".join([lines[0], "{broken", *lines[1:]]).encode()
    url = server.put(path, Page(body, content_type=content_type))
    titles = [each.title if isinstance(each, Article) else each.item for each in load_url(url, fetcher)]
    assert titles == ["Story 0", f"{url}:2", "Story 1", "Story 2"]


def test_what_documents_of_the_web_say_of_who_published_them_is_not_believed(server, fetcher):
    claims = {
        "source": "Reuters",
        "url": "https://www.reuters.com/a",
        "fetched": "2001-01-01",
        "published": "2024-03-04",
    }
    front = "\n".join(f"{name}: {value}" for name, value in claims.items())
    url = server.put("/a.md", Page(f"---\n{front}\n---\n{WORDS[0]}".encode(), content_type="text/markdown"))
    found = article(url, fetcher)
    assert (found.source, found.url, found.fetched.year > 2001) == ("127.0.0.1", url, True)
    assert found.published == datetime(2024, 3, 4, tzinfo=UTC)
    own = server.url("/news/7")
    lines = [json.dumps({**claims, "text": f"{WORDS[0]} {n}", **more}) for n, more in enumerate([{}, {"url": own}])]
    url = server.put("/a.jsonl", Page("\n".join(lines).encode(), content_type="application/x-ndjson"))
    records = [each for each in load_url(url, fetcher) if isinstance(each, Article)]
    assert [(each.source, each.url) for each in records] == [("127.0.0.1", None), ("127.0.0.1", own)]
    assert [each.id for each in records] == [article_id(each.url, each.text) for each in records]
    assert all(each.fetched.year > 2001 and each.published == found.published for each in records)
    page = server.put("/page", Page(html(head='<meta property="og:site_name" content="Reuters">').encode()))
    assert article(page, fetcher).source == "Reuters (127.0.0.1)"


@pytest.mark.parametrize("content_type", ["application/pdf", "application/octet-stream", "text/html"])
def test_a_pdf_is_a_pdf_whatever_the_server_calls_it(server, fetcher, content_type):
    url = server.put("/paper.pdf", Page(pdf(), content_type=content_type))
    found = article(url, fetcher)
    assert WORDS[1] in found.text
    assert found.url == url


def test_a_pdf_that_is_cut_off_is_an_error(server, fetcher):
    error(server.put("/paper.pdf", Page(pdf()[:400], content_type="application/pdf")), fetcher)


@pytest.mark.parametrize("body", [
    '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', '<feed xmlns="http://www.w3.org/2005/Atom"/>',
    "<!-- news --><rdf:RDF xmlns:rdf='x'></rdf:RDF>", '\ufeff<?xml version="1.0"?>\n<urlset xmlns="x"></urlset>',
    "<sitemapindex></sitemapindex>", '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
])  # fmt: skip
@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/xml", "text/html", "application/json", None])
def test_a_feed_is_named_as_one_with_the_command_for_it(server, fetcher, body, content_type):
    url = server.put("/feed", Page(body.encode(), content_type=content_type))
    assert error(url, fetcher).why == f"is a feed or a sitemap, not an article: use `groundwire feeds add {url}`"


@pytest.mark.parametrize(("content_type", "body"), [
    ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(100)), ("video/mp4", bytes(100) + b"ftyp"),
    ("application/zip", b"PK\x03\x04" + bytes(90)),
    ("text/css", b"p { color: red }"), ("text/csv", b"a,b\n1,2\n"), ("application/json", b'{\n "title": "x"\n}'),
    ("application/xml", b"<?xml version='1.0'?><note>hello</note>"),
    ("application/gzip", b"\x1f\x8b\x08\x00" + bytes(50)),
    ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
    ("application/octet-stream", bytes(range(256)) * 8),
])  # fmt: skip
def test_what_holds_no_article_is_named(server, fetcher, content_type, body):
    url = server.put("/thing", Page(body, content_type=content_type))
    assert (
        error(url, fetcher).why
        == f"is {content_type}, not an article: HTML, text, Markdown, PDF and JSON Lines are read"
    )


@pytest.mark.parametrize("body", [
    b"\x89PNG\r\n\x1a\n" + bytes(100), b"\x00\x01\x02" * 500, bytes(range(128, 256)) * 20,
    codecs.BOM_UTF16_LE + b"\x00\xd8" * 50,
    b"%PDF-1.7 and nothing more", b"<html></html>", b"<html><p></p></html>", b"<html" * 1000, b"<!--" * 5000,
    b"<!---->" * 1000, b"<meta " * 20_000, b"&" * 100_000, b"<a<" * 10_000,
])  # fmt: skip
def test_junk_that_is_called_a_page_is_one_error(server, fetcher, body):
    error(server.put("/junk", Page(body)), fetcher)


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_empty_body_is_an_error(server, fetcher, body):
    assert error(server.put("/empty", Page(body)), fetcher).why == "is empty"


def test_a_page_of_50_mb_is_an_error_before_it_is_read(server, fetcher):
    url = server.put("/huge", Page(b"<p>x</p>" * (50 * 2**20 // 8)))
    assert error(url, fetcher).why == "is 50 MB; the limit is 20 MB"
    assert error(server.put("/endless", endless()), fetcher).why == "is larger than the limit of 20 MB"
    assert error(server.put("/bomb", gzip_bomb(100_000_000)), fetcher).why == "is larger than the limit of 20 MB"


def test_a_page_of_50_mb_that_the_limits_let_through_is_an_error(server):
    url = server.put("/huge", Page(b"<html><body>" + b"<p>Some words.</p>" * (50 * 2**20 // 18)))
    with Fetcher(limits=FetchLimits(max_bytes=60 * 2**20, delay=0), allow_hosts={server.host}) as fetcher:
        assert not isinstance(error(url, fetcher), FetchError)


@pytest.mark.parametrize(("opening", "closing"), [
    ("<div>", "</div>"), ("<b>", "</b>"), ("<blockquote>", "</blockquote>"), ("<ul><li>", "</li></ul>"),
    ("<table><tr><td>", "</td></tr></table>"), ("<section><p>", ""), ("<article>", "</article>"),
    ("<font><a href=x>", ""),
])  # fmt: skip
def test_a_page_nested_10_000_deep_ends_in_an_article_or_an_error(server, fetcher, opening, closing):
    inner = "".join(f"<p>{each}</p>" for each in WORDS)
    page = f"<html><body>{inner}{opening * 10_000}{inner}{closing * 10_000}</body></html>"
    (only,) = load_url(server.put("/deep", Page(page.encode())), fetcher)
    assert isinstance(only, ArticleError) or WORDS[0] in only.text


def test_json_nested_without_end_in_a_page_costs_nothing_but_itself(server, fetcher):
    script = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    script += (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "x": {"[" * 50_000}{"]" * 50_000}}}</script>'
    )
    assert article(server.put("/deep", Page(html(head=script).encode())), fetcher).text.split("\n\n") == WORDS


def test_what_cannot_be_fetched_comes_as_the_fetchers_error(server, fetcher):
    missing = error(server.url("/missing"), fetcher)
    assert isinstance(missing, FetchError)
    assert missing.why == "answered 404 Not Found"
    assert "only http and https" in error("file:///etc/passwd", fetcher).why


HEADERS = ["Content-Type", "Content-Encoding", "Content-Length", "Location", "ETag", "Retry-After", "Transfer-Encoding"]
VALUES = [
    "text/html", "text/plain; charset", "application/pdf", 'charset="', "gzip", "br", "deflate", "gzip, gzip",
    "chunked", "0", "99", "-1", "1e9", "", "?", "//[", "http://", "\x80", "a" * 300, "Mon, 01 Jan 2024 00:00:00",
]  # fmt: skip


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[WebServer, Fetcher]]:
    limits = FetchLimits(delay=0, retries=0, total=20)
    with WebServer() as server, Fetcher(limits=limits, allow_hosts={server.host}, obey_robots=False) as fetcher:
        yield server, fetcher


@given(
    status=st.sampled_from(
        [b"HTTP/1.1 200 OK", b"HTTP/1.1 302 Found", b"HTTP/1.1 503 No", b"HTTP/9 200", b"HTTP/1.1 099 ?"]
    ),
    headers=st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(VALUES) | st.text(max_size=20)), max_size=5),
    body=st.binary(max_size=300)
    | st.sampled_from([html().encode(), pdf(), b"\x1f\x8b\x08", b"{}", b"[]", b"%PDF-", b"<rss "]),
)
def test_whatever_bytes_a_server_answers_the_items_are_articles_or_errors(web, status, headers, body):
    server, fetcher = web
    lines = [f"{name}: {value}".encode("utf-8", "surrogatepass") for name, value in headers]
    items = list(load_url(server.put("/any", raw(b"\r\n".join([status, *lines, b"", body]))), fetcher))
    assert items
    assert all(isinstance(each, (Article, ArticleError)) for each in items)
