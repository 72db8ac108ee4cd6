"""Serving an article opened at a quote: reads the address, fetches from the room, says in words what is wrong with it.

The page itself is `ui.render_article`; who may read is decided in `ui.page`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from corpus.article import Article
from corpus.errors import GroundwireError
from ui.headers import article_policy
from ui.render_article import render_article, render_notice
from ui.room import Room

log = logging.getLogger(__name__)

_MAX_DIGITS = 9


def article_route(room: Room, may_read: Callable[[Request], bool]) -> APIRouter:
    """Make the route `GET /article/{article_id}/{version}?start=&end=`; without offsets it marks nothing.

    A request that `may_read` turns down gets 401, whatever it asks for.
    """
    router = APIRouter()

    @router.get("/article/{article_id}/{version}", response_class=HTMLResponse)
    def article_page(article_id: str, version: str, request: Request) -> HTMLResponse:
        if not may_read(request):
            return _notice(401, "Not logged in", "Log in on the chat page first, then open this article again.")
        query = request.query_params
        return respond(room, article_id, version, query.get("start", "0"), query.get("end", "0"))

    return router


def respond(room: Room, article_id: str, version: str, start: str, end: str) -> HTMLResponse:
    """Answer one request, its parts as they stand in the address: 200, 400 or 404, and 500 where the room fails."""
    number, first, last = _number(version), _number(start), _number(end)
    if number is None or first is None or last is None:
        return _notice(400, "Not an address of an article", "The version, start and end of a quote are whole numbers.")
    try:
        article = room.article(article_id, number)
        newest = room.article(article_id).version
    except KeyError:
        return _notice(404, "No such article", "There is no such article here, or not in this version.")
    except GroundwireError as error:
        return _notice(500, "The article could not be read", str(error))
    except Exception:  # the reader gets words, the log the details
        log.exception("Could not read article %r, version %d", article_id, number)
        return _notice(500, "Something went wrong", "The article could not be read (see the server's log).")
    if not _is_span(article, first, last):
        return _notice(400, "No such quote", "The start and end in this address are not places in the article.")
    return _html(200, render_article(article, first, last, superseded=newest > number))


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS else None


def _is_span(article: Article, start: int, end: int) -> bool:
    return start < end <= len(article.text) or start == end == 0


def _notice(status: int, title: str, words: str) -> HTMLResponse:
    return _html(status, render_notice(title, words))


def _html(status: int, page: str) -> HTMLResponse:
    policy = f"{article_policy()}; frame-ancestors 'self'"
    return HTMLResponse(page, status, {"Content-Security-Policy": policy, "Cache-Control": "private, no-cache"})
