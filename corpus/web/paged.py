"""The later pages of an article that a site cuts into several: fetched, and put behind the first."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.errors import ArticleError
from corpus.pages.charsets import declared_in_markup, page_text
from corpus.pages.html import html_record
from corpus.pages.next_page import is_same_title, next_page
from corpus.web.fetch import Fetched, Fetcher, FetchError

MAX_PAGES = 20
"""An article has fewer; a list without end has more."""


def with_later_pages(
    record: Mapping[str, object], first: Fetched, fetcher: Fetcher, *, item: str
) -> tuple[dict[str, object], list[ArticleError]]:
    """Return `record`, that of the page `first`, with the text of the pages that go on with it; and which failed.

    A page of another title is another article, and ends this one.
    """
    paragraphs = str(record["text"]).split("\n\n")
    got, asked = first, {first.url}
    for number in range(2, MAX_PAGES + 1):
        address = next_page(markup(got, item), got.url, first.url, number)
        if address is None or address in asked:
            break
        asked.add(address)
        try:
            got = fetcher.get(address)
            later = html_record(markup(got, address), item=address, url=got.url)
        except ArticleError as error:
            return {**record, "text": "\n\n".join(paragraphs)}, [_failed(error, address, number, item)]
        if not is_same_title(str(later["title"]), str(record["title"])):
            break
        known = set(paragraphs)  # a summary that stands on each page
        paragraphs += [each for each in str(later["text"]).split("\n\n") if each not in known]
    return {**record, "text": "\n\n".join(paragraphs)}, []


def markup(got: Fetched, item: str) -> str:
    """Return the characters of a page as it was fetched."""
    return page_text(got.body, item, charset=got.charset or declared_in_markup(got.body))


def _failed(error: ArticleError, address: str, number: int, item: str) -> ArticleError:
    why = f"is page {number} of {item}, and {error.why}"
    if isinstance(error, FetchError):
        return FetchError(address, why, temporary=error.temporary, status=error.status, wait=error.wait)
    return ArticleError(address, why)
