"""When a page says its article was published and changed: what is asked first, and what is not believed.

docs/dates.md gives the order of trust in words. Never used: the day of fetching, a copyright line, a date in the text,
a date beside another article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpus.dates import MAX_AHEAD
from corpus.months import with_numbers
from corpus.pages import jsonld
from corpus.pages.tree import content, words_of
from corpus.pages.written_dates import NUMERIC_DATE, dateline, is_before, settle, written

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from corpus.pages.jsonld import Entity
    from corpus.pages.metadata import Metas

_OPEN_GRAPH = (
    "article:published_time",
    "article:published",
    "article:published:time",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "og:release_date",
)
_OTHER_METAS = (
    *(
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "dc.issued",
        "dcterms.created",
        "dc.date.created",
        "dc.created",
    ),
    *(
        "dcterms.date",
        "dc.date",
        "citation_publication_date",
        "citation_date",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
    ),
    *(
        "publishdate",
        "publish-date",
        "publish_date",
        "published_date",
        "publication_date",
        "publication-date",
        "published",
    ),
    *(
        "article_date_original",
        "article.published",
        "article.created",
        "originalpublicationdate",
        "cxenseparse:recs:publishtime",
    ),
    *("bt:pubdate", "pub_date", "date_published", "last-published", "rnews:datepublished", "displaydate", "date"),
)
_CHANGED_METAS = (
    *(
        "article:modified_time",
        "article:modified",
        "article:modified:time",
        "og:article:modified_time",
        "og:updated_time",
        "datemodified",
    ),
    *("dcterms.modified", "dc.date.modified", "dc.modified", "article.updated", "lastmod", "updated_time", "revised"),
)
_PUBLISHED_NAMES = (
    "datepublished",
    "pubdate",
    "dc:issued",
    "dcterms:issued",
    "dc:created",
    "dcterms:created",
    "dc:date",
    "dcterms:date",
)
_CHANGED_NAMES = ("datemodified", "dc:modified", "dcterms:modified")
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)|/((?:19|"
    r"20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=[/_.-])"
)
_CHANGE_WORDS = re.compile(
    r"\b(?:updat\w+|modified|edited|revised|corrected|changed|aktualisiert\w*|geändert|mis à jour|"
    r"actualizado|aggiornato)\b|更新|修改|تحديث",
    re.IGNORECASE,
)
_OTHER_MOMENTS = re.compile(
    r"\b(?:event|deadline|expires?|starts?|ends?|until|due|since|©|copyright)\b|©", re.IGNORECASE
)
_CHANGE_NAMES = re.compile(
    r"(?:^|[-\s])(?:updated|modified|changed|revised|date-modified|entry-updated|lastmod)(?=[-\s]|$)"
)
_DATE_LINE_CHARS = 160
_LINE_WORDS = 14


def dates_of(
    metas: Metas,
    article: Entity,
    zone: list[HtmlElement],
    address: str | None,
    island: dict[str, object],
    lead: str = "",
    *,
    language: str | None = None,
    now: datetime | None = None,
) -> tuple[str | None, str | None]:
    """Return (published, updated) as ISO 8601 strings, each None where nothing states it.

    A change before the publication is none: systems keep the day a draft was last touched. Months that mean two in
    different languages are read in `language`. `now` is the latest moment
    believed, give or take `corpus.dates.MAX_AHEAD`.
    """
    limit = (now or datetime.now(UTC)) + MAX_AHEAD
    published = settle(_published(metas, article, zone, address, island, lead, language), limit, language)
    updated = settle(_changed(metas, article, zone, island, language), limit, language)
    if published and updated and is_before(updated, published):
        updated = None
    return written(published), written(updated)


def _published(
    metas: Metas,
    article: Entity,
    zone: list[HtmlElement],
    address: str | None,
    island: dict[str, object],
    lead: str,
    language: str | None,
) -> Iterator[object]:
    """Yield what states the publication, most trusted first."""
    yield from jsonld.as_list(article.get("datePublished"))
    for name in _OPEN_GRAPH:
        yield from metas.get(name, [])
    yield from _marked(zone, _PUBLISHED_NAMES)
    for name in _OTHER_METAS:
        yield from metas.get(name, [])
    yield island.get("published")
    yield from (value for changed, value in _times(zone) if not changed)
    yield from jsonld.as_list(article.get("dateCreated"))
    yield _url_day(address)
    yield from (value for changed, value in _lines(zone, language) if not changed)
    yield dateline(lead, language)


def _changed(
    metas: Metas, article: Entity, zone: list[HtmlElement], island: dict[str, object], language: str | None
) -> Iterator[object]:
    """Yield what states the last change, most trusted first."""
    yield from jsonld.as_list(article.get("dateModified"))
    for name in _CHANGED_METAS:
        yield from metas.get(name, [])
    yield from _marked(zone, _CHANGED_NAMES)
    yield island.get("updated")
    yield from (value for changed, value in _times(zone) if changed)
    yield from (value for changed, value in _lines(zone, language) if changed)


def _marked(zone: list[HtmlElement], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the values of microdata and RDFa properties near the headline."""
    for element in zone:
        properties = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
        if any(each in names or each.removeprefix("schema:") in names for each in properties.split()):
            yield element.get("content") or element.get("datetime") or content(element)


def _times(zone: list[HtmlElement]) -> Iterator[tuple[bool, str]]:
    """Yield (says it is a change, value) for the <time> elements near the headline."""
    for element in zone:
        if element.tag in ("time", "relative-time", "local-time") and (value := element.get("datetime") or ""):
            yield _is_change(element), value


def _is_change(element: HtmlElement) -> bool:
    if _CHANGE_NAMES.search(words_of(element)):
        return True
    if "published" in words_of(element):
        return False
    before = element.getprevious()
    parent = element.getparent()
    lead = (
        (before.tail or content(before))
        if before is not None and before.tag != "time"
        else (before.tail if before is not None else None)
    )
    label = lead if lead is not None else (parent.text or "") if parent is not None else ""
    return bool(_CHANGE_WORDS.search(label) or _CHANGE_WORDS.search(element.text or ""))


def _lines(zone: list[HtmlElement], language: str | None) -> Iterator[tuple[bool, str]]:
    """Yield (says it is a change, date) for dates written out in short lines near the headline."""
    seen: set[str] = set()
    for element in zone:
        line = content(element)
        if len(line) > _DATE_LINE_CHARS or line in seen or element.tag in ("h1", "h2", "h3", "figcaption"):
            continue
        seen.add(line)
        line = with_numbers(line, language)
        if _is_sentence(line):
            continue
        end = 0
        for date in NUMERIC_DATE.finditer(line):
            label, end = line[end : date.start()], date.end()
            if not _OTHER_MOMENTS.search(label):
                yield bool(_CHANGE_WORDS.search(label)), date[0]


def _is_sentence(line: str) -> bool:
    """Whether a line is prose that mentions a date, not a byline that gives one."""
    rest = NUMERIC_DATE.sub("", line)
    return len(rest.split()) > _LINE_WORDS or (bool(re.search(r"[^\W\d]{2}[.!?。؟]$", line)) and len(rest.split()) > 3)


def _url_day(address: str | None) -> str | None:
    found = _URL_DAY.search(address or "")
    if not found:
        return None
    year, month, day = (int(each) for each in found.groups() if each)
    return f"{year:04}-{month:02}-{day:02}"
