"""What every test stands on: a home folder of its own, no network, the same generated examples on every run.

And what many share: the real embedding model, the bundled briefs, a web server, a browser. What takes seconds to import
is imported in the fixture or test that needs it, so that one test of a small thing starts at once.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from web_server import WebServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from corpus.article import Article
    from rag.models.encoder import BundledEmbedder

settings.register_profile(
    "default", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")  # `make test ARGS="--hypothesis-profile thorough"` searches wider

ROOT = Path(__file__).resolve().parent.parent


def is_local(address: Any) -> bool:
    """Whether a socket address stays on this machine: loopback, or the path of a Unix socket."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0]).partition("%")[0]
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def outside_connections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """Refuse connections that leave this machine and list them, also those of fixtures that live longer than a test.

    The list is kept because a library may swallow the error and carry on.
    """
    attempts: list[Any] = []

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def guard(self: socket.socket, address: Any) -> Any:
            if not is_local(address):
                attempts.append(address)
                raise ConnectionRefusedError(f"tests may not connect to {address}")
            return connect(self, address)

        return guard

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        for name in [name for name in os.environ if name.startswith("GROUNDWIRE_")]:
            patch.delenv(name)
        patch.setenv("GROUNDWIRE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
        yield attempts


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outside_connections: list[Any]) -> Iterator[Path]:
    """A `GROUNDWIRE_HOME` for this test alone, not made yet; afterwards, that nothing tried to reach the network."""
    folder = tmp_path / "groundwire-home"
    monkeypatch.setenv("GROUNDWIRE_HOME", str(folder))
    outside_connections.clear()
    yield folder
    assert not outside_connections, f"tried to connect to {outside_connections}"


@pytest.fixture(scope="session")
def embedder() -> BundledEmbedder:
    """The bundled all-MiniLM-L6-v2, loaded once.

    One thread, because tests' texts are small and threads that wait for each other would take the time of the others.
    """
    import torch

    from rag.models.encoder import BundledEmbedder

    torch.set_num_threads(1)
    return BundledEmbedder()


@pytest.fixture(scope="session")
def briefs() -> list[Article]:
    """The bundled briefs, read once."""
    from corpus import Article, load

    loaded = list(load(ROOT / "corpus" / "briefs", fetched=datetime(2026, 1, 1, tzinfo=UTC)))
    assert all(isinstance(article, Article) for article in loaded)
    return loaded


@pytest.fixture
def server() -> Iterator[WebServer]:
    """A web server on this machine, on which a test puts its pages."""
    with WebServer() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. Its tests are skipped where there is none, but where `CI` is set: there they would be missed."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("there is no Chromium (Debian: apt-get install chromium)")
    flags = ["headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-sync", "no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[f"--{flag}" for flag in flags])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of larger data sets that lies beside the checkout, on machines that have it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return folder
