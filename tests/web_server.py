"""A real HTTP server on 127.0.0.1 that serves what a test puts there, and misbehaves on request.

    with WebServer() as server:
        server.put("/story", Page(b"<html>...", content_type="text/html; charset=utf-8"))
        server.put("/shaky", Page(status=500), Page(b"fine"))  # the first request gets a 500, later ones the page
        server.put("/feed", Page(b"<rss>...", etag='"v1"'))  # answers 304 to a matching If-None-Match
        server.put("/drip", slow_drip())
        fetcher.get(server.url("/story"))  # with allow_hosts={server.host}
        server.requests  # what was asked for, in order

What is not put there answers 404, so a robots.txt is there only if a test puts it.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server saw it; `path` includes the query, header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A well-behaved answer, with whatever status and headers; `headers` come after, and win over, the usual ones."""

    body: bytes = b""
    content_type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None

    def answer(self, request: Request) -> Iterator[bytes]:
        """Yield the bytes of the answer; 304 if the request names this page's etag or date."""
        named = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        unchanged = (self.etag, named[0]) if named[0] else (self.last_modified, named[1])
        if unchanged[0] is not None and unchanged[0] == unchanged[1]:
            yield head(304, {"ETag": self.etag, "Last-Modified": self.last_modified})
            return
        usual = {
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
            "ETag": self.etag,
            "Last-Modified": self.last_modified,
        }
        yield head(self.status, {**usual, **self.headers})
        yield self.body


Answer = Callable[[Request], Iterator[bytes]]
"""Yields every byte to send, status line included; the connection is closed after the last, or when the client goes."""


def head(status: int, headers: Mapping[str, str | None]) -> bytes:
    """The status line and headers of an answer, those that are None left out."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unheard Of"
    lines = [
        f"HTTP/1.1 {status} {phrase}",
        *(f"{name}: {value}" for name, value in headers.items() if value is not None),
    ]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8")


def redirect(location: str, status: int = 302) -> Page:
    """Sends the client to `location`, whatever that is."""
    return Page(status=status, headers={"Location": location})


def raw(*parts: bytes) -> Answer:
    """These bytes and nothing else: no bytes at all closes the connection at once; junk is no HTTP."""
    return lambda request: iter(parts)


def truncated(body: bytes, missing: int = 1000, content_type: str = "text/html; charset=utf-8") -> Answer:
    """Announces `missing` more bytes than it sends."""
    headers = {"Content-Type": content_type, "Content-Length": str(len(body) + missing)}
    return raw(head(200, headers), body)


def endless(content_type: str = "text/html; charset=utf-8") -> Answer:
    """A body that never ends, sent as fast as it is read."""

    def answer(request: Request) -> Iterator[bytes]:
        yield head(200, {"Content-Type": content_type})
        while True:
            yield b"<p>And so on, and so forth.</p>\n" * 2048

    return answer


def endless_headers() -> Answer:
    """Headers that never end."""

    def answer(request: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            yield b"X-More: and more\r\n" * 1024

    return answer


def slow_drip(seconds: float = 0.02, content_type: str = "text/html; charset=utf-8") -> Answer:
    """One byte at a time, for ever, each soon enough that no read times out."""

    def answer(request: Request) -> Iterator[bytes]:
        yield head(200, {"Content-Type": content_type})
        while True:
            time.sleep(seconds)
            yield b"x"

    return answer


def gzip_bomb(decoded: int, content_type: str = "text/html; charset=utf-8") -> Page:
    """A small body that unpacks into `decoded` bytes of spaces."""
    return Page(gzip.compress(b" " * decoded), content_type=content_type, headers={"Content-Encoding": "gzip"})


class WebServer:
    """A context manager: serves from its start on, and stops every answer at its end.

    With `certificate`, a PEM file that holds a key too, it speaks TLS.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._answers: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._at_once = 0
        self._closing = threading.Event()
        self._http = _Http(("127.0.0.1", 0), self)
        self._scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)

    @property
    def host(self) -> str:
        """Host and port, as in an address and in `allow_hosts`."""
        return f"127.0.0.1:{self._http.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.requests]

    def url(self, path: str) -> str:
        """The address of `path` here."""
        return f"{self._scheme}://{self.host}{path}"

    def put(self, path: str, *answers: Page | Answer) -> str:
        """Answer requests for `path` with `answers` in turn, and then with the last for ever; return its address."""
        with self._lock:
            self._answers[path] = [answer.answer if isinstance(answer, Page) else answer for answer in answers]
        return self.url(path)

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()

    def parts(self, request: Request) -> Iterator[bytes]:
        """Yield the bytes that answer `request`, until the server closes."""
        with self._lock:
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            answers = self._answers.get(request.path, [Page(b"nothing here", status=404).answer])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            for part in answer(request):
                if self._closing.is_set():
                    return
                yield part
        finally:
            with self._lock:
                self._at_once -= 1


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], web: WebServer) -> None:
        self.web = web
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about clients that go away in the middle: tests make them do so."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        for part in self.server.web.parts(Request(self.command, self.path, headers)):
            self.wfile.write(part)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name it has in the base class
        """Print nothing."""

    def finish(self) -> None:
        try:
            super().finish()
            self.connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the client was gone first
