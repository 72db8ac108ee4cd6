"""What an article is: the value type every other part works on, and the rule that gives it its id.

Reading articles out of files is `corpus.loaders`; keeping them is `corpus.catalogue`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import normalize_url

from corpus.outlets import outlet_of
from corpus.tracking import is_tracking

ID_LENGTH = 16
"""Hex digits of an id: 64 bits, so that ten million articles collide with a probability below 1 in 300,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A report that an article names as what it rests on; `subject` says what it is where its headline is not known."""

    outlet: str = ""
    headline: str = ""
    subject: str = ""
    day: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one article.

    `published`, `updated` and `fetched` are aware datetimes. `published` is None where nothing says, never a guess.
    `text` is clean plain text, its paragraphs separated by one blank line; the text of a stored version never changes,
    so offsets into it hold for ever. `version` and `cluster` are given by the catalogue when it stores the article.
    """

    id: str
    title: str
    source: str
    text: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    fetched: datetime
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = field(default=())
    references: tuple[Reference, ...] = ()
    version: int = 1
    cluster: str = ""

    @property
    def outlet(self) -> str:
        """The key of who published it (see `corpus.outlets`)."""
        return outlet_of(self.url, self.source)

    def __post_init__(self) -> None:
        """Refuse naive datetimes: a date without a zone cannot be compared with the others."""
        for name in ("published", "updated", "fetched"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"Article.{name} must carry a time zone")


def content_hash(text: str) -> str:
    """SHA-256 of `text` as 64 hex digits: two articles with equal hashes have the same words."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical_url(url: str) -> str:
    """`url` without what does not change the page: tracking parameters, an anchor, default port, case of the host.

    Whatever else differs may be another page: parameters without a value, in any encoding, and the routes that scripts
    keep behind "#!" or "#/".
    """
    parts = urlsplit(url.strip())
    plain = urlsplit(normalize_url(parts._replace(query="", fragment=""), strict=False, trailing_slash=True))
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if not is_tracking(name)
    ]
    query.sort(key=itemgetter(0))
    route = parts.fragment.rstrip("/") if parts.fragment[:1] in ("!", "/") else ""
    written = urlencode(query, errors="surrogateescape")
    return urlunsplit((plain.scheme, plain.netloc, plain.path.rstrip("/") or "/", written, route.rstrip("!")))


def article_id(url: str | None, text: str) -> str:
    """The id of an article: stable for its canonical URL; for an article without one, for its words."""
    key = canonical_url(url) if url else content_hash(text)
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
