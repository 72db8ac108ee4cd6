"""One web address to the articles it holds: which kind of document came, whatever it is called, and who reads it.

Fetching is `corpus.web.fetch`, and feeds are `corpus.feeds.parse`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.article import Article, article_id
from corpus.cleaning.plaintext import SENTENCE_END, one_line
from corpus.errors import ArticleError
from corpus.files.jsonl import load_stream
from corpus.hosts import same_host
from corpus.outlets import claimed_name, shown_name
from corpus.pages.charsets import page_text
from corpus.pages.html import html_record
from corpus.records import load_mapping
from corpus.web.fetch import Fetched, Fetcher
from corpus.web.paged import markup, with_later_pages
from corpus.web.redirects import leads_nowhere

_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/vnd.wap.xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/jsonl": "jsonl",
    "application/jsonlines": "jsonl",
    "application/x-jsonlines": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "text/jsonl": "jsonl",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/feed+json": "feed",
}
_SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".jsonl": "jsonl", ".ndjson": "jsonl", ".txt": "text"}
_SAYS_NOTHING = ("", "application/octet-stream", "binary/octet-stream", "application/x-download", "application/unknown",
                 "application/force-download", "unknown/unknown", "*/*")  # fmt: skip
"""What servers send for files whose kind they were never told."""
_MAY_BE_ANOTHER = (*_SAYS_NOTHING, "text/plain", "application/json", "text/json")

_HEAD_BYTES = 2048
_COMMENT = r"<!--(?:(?!-->).)*-->"
_PROLOG = rf"(?:\s|<\?[^>]*>|{_COMMENT}|<!doctype\s+(?:rss|feed|rdf)[^>]*>)*"
_FEED = re.compile(_PROLOG + r"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>]", re.IGNORECASE | re.DOTALL)
_JSON_FEED = re.compile(r"\s*\{.{0,1000}?\"version\"\s*:\s*\"https?:(?:/|\\/){2}jsonfeed\.org", re.DOTALL)
_PAGE = re.compile(rf"(?:\s|<\?[^>]*>|{_COMMENT})*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)
_LIKE_A_PAGE = re.compile(
    rf"(?:\s|{_COMMENT})*<(?:head|body|meta|title|script|style|div|article|section|main|table|h1|p|a|br)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_TITLE_CHARS = 150


def load_url(url: str, fetcher: Fetcher) -> Iterator[Article | ArticleError]:
    """Yield the articles at `url`: one of a page, a text or a PDF file, many of JSON Lines; nothing is raised.

    What gives no article comes as an `ArticleError`, those of `fetcher` included, and redirects to a front page. An
    article's address is the final one after redirects, or one of the same host that the document states; its outlet is
    whose address that is, whatever the document says. An article that goes on on further pages is read to its end; a
    page of it that fails comes as an error.
    """
    try:
        got = fetcher.get(url)
        if why := leads_nowhere(url, got.url):
            yield ArticleError(url, why)
        else:
            yield from _load(got, fetcher, item=url)
    except ArticleError as error:
        yield error


def _load(got: Fetched, fetcher: Fetcher, *, item: str) -> Iterator[Article | ArticleError]:
    """Yield the articles in what was fetched; `item` names it in errors. Raises `ArticleError` if there is none."""
    if not got.body.strip():
        raise ArticleError(item, "is empty")
    kind = _kind(got)
    if kind == "feed":
        raise ArticleError(item, f"is a feed or a sitemap, not an article: use `groundwire feeds add {item}`")
    if kind == "jsonl":
        for found in load_stream(io.BytesIO(got.body), name=item, fetched=got.fetched, default_source="-"):
            yield found if isinstance(found, ArticleError) else _of_its_host(found, got, kind, is_alone=False)
        return
    reader = _READERS.get(kind)
    if reader is None:
        what = f"is {got.content_type}" if got.content_type else "is of a kind that cannot be told"
        raise ArticleError(item, f"{what}, not an article: HTML, text, Markdown, PDF and JSON Lines are read")
    record, failed = reader(got, item), list[ArticleError]()
    if kind == "html":
        record, failed = with_later_pages(record, got, fetcher, item=item)
    article = load_mapping(record, item=item, fetched=got.fetched, default_source="-")
    yield _of_its_host(article, got, kind, is_alone=True)
    yield from failed


def _of_its_host(article: Article, got: Fetched, kind: str, *, is_alone: bool) -> Article:
    """`article` under an address of the host that it came from, and that host's name: it can replace no other's.

    Of several in one document, one without such an address has none, and its words identify it.
    """
    named = shown_name if kind == "html" else claimed_name
    url = article.url if article.url and same_host(article.url, got.url) else got.url if is_alone else None
    return replace(
        article,
        id=article_id(url, article.text),
        url=url,
        source=named(article.source.removeprefix("-"), url or got.url, alone=url is not None),
        fetched=got.fetched,
    )


def _kind(got: Fetched) -> str:
    """Return what the body is: by what it begins with, else as the server says, else by the end of the address."""
    head = _head(got)
    if "%PDF-" in head[:1024]:
        return "pdf"
    if _FEED.match(head) or _JSON_FEED.match(head):
        return "feed"
    if _PAGE.match(head):
        return "html"
    kind = _TYPES.get(got.content_type, "")
    if got.content_type in _MAY_BE_ANOTHER:
        kind = _SUFFIXES.get(PurePosixPath(urlsplit(got.url).path).suffix.lower()) or kind or _guess(got, head)
    return kind


def _guess(got: Fetched, head: str) -> str:
    """Return what a document is that the server calls nothing in particular; "" if it is not text."""
    first_line = got.body.lstrip().partition(b"\n")[0].rstrip()
    if first_line.startswith(b"{") and first_line.endswith(b"}"):
        return "jsonl"
    if got.content_type not in _SAYS_NOTHING or b"\x00" in got.body[:_HEAD_BYTES]:
        return ""
    return "html" if _LIKE_A_PAGE.match(head) else "text"


def _head(got: Fetched) -> str:
    """Return the beginning of the body in characters that are right as far as tags and marks go."""
    head = got.body[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _html(got: Fetched, item: str) -> dict[str, object]:
    return html_record(markup(got, item), item=item, url=got.url)


def _text(got: Fetched, item: str) -> dict[str, object]:
    """The first line is the title if it stands alone like one, as in files."""
    text = page_text(got.body, item, charset=got.charset).replace("\r\n", "\n").replace("\r", "\n").strip()
    first, _, rest = text.partition("\n")
    title = one_line(first)
    stands_alone = rest.startswith("\n") and 0 < len(title) <= _TITLE_CHARS and not SENTENCE_END.search(title)
    return {"title": title if stands_alone else _name(got.url), "text": rest if stands_alone else text, "url": got.url}


def _markdown(got: Fetched, item: str) -> dict[str, object]:
    from corpus.files.markdown import plain, split_front_matter

    front, body = split_front_matter(page_text(got.body, item, charset=got.charset), item)
    heading, text = plain(body, item)
    stated = front.get("title")
    if stated and heading and heading != stated:
        text = f"{heading}\n\n{text}"
    return {**front, "title": stated or heading or _name(got.url), "text": text, "url": got.url}


def _pdf(got: Fetched, item: str) -> dict[str, object]:
    from corpus.files.pdf import pdf_record

    record = pdf_record(got.body, item=item)
    return {**record, "title": record.get("title") or _name(got.url), "url": got.url}


_READERS: dict[str, Callable[[Fetched, str], dict[str, object]]] = {
    "html": _html,
    "text": _text,
    "markdown": _markdown,
    "pdf": _pdf,
}


def _name(url: str) -> str:
    """Return the end of the address as a title: "https://example.com/openai-scaling.txt" is "openai scaling"."""
    parts = urlsplit(url)
    return one_line(re.sub(r"[-_]+", " ", PurePosixPath(unquote(parts.path)).stem)) or (parts.hostname or url)
