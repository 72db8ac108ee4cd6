"""Vectors on a real `chroma run`: the same answers as embedded, and no home sees or mends another's."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import HashEmbedder, SharedWords
from stories import HIRING, RESULTS

from rag import Newsroom, open_newsroom
from rag.config import Settings
from rag.index.doctor import examine, repair

HIRED = "Who did Borealis hire from Halden Motors?"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    chroma = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("server")
    command = [str(chroma), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def room_on(server: str, home: Path) -> Newsroom:
    return open_newsroom(settings=Settings(home=home, chroma_url=server), embedder=HashEmbedder(), reader=SharedWords())


def test_a_newsroom_on_a_server_answers_as_an_embedded_one_does(server: str, tmp_path: Path):
    with (
        room_on(server, tmp_path / "served") as served,
        open_newsroom(tmp_path / "own", embedder=HashEmbedder(), reader=SharedWords()) as own,
    ):
        for room in (served, own):
            room.ingest([HIRING, RESULTS])
        assert served.ask(HIRED) == own.ask(HIRED)
        assert "Mara Lindqvist" in served.ask(HIRED).text
    assert not (tmp_path / "served" / "chroma").exists()


def test_two_homes_on_one_server_keep_their_vectors_apart(server: str, tmp_path: Path):
    with room_on(server, tmp_path / "one") as one, room_on(server, tmp_path / "two") as two:
        one.ingest(HIRING)
        two.ingest(RESULTS)
        repair(two)
        assert all(finding.ok for finding in (*examine(one), *examine(two)))


def test_a_server_that_is_not_there_is_named_with_what_to_do(tmp_path: Path):
    from corpus.errors import GroundwireError

    with (
        room_on(f"http://127.0.0.1:{free_port()}", tmp_path / "alone") as room,
        pytest.raises(GroundwireError, match="chroma run"),
    ):
        room.ingest(HIRING)
