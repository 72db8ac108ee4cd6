"""From the bytes of a feed, of whatever format, to its items. Fetching them is `corpus.web.fetch`."""

from __future__ import annotations

import re
import zlib

from corpus.errors import ArticleError
from corpus.feeds.html import named_feeds
from corpus.feeds.items import MAX_ITEMS, Feed, FeedItem, NotAFeedError
from corpus.feeds.json_feed import read_json_feed
from corpus.feeds.sitemap import read_sitemap
from corpus.feeds.syndication import read_syndication
from corpus.files.textfile import decode

__all__ = ["MAX_ITEMS", "Feed", "FeedItem", "NotAFeedError", "parse_feed"]

MAX_UNPACKED_BYTES = 50 * 2**20
"""What a sitemap that is kept gzipped may unpack to: the limit of the sitemap protocol."""

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s>\[]{0,100}+)[^>\[]*+([>\[])", re.IGNORECASE)
_PAGE = re.compile(r"[^<]{0,200}<(?:html|head|body|meta|title)[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_READERS = {
    "rss": read_syndication,
    "rdf": read_syndication,
    "feed": read_syndication,
    "channel": read_syndication,
    "urlset": read_sitemap,
    "sitemapindex": read_sitemap,
}
"""The name of a document's outermost element, and what reads such a document."""


def parse_feed(fetched_body: bytes, *, url: str, content_type: str = "", charset: str | None = None) -> Feed:
    """Read RSS, Atom, JSON Feed, a sitemap or an index of sitemaps, told apart by what the document is.

    `content_type` only words the error, because servers get it wrong; `charset` is what the server declared. At most
    `MAX_ITEMS` items, the newest. Raises `NotAFeedError` for a web page, and `ArticleError` for anything else that is
    no feed, is broken, or declares XML entities, which no feed needs and by which small files unfold into big ones.
    """
    text = _characters(fetched_body, url, charset).strip().lstrip("\ufeff")
    if text.startswith("{"):
        return read_json_feed(text, url)
    document, root = _below_prolog(text, url)
    if root == "html":
        raise NotAFeedError(url, named_feeds(document, url))
    reader = _READERS.get(root)
    if reader is None:
        kind = f" ({content_type.partition(';')[0].strip()})" if content_type else ""
        raise ArticleError(url, f"is no feed{kind}: it is neither RSS, Atom, JSON Feed nor a sitemap")
    try:
        return reader(document, url)
    except ArticleError:
        raise
    except Exception as error:  # feedparser lets through whatever broken markup makes it trip over
        raise ArticleError(url, f"is too broken to be read as a feed ({type(error).__name__}: {error})") from error


def _characters(body: bytes, url: str, charset: str | None) -> str:
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body, url)
    if not body.strip():
        raise ArticleError(url, "is empty")
    stated = _ENCODING.search(body[:1000])
    return decode(body, url, declared=charset or (stated[1].decode("ascii") if stated else None))


def _unpacked(body: bytes, url: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(body, MAX_UNPACKED_BYTES)
    except zlib.error as error:
        raise ArticleError(url, f"is broken gzip: {error}") from None
    if unpacker.unconsumed_tail:
        raise ArticleError(url, f"unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB")
    return data


def _below_prolog(text: str, url: str) -> tuple[str, str]:
    """The document from its outermost element on, and that element's local name in lower case; "" if it is no XML.

    Nothing before that element is handed on, so that no parser can come to another reading of it than this one.
    """
    at = _end(_PROLOG.match(text))
    doctype = _DOCTYPE.match(text, at)
    if doctype:
        if doctype[2] == "[":
            raise ArticleError(url, "declares XML entities; a feed needs none, and they can unfold without end")
        at = _end(_PROLOG.match(text, doctype.end()))
    if (doctype and doctype[1].lower() == "html") or _PAGE.match(text, at):
        return text[at:], "html"
    root = _ROOT.match(text, at)
    return text[at:], root[1].lower() if root else ""


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0
