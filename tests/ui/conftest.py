"""What the tests of the commands share: running one in this process, with an embedder that needs no torch."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from fakes import HashEmbedder

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
    """Run `groundwire ARGUMENTS`."""
    monkeypatch.setattr(rag.newsroom, "open_newsroom", lambda: open_newsroom(embedder=HashEmbedder()))

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["groundwire", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            ui.cli.main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return run
