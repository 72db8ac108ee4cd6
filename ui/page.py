"""The web page: a chat in Gradio, and beside it the articles it cites. Loaded by `groundwire chat` alone.

What is shown is made in `ui.render` from the turns of `ui.chat`; how it looks and moves is `page.css`, `page.js` and
`conversation.js`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request

from corpus.bundled import SOURCE
from corpus.errors import GroundwireError
from rag.write.introduction import EXAMPLES
from ui.article_route import article_route
from ui.auth import Check
from ui.chat import UNEXPECTED, Turn, Turns, ask, ask_again
from ui.feedback import Feedback, may_be_voted_on
from ui.headers import PrivateHeaders
from ui.readings import known
from ui.render import render_conversation, render_header, render_reader
from ui.room import Room

log = logging.getLogger(__name__)

FIRST_STARTER, *STARTERS = EXAMPLES
AT_ONCE = 8
"""Questions answered at the same time; more wait their turn."""
LOOK_SECONDS = 3.0
"""How often an open page looks for what came in."""
FRESH = 0.9
"""Share of that time for which all pages are shown what one of them found: one page's next look finds anew."""
FORGET_AFTER_SECONDS = 24 * 3600
"""How long the server keeps the conversation of a page that nobody uses any more."""


def build_app(
    room: Room, *, starters: Sequence[str] = STARTERS, auth: Check | None = None, feedback: Feedback | None = None
) -> FastAPI:
    """Build the whole web application on `room`.

    `starters` are example questions offered after the first. `auth` tells who may enter (`ui.auth.read_auth_file`);
    without it everybody may who can reach the address. `feedback` keeps what readers say of answers; without it
    they are not asked.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    login = Login()
    app.include_router(article_route(room, login.admits if auth else lambda _: True))
    gr.mount_gradio_app(
        app,
        _blocks(room, (FIRST_STARTER, *starters), feedback),
        path="/",
        footer_links=[],
        run_history=False,
        auth=auth,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        show_error=False,
        max_file_size=1,  # bytes: there is nothing to upload
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gr.themes.Base(
            primary_hue="teal",
            neutral_hue="slate",
            font=("system-ui", "sans-serif"),
            font_mono=("ui-monospace", "monospace"),
        ),
        css_paths=[_beside("page.css")],
        js=_read("page.js"),
    )
    login.gradio_app = app.routes[-1].app  # type: ignore[attr-defined]
    app.add_middleware(PrivateHeaders)
    return app


class Login:
    """Gradio's login, asked about requests that Gradio does not see. `gradio_app` is the application it mounted."""

    gradio_app: Any = None

    def admits(self, request: Request) -> bool:
        """Whether the request carries a token that the login gave out."""
        inner = self.gradio_app
        names = (f"access-token-{inner.cookie_id}", f"access-token-unsecure-{inner.cookie_id}")
        return any(request.cookies.get(name) in inner.tokens for name in names)


def _beside(name: str) -> Path:
    return Path(__file__).with_name(name)


def _read(name: str) -> str:
    return _beside(name).read_text(encoding="utf-8")


def _blocks(room: Room, starters: Sequence[str], feedback: Feedback | None) -> gr.Blocks:
    blocks = gr.Blocks(analytics_enabled=False, title="Groundwire", fill_width=True)
    with blocks:
        turns = gr.State((), time_to_live=FORGET_AFTER_SECONDS)
        with gr.Column(elem_id="gw-chat"):
            with gr.Row(elem_id="gw-top"):
                shown = gr.State(_header(room))
                header = _html(_header(room))
                clear = gr.Button("New chat", size="sm", variant="secondary", elem_id="gw-clear", scale=0, min_width=90)
            conversation = _html(render_conversation(()), "gw-conversation", _read("conversation.js"))
            with gr.Row(elem_id="gw-starters", visible=_header(room) != render_header(0)) as suggestions:
                buttons = [gr.Button(question, size="sm", variant="secondary") for question in starters]
            mode = gr.Radio(
                [("In the articles’ own words", "extractive"), (f"Written by {room.writes_with}, checked", "written")],
                value="extractive",
                label="How answers are written",
                show_label=False,
                container=False,
                visible=bool(room.writes_with),
                elem_id="gw-mode",
            )
            with gr.Row(elem_id="gw-composer"):
                box = gr.Textbox(
                    label="Your question",
                    show_label=False,
                    container=False,
                    placeholder="Ask about the AI industry",
                    lines=1,
                    max_lines=5,
                    autofocus=True,
                    submit_btn="Ask",
                    scale=1,
                )
        _html(render_reader(), elem_id="gw-reader")

        # One event for all ways of asking: while one is answered Gradio takes no other, so that none loses a turn.
        gr.on(
            [box.submit, conversation.click, *(button.click for button in buttons)],
            _responder(room, feedback),
            inputs=[box, turns, mode],
            outputs=[conversation, turns, box, suggestions],
            trigger_mode="once",
            api_visibility="private",
            show_progress="hidden",
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
        )
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        seen = Seen(room)
        blocks.load(_opening(seen), outputs=[header, shown, suggestions], **quiet)
        gr.Timer(LOOK_SECONDS).tick(_looking(seen), inputs=[shown], outputs=[header, shown, suggestions], **quiet)
        clear.click(None, js="() => window.location.reload()")  # drops what is still being answered, too
    blocks.queue(default_concurrency_limit=AT_ONCE)
    return blocks


