"""From a record, a mapping with the JSON names of an article, to an `Article`: every loader ends here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from corpus.article import Article, Reference, article_id
from corpus.cleaning.clean import clean_text, without_title
from corpus.cleaning.markup import read_entities, without_tags
from corpus.cleaning.plaintext import one_line
from corpus.dates import parse_date
from corpus.errors import ArticleError
from corpus.language import detect_language, stated_language

MAX_ARTICLE_CHARS = 1_000_000
"""About 160,000 words, a long book. Longer is a dump of many articles, and would fill every answer's candidates."""

MAX_REFERENCES, MAX_NAME = 100, 500
"""Reports that an article may name, and characters of what is said of each."""

MAX_TITLE_CHARS = 500
"""The longest headlines have 300. A title is looked for in many ways, whose time grows faster than its length."""

TEXT_NAMES = ("text", "body", "content")
PUBLISHED_NAMES = ("published", "published_at", "date", "publish_date")
AUTHORS_NAMES = ("authors", "author")

_BETWEEN_NAMES = re.compile(r"\s?(?:;|,|&|\band\b)\s?")
_BYLINE = re.compile(r"^by:?\s+", re.IGNORECASE)


def load_mapping(
    record: Mapping[str, object], *, item: str, fetched: datetime, default_source: str | None = None
) -> Article:
    """Make an `Article` of one record in the JSON names of an article (see docs), aliases included.

    `item` names the record in errors. `fetched` (aware) is used unless the record states its own. The source is the
    one given, else the host of the URL without "www.", else `default_source`, else `item`. A `url` that is not an
    http(s) address counts as none. A date that cannot be read is None. The language is the one stated, as ISO 639-1,
    else the one the text is in (see `corpus.language`). Raises `ArticleError` if there is no text or too much of it, or
    if the title or the text is not a string.
    """
    title = _title(record.get("title"), item)
    text = without_title(_text(record, item), title)
    url, identifier = _identity(record.get("url"), text)
    return Article(
        id=identifier,
        url=url,
        title=title,
        source=_name(record.get("source")) or _host(url) or one_line(default_source or item),
        authors=_names(_first(record, AUTHORS_NAMES), byline=True),
        published=parse_date(_first(record, PUBLISHED_NAMES)),
        updated=parse_date(record.get("updated")),
        fetched=parse_date(record.get("fetched")) or fetched,
        language=stated_language(_name(record.get("language"))) or detect_language(text),
        section=_name(record.get("section")) or None,
        tags=_names(record.get("tags"), byline=False),
        references=_references(record.get("references")),
        text=text,
    )


def _first(record: Mapping[str, object], names: tuple[str, ...]) -> object:
    """Return the value under the first of `names` that holds one; empty strings and nulls do not count."""
    return next((value for name in names if (value := record.get(name)) not in (None, "")), None)


def _text(record: Mapping[str, object], item: str) -> str:
    raw = _first(record, TEXT_NAMES)
    if raw is None:
        raise ArticleError(item, f"has no text: none of {', '.join(TEXT_NAMES)} holds any")
    if not isinstance(raw, str):
        raise ArticleError(item, f"its text is {_kind(raw)}; it must be a string")
    if len(raw) > MAX_ARTICLE_CHARS:
        raise ArticleError(
            item, f"has {len(raw):,} characters; the limit is {MAX_ARTICLE_CHARS:,}: split it into articles"
        )
    text = clean_text(raw)
    if not text:
        raise ArticleError(item, "has no text: nothing is left of it after cleaning")
    return text


def _title(value: object, item: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float, date)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ArticleError(item, f"its title is {_kind(value)}; it must be a string")
    return _cut(without_tags(read_entities(value[: 10 * MAX_TITLE_CHARS])))


def _cut(title: str) -> str:
    """Return a title, or of what is far longer than one, its first words."""
    if len(title) <= MAX_TITLE_CHARS:
        return title
    return title[:MAX_TITLE_CHARS].rsplit(" ", 1)[0] + " …"


def _identity(url: object, text: str) -> tuple[str | None, str]:
    """Return the URL, if `url` is one that a browser opens, and the article's id."""
    if isinstance(url, str):
        address = one_line(url)
        if _host(address):
            try:
                return address, article_id(address, text)
            except ValueError:
                pass  # an address nobody can open, such as http://[::1 : the words identify the article
    return None, article_id(None, text)


def _host(url: str | None) -> str:
    try:
        parts = urlsplit(url or "")
        host = parts.hostname if parts.scheme.lower() in ("http", "https") else None
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")


def _name(value: object) -> str:
    """Return a name given as a string, a number, or as {"name": ...}, which some news APIs use; else ""."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return one_line(read_entities(value)) if isinstance(value, str) else ""


def _names(value: object, *, byline: bool) -> tuple[str, ...]:
    """Return the distinct names in a list, or in a string that separates them as bylines (or tag lines) do."""
    if isinstance(value, str):
        line = one_line(value)
        parts: list[object] = [*(_BETWEEN_NAMES.split(_BYLINE.sub("", line)) if byline else re.split(r"[,;]", line))]
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    else:
        parts = [value]
    return tuple(dict.fromkeys(name for part in parts if (name := _name(part))))


def _references(value: object) -> tuple[Reference, ...]:
    """Return the reports in a list of mappings that say at least one of outlet, headline, subject and address."""
    listed = value[:MAX_REFERENCES] if isinstance(value, (list, tuple)) else ()
    return tuple(reference for each in listed if isinstance(each, Mapping) and (reference := _reference(each)))


def _reference(stated: Mapping[str, object]) -> Reference | None:
    outlet, headline, subject = (_name(stated.get(name))[:MAX_NAME] for name in ("outlet", "headline", "subject"))
    address = _name(stated.get("url"))
    url = address if _host(address) else None
    moment = parse_date(_first(stated, ("day", "date")))
    if not (outlet or headline or subject or url):
        return None
    return Reference(outlet=outlet, headline=headline, subject=subject, day=moment.date() if moment else None, url=url)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = {list: "a list", tuple: "a list", int: "a number", float: "a number"}
    return "an object" if isinstance(value, Mapping) else kinds.get(type(value), "not text")
