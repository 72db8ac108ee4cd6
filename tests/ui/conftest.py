"""What the tests of ui/ share: running a command in this process, and visiting the page in a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fakes import HashEmbedder
from playwright.sync_api import Browser, expect
from visiting import WIDE, Visit

import rag.newsroom
import ui.cli
from rag import open_newsroom


class Ran:
    """What a command left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def groundwire(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `groundwire ARGUMENTS`, with an embedder that needs no torch."""
    monkeypatch.setattr(rag.newsroom, "open_newsroom", lambda: open_newsroom(embedder=HashEmbedder()))

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["groundwire", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            ui.cli.main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit of the page at `address`; afterwards, that it asked no other host and complained of nothing."""
    expect.set_options(timeout=30_000)  # for machines that do much else at the same time
    page = browser.new_page(**getattr(request, "param", WIDE))
    page.set_default_timeout(60_000)
    visit = Visit(page)
    page.on("request", lambda sent: visit.hosts.add(urlsplit(sent.url).hostname or urlsplit(sent.url).scheme))
    page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.goto(address)
    page.get_by_role("textbox", name="Your question").wait_for()
    yield visit
    assert visit.hosts <= {"127.0.0.1", "data", "blob"}
    assert visit.complaints == []  # neither errors nor anything that the security policy had to stop
    page.close()
