"""Policies that keep the page to itself: a browser that honours them fetches nothing from anywhere else.

What is in the pages is up to `ui.render_article`; here is what a browser may do with them.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's own scripts are inline and compile templates with `Function`; hence 'unsafe-inline' and 'unsafe-eval'. What
# may run is settled by `ui.markup`, which escapes everything; what may be reached, and who may frame the page, here.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


class PrivateHeaders:
    """Adds the headers to every HTTP response that has not set its own. Plain ASGI, so that streams pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, and its response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@cache
def article_style() -> str:
    """Return the style sheet that an article page carries in itself."""
    return Path(__file__).with_name("article.css").read_text(encoding="utf-8")


@cache
def article_policy() -> str:
    """Return the Content-Security-Policy of an article page: its own style and nothing else, from nowhere."""
    digest = base64.b64encode(hashlib.sha256(article_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
