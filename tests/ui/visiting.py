"""The page in a real browser, as a test visits it: served on this machine, opened, asked, watched for complaints.

`ui.page` imports Gradio, which takes seconds: whatever only collects these tests does not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from playwright import sync_api

WIDE, NARROW = {"viewport": {"width": 1280, "height": 800}}, {"viewport": {"width": 390, "height": 844}}


def build(*arguments: Any, **options: Any) -> FastAPI:
    """What `ui.page.build_app` gives for the same arguments."""
    from ui.page import build_app

    return build_app(*arguments, **options)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of `app` while it is served."""
    from ui.serve import Server, listen, page_address

    ready = threading.Event()
    with listen("127.0.0.1", 0) as listening:
        url = page_address("127.0.0.1", listening)
        server = Server(app, url, lambda _: ready.set())
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        assert ready.wait(30)
        yield url
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@dataclass
class Visit:
    """An open page, and what a test wants to know of it afterwards."""

    page: sync_api.Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Ask as a person does: press Enter again where the page still had the last answer to finish."""
        box = self.page.get_by_role("textbox", name="Your question")
        box.fill(question)
        for _ in range(100):
            box.press("Enter")
            self.page.wait_for_timeout(150)
            if not box.input_value():
                return
        pytest.fail(f"{question!r} was not taken")

    def new_chat(self) -> None:
        so_far = list(self.complaints)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="New chat").click()
        self.page.get_by_role("textbox", name="Your question").wait_for()
        self.complaints[:] = so_far  # Gradio complains of an answer that was cut off, as it was meant to be

    def last(self) -> sync_api.Locator:
        return self.page.locator(".gw-turn").last