def _html(value: str, elem_id: str | None = None, script: str | None = None) -> gr.HTML:
    """Show HTML made by `ui.render`, untouched by Gradio's style sheet, with our `script` for its click handler."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False)


def _header(room: Room) -> str:
    try:
        status = room.status()
        briefs = SOURCE in status.outlets.values()
        return render_header(status.articles, status.passages, status.pending, briefs=briefs)
    except Exception:  # the page opens all the same, and says that it does not know
        log.exception("Could not count the articles")
        return render_header(None)


class Seen:
    """The header as it was last looked up: once every `LOOK_SECONDS`, however many pages are open and ask for it."""

    def __init__(self, room: Room, clock: Callable[[], float] = monotonic) -> None:
        self._room = room
        self._clock = clock
        self._lock = Lock()
        self._header = ""
        self._until = float("-inf")

    def header(self) -> str:
        """What the header says now, or said a moment ago."""
        with self._lock:
            if self._clock() >= self._until:
                self._header = _header(self._room)
                self._until = self._clock() + LOOK_SECONDS * FRESH
            return self._header


def _opening(seen: Seen) -> Callable[[], tuple[Any, ...]]:
    """What a page shows when it is opened: what there is by then, and suggestions where there are articles."""

    def opening() -> tuple[Any, ...]:
        header = seen.header()
        return header, header, gr.update(visible=header != render_header(0))

    return opening


def _looking(seen: Seen) -> Callable[[str], tuple[Any, ...]]:
    """What changes on an open page while articles come in and are indexed; nothing where none did."""

    def looking(shown: str) -> tuple[Any, ...]:
        header = seen.header()
        if header == shown:
            return gr.skip(), gr.skip(), gr.skip()
        return header, header, gr.update(visible=True) if shown == render_header(0) else gr.skip()

    return looking


def _responder(
    room: Room, feedback: Feedback | None
) -> Callable[[str | None, Turns, str, gr.EventData], Iterator[tuple[Any, ...]]]:
    """Answer what is in the box, what a starter says, or an earlier turn again, whichever asked; or take a vote."""
    votes = feedback is not None

    def respond(typed: str | None, turns: Turns, mode: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        if isinstance(event.target, gr.HTML):
            wanted = event._data  # noqa: SLF001 - its documented attributes raise where absent
            nothing = True  # a generator that ends without a word empties the page
            for grown in chain(_voted(feedback, turns, wanted), _again(room, turns, wanted)):
                nothing = False
                yield *_shown(grown, votes), gr.skip(), gr.skip()
            if nothing:
                yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        question = str(event.target.value if isinstance(event.target, gr.Button) else typed or "").strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        emptied: Any = ""  # once: what is typed while an answer comes stays
        for grown in ask(room, question, turns, mode):
            yield *_shown(grown, votes), emptied, gr.update(visible=False)
            emptied = gr.skip()

    return respond


def _again(room: Room, turns: Turns, wanted: object) -> Iterator[Turns]:
    """Answer a turn again as `conversation.js` wants it; nothing where that names no turn, as an old page's may."""
    number = wanted.get("turn") if isinstance(wanted, dict) else None
    ignore = wanted.get("ignore") if isinstance(wanted, dict) else None
    if isinstance(number, int) and isinstance(ignore, list) and 0 <= number < len(turns):
        yield from ask_again(room, turns, number, known(ignore))


def _voted(feedback: Feedback | None, turns: Turns, wanted: object) -> Iterator[Turns]:
    """The turns with the vote that `conversation.js` hands over; nothing where that is none, or could not be kept."""
    number = wanted.get("turn") if isinstance(wanted, dict) else None
    vote = wanted.get("vote") if isinstance(wanted, dict) else None
    if feedback is None or vote not in ("up", "down") or not isinstance(number, int):
        return
    if not 0 <= number < len(turns) or not may_be_voted_on(turns[number]):
        return
    try:
        yield feedback.vote(turns, number, vote)
    except GroundwireError as error:
        log.warning("%s", error)
        gr.Warning(str(error))


def _shown(turns: Turns, votes: bool) -> tuple[str, Turns]:
    """Render the turns; an answer that cannot be shown is an error, and not kept."""
    try:
        return render_conversation(turns, votes=votes), turns
    except Exception:  # a defect in rendering costs one answer, not the conversation
        log.exception("An answer could not be shown")
        turns = tuple(turn if _can_be_shown(turn) else _not_shown(turn) for turn in turns)
        return render_conversation(turns, votes=votes), turns


def _can_be_shown(turn: Turn) -> bool:
    try:
        return bool(render_conversation((turn,)))
    except Exception:  # noqa: BLE001 - logged by `_shown`
        return False


def _not_shown(turn: Turn) -> Turn:
    return replace(turn, answer=None, error=UNEXPECTED, done=True)
