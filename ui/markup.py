"""Pieces of HTML that all pages are made of: the one place where text from outside is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from rag.values.answer import Citation
from rag.write.attribution import attribution
from ui.links import article_path

READER = "groundwire-reader"
"""The name of the frame that citations open in."""
_UNSHOWABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd") | {ord("\r"): "&#13;"}


def escape(text: str) -> str:
    """`text` as HTML that shows it, in content or in a quoted attribute.

    NUL and lone surrogates, which HTML cannot hold, become U+FFFD; a carriage return survives the HTML parser.
    """
    return html.escape(text).translate(_UNSHOWABLE)


def with_code(message: str) -> str:
    """`message` as HTML: our own messages write commands between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(message))


def markers(citations: Iterable[Citation]) -> str:
    """The numbers of `citations`, each a link that opens the article at its quote."""
    return "".join(
        reader_link(
            article_path(citation.article_id, citation.version, citation.start, citation.end),
            f"[{citation.n}]",
            "gw-ref",
            f"Citation {citation.n}: open {attribution(citation.source, citation.published)} at this quote",
        )
        for citation in citations
    )


def reader_link(path: str, words: str, style: str, label: str) -> str:
    """A link that opens in the panel beside the chat; `label` says what it opens."""
    return (
        f'<a class="{style}" href="{escape(path)}" target="{READER}" title="{escape(label)}"'
        f' aria-label="{escape(label)}">{escape(words)}</a>'
    )
