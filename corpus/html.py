"""Web pages: trafilatura finds the article; what the page states about it is kept, and nothing is guessed."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.dates import parse_date
from corpus.errors import ArticleError
from corpus.textfile import decode, read_bytes, readable_stem

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
_ISO_WITH_ZONE = "%Y-%m-%dT%H:%M:%S%z"
_STATES_PUBLICATION = re.compile(r"publi|pubdate|created|issued|<time", re.IGNORECASE)


def html_file_record(path: Path) -> dict[str, object]:
    """Read an HTML file as a record. Raises `ArticleError` if no article is in it."""
    data = read_bytes(path)
    charset = _CHARSET.search(data[:_HEAD_BYTES])
    page = decode(data, str(path), declared=charset[1].decode("ascii") if charset else None)
    record = html_record(page, item=str(path))
    return {**record, "title": record["title"] or readable_stem(path)}


def html_record(page: str, *, item: str, url: str | None = None) -> dict[str, object]:
    """Return the article in `page` as a record: its text and what the page says of title, authors, dates, outlet.

    No network is used. `url` is where the page was fetched from; the page's own canonical address goes before it.
    "published" is a date that the page states in its metadata, in a <time> element or in its address, else None: not
    the year of a copyright line, nor a date in the text. Raises `ArticleError` if there is no article text.
    """
    from trafilatura import bare_extraction  # half a second to import
    from trafilatura.settings import Document

    found = bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={
            "extensive_search": False,  # an extensive search takes dates out of footers and sentences
            "original_date": True,
            "outputformat": _ISO_WITH_ZONE,
        },
    )
    text = (found.text or "").strip() if isinstance(found, Document) else ""
    if not isinstance(found, Document) or not text:
        raise ArticleError(item, "has no article text: it may be a list, a form, or a page that a script fills in")
    published, updated = found.date, _modified(page)
    if updated and parse_date(published) == parse_date(updated) and not _STATES_PUBLICATION.search(page):
        published = None  # the only date of the page says when it was changed
    return {
        "text": text.replace("\n", "\n\n"),  # trafilatura ends each paragraph with one newline
        "title": found.title or "",
        "authors": (found.author or "").split(";"),
        "published": published,
        "updated": updated,
        "source": found.sitename or "",
        "url": found.url or url,
        "section": next(iter(found.categories or ()), None),
        "tags": list(found.tags or ()),
        "language": found.language,
    }


_MODIFIED = re.compile(r"<meta\b[^>]*?\barticle:modified_time\b[^>]*>", re.IGNORECASE)
_MODIFIED_JSON = re.compile(r"\"dateModified\"\s*:\s*\"([^\"]{8,40})\"")
_CONTENT = re.compile(r"\bcontent\s*=\s*[\"']([^\"']{8,40})[\"']", re.IGNORECASE)


def _modified(page: str) -> str | None:
    """Return when the page says it was changed, as it writes it: Open Graph first, then JSON-LD."""
    tag = _MODIFIED.search(page)
    found = (_CONTENT.search(tag[0]) if tag else None) or _MODIFIED_JSON.search(page)
    return found[1] if found else None
