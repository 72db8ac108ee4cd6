"""Addresses the page links to: articles it serves itself, and originals on the web."""

from __future__ import annotations

import re
from urllib.parse import quote

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\\x00-\x1f\x7f]+", re.IGNORECASE)


def web_address(url: str | None) -> str | None:
    """`url` where it is an http or https address that can stand in a link as it is, else None."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def article_path(article_id: str, version: int, start: int, end: int) -> str:
    """Where the page serves an article with `text[start:end]` marked, relative to the page's own address."""
    return f"article/{quote(article_id, safe='', errors='replace')}/{version}?start={start}&end={end}#quote"
