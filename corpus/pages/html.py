"""Web pages: from a page's HTML to its article's record. What the page states is kept, and nothing is guessed.

The steps are modules beside this one: what the page says in JSON-LD (`jsonld`), in its metadata (`metadata`, `authors`,
`dates`), in data for its script (`data_islands`); which of its elements are furniture (`furniture`); which text is the
article's (`text`); and why a page holds none (`kinds`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ArticleError
from corpus.files.textfile import read_bytes, readable_stem
from corpus.pages import jsonld
from corpus.pages.authors import authors_of, names_in, without_byline
from corpus.pages.blocks import Block, blocks_of
from corpus.pages.charsets import declared_in_markup, page_text
from corpus.pages.data_islands import Island, island_article
from corpus.pages.dates import dates_of
from corpus.pages.furniture import drop_foreign, drop_own, drop_unseen
from corpus.pages.kinds import why_no_article
from corpus.pages.metadata import address_of, language_of, outlet_of, section_of, tags_of, title_element, title_of
from corpus.pages.text import article_blocks
from corpus.pages.tree import first, metas, parse_page
from corpus.pages.zone import headline_zone

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from corpus.pages.jsonld import Entity

_SHORT_CHARS = 400
"""A page that shows less text than this is asked for a longer one in its data."""
_WORD = re.compile(r"\w+")
_SHOWN = 0.6
"""A page whose text lacks more than this leaves of its own JSON-LD articleBody was read wrongly."""


def html_file_record(path: Path) -> dict[str, object]:
    """Read an HTML file as a record. Raises `ArticleError` if no article is in it."""
    data = read_bytes(path)
    page = page_text(data, str(path), charset=declared_in_markup(data))
    record = html_record(page, item=str(path))
    return {**record, "title": record["title"] or readable_stem(path)}


def html_record(page: str, *, item: str, url: str | None = None) -> dict[str, object]:
    """Return the article in `page` as a record: its text and what the page says of title, authors, dates, outlet.

    No network is used. `url` is where the page was fetched from; the page's own canonical address goes before it if it
    is on the same site. Dates are as docs/dates.md says: None where the page states none. Raises `ArticleError` that
    says why, if the page holds no article: a list, a form, an error page, a page that its script fills in.
    """
    root = parse_page(page, item)
    stated, found = metas(root), jsonld.entities(root)
    canonical = address_of(root, stated, {}, url)
    headings = [title_element(root), first(stated, "og:title"), *(each.text_content() for each in root.iter("h1"))]
    article = jsonld.main_article(found, [each for each in (canonical, url) if each], headings)
    source = outlet_of(stated, article, found)
    title = title_of(root, stated, article, source)
    address = address_of(root, stated, article, url)
    section, tags = section_of(root, stated, article, found, title), tags_of(root, stated, article)
    island = island_article(root)
    why_not = why_no_article(root, stated, article, found, title)
    drop_foreign(root)
    zone = headline_zone(root)
    authors = authors_of(stated, article, found, zone, source) or _island_names(island)
    drop_own(root)
    blocks = without_byline(article_blocks(root, title=title, live="LiveBlogPosting" in jsonld.types(article)), authors)
    text = _text(blocks, article, island, item)
    language = language_of(root, stated, article, text)
    published, updated = dates_of(stated, article, zone, address, island, text, language=language)
    reason = why_not.reason(blocks, text)
    if reason:
        raise ArticleError(item, f"has no article text: {reason}")
    return {
        "text": text,
        "title": title or island.get("title") or "",
        "authors": authors,
        "published": published,
        "updated": updated,
        "source": source,
        "url": address or url,
        "section": section or island.get("section"),
        "tags": tags,
        "language": language,
    }


def _island_names(island: Island) -> list[str]:
    return [name for each in island.get("authors", []) for name in names_in(each)]


def _text(blocks: list[Block], article: Entity, island: Island, item: str) -> str:
    """Return the article's text: as the page shows it, else as its data holds it.

    The data's text replaces the shown one only where that is a fragment of it, and never where the article is for
    subscribers: the words a page keeps from its readers are not what it can be quoted with.
    """
    text = "\n\n".join(block.text for block in blocks)
    if _is_for_subscribers(article):
        return text
    body = article.get("articleBody")
    if isinstance(body, str) and len(body) > len(text) and _share(text, body) < _SHOWN:
        text = "\n\n".join(block.text for block in fragment_blocks(body, item))
    if len(text) < _SHORT_CHARS and island:
        data = "\n\n".join(block.text for block in fragment_blocks(island["html"], item))
        text = data if len(data) > len(text) else text
    return text


def _is_for_subscribers(article: Entity) -> bool:
    return str(article.get("isAccessibleForFree")).lower() in (
        "false",
        "http://schema.org/false",
        "https://schema.org/false",
    )


def _share(text: str, body: str) -> float:
    """Return which share of the words of `body` stands in `text`."""
    words = set(_WORD.findall(body.lower()))
    return len(words & set(_WORD.findall(text.lower()))) / len(words) if words else 1.0


def fragment_blocks(markup: str, item: str) -> list[Block]:
    """Return the blocks of a piece of HTML, or of plain text with line ends, that is an article and nothing else."""
    if not re.search(r"<\w", markup):
        markup = "".join(f"<p>{line}</p>" for line in markup.split("\n") if line.strip())
    root: HtmlElement = parse_page(f"<html><body>{markup}</body></html>", item)
    drop_unseen(root)
    drop_foreign(root)
    drop_own(root)
    return blocks_of(root)
