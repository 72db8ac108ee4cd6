"""HTML as a parser sees it, and what it may hold to be harmless."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ALLOWED_TAGS = {
    *(
        "a",
        "article",
        "bdi",
        "blockquote",
        "body",
        "button",
        "cite",
        "code",
        "details",
        "div",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "head",
    ),
    *("header", "html", "li", "mark", "meta", "p", "q", "span", "style", "summary", "title", "ul"),
}
ALLOWED_ATTRIBUTES = {
    *("aria-label", "charset", "class", "content", "dir", "href", "http-equiv", "id", "lang", "name", "rel", "role"),
    *("target", "title"),
    *("data-ignore", "data-name", "data-turn", "disabled", "tabindex", "type"),
}


class Page(HTMLParser):
    """What a parser makes of HTML: its tags with their attributes, and the text inside and outside of marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [attributes[name] for found, attributes in self.tags if found == tag and name in attributes]


def assert_harmless(html: str) -> None:
    page = Page(html)
    assert {tag for tag, _ in page.tags} <= ALLOWED_TAGS
    assert {name for _, attributes in page.tags for name in attributes} <= ALLOWED_ATTRIBUTES
    for href in page.attributes("a", "href"):
        assert href is not None
        assert re.match(r"https?://|article/", href)
