"""A version of an article as a row of the catalogue and back, and what a later statement changes of an earlier one."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from corpus.article import Article, Reference
from corpus.outlets import is_named
from corpus.plain_values import json_ready

COLUMNS = (
    "article_id", "version", "url", "title", "source", "outlet", "authors", "published", "updated", "fetched",
    "language", "section", "tags", "text", "content_hash", "published_day", "known_from", "raw_hash", "published_order",
    "refs",
)  # fmt: skip
SAID = ("url", "title", "source", "authors", "published", "updated", "language", "section", "tags", "refs")
"""What is said about an article's words, and may be said later."""
_OF_WORDS = ("id", "text", "fetched", "version", "cluster")
"""What is not said about an article's words, but is theirs."""


def day_number(moment: datetime) -> int:
    """Days since 1 January of year 1 of the day in the zone that `moment` is stated in: the publisher's own day."""
    return moment.toordinal()


def utc_order(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: what moments are put in order by, whatever the zones they are stated in."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def record_of(article: Article, digest: str, raw_digest: str, replaces: int | None) -> dict[str, Any]:
    """The row of a version; `replaces` is the day from which the version before it was known, None for the first."""
    days = [day_number(moment) for moment in (article.published, article.updated) if moment]
    known_from = max(days, default=day_number(article.fetched))
    if replaces is not None and known_from <= replaces:  # changed without a word: known since it was seen
        known_from = max(replaces, day_number(article.fetched))
    return {
        "article_id": article.id,
        "version": article.version,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "outlet": article.outlet,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": _iso(article.published),
        "updated": _iso(article.updated),
        "fetched": _iso(article.fetched),
        "language": article.language,
        "section": article.section,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "text": article.text,
        "content_hash": digest,
        "published_day": day_number(article.published) if article.published else None,
        "known_from": known_from,
        "raw_hash": raw_digest,
        "published_order": utc_order(article.published) if article.published else None,
        "refs": json.dumps(json_ready(article.references), ensure_ascii=False),
    }


def merged(before: Article, now: Article) -> Article:
    """`before` with what `now` says that is new. A page that moves its publishing day on was only touched up."""
    published, updated = _better(before.published, now.published), _better(before.updated, now.updated)
    if now.url and before.published and published and published > before.published:
        published, updated = before.published, max(updated or published, published)
    known = carried(before, now)
    return replace(known, published=published, updated=updated, **{name: getattr(before, name) for name in _OF_WORDS})


def carried(before: Article, now: Article) -> Article:
    """`now`, with what it does not state and `before` did: what is known stays known until something else is stated."""
    published, updated = _better(before.published, now.published), _better(before.updated, now.updated)
    if published and updated and updated < published:
        updated = now.updated
    return replace(
        now,
        title=now.title or before.title,
        source=before.source if is_named(before.source) and not is_named(now.source) else now.source,
        url=before.url or now.url,  # of one canonical form, or they would have two ids
        authors=now.authors or before.authors,
        published=published,
        updated=updated,
        language=now.language or before.language,
        section=now.section or before.section,
        tags=now.tags or before.tags,
        references=now.references or before.references,
    )


def article_of(row: sqlite3.Row) -> Article:
    """The article version in a row of `versions` with its `cluster`."""
    return Article(
        id=row["article_id"],
        title=row["title"],
        source=row["source"],
        text=row["text"],
        url=row["url"],
        authors=tuple(json.loads(row["authors"])),
        published=_moment(row["published"]),
        updated=_moment(row["updated"]),
        fetched=datetime.fromisoformat(row["fetched"]),
        language=row["language"],
        section=row["section"],
        tags=tuple(json.loads(row["tags"])),
        references=tuple(_reference(kept) for kept in json.loads(row["refs"])),
        version=row["version"],
        cluster=row["cluster"],
    )


def _reference(kept: dict[str, Any]) -> Reference:
    return Reference(**{**kept, "day": date.fromisoformat(kept["day"]) if kept["day"] else None})


def _better(before: datetime | None, now: datetime | None) -> datetime | None:
    """What is stated `now`, unless that says less than `before`: the same moment without its zone, or its day alone."""
    if now is None or before is None:
        return now or before
    less = now == before or (_is_a_day(now) and now.date() == before.date())
    return before if less and not now.utcoffset() else now


def _is_a_day(moment: datetime) -> bool:
    """Whether a moment stands for a day alone: midnight UTC (docs/dates.md)."""
    return not moment.utcoffset() and moment.time() == time()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None  # in its own zone: the day it names is the one that is shown


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
