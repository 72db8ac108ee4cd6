"""Serving the page on an address of this machine until stopped. Prints nothing: what to say is its caller's."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from corpus.errors import GroundwireError

OnReady = Callable[[str], None]
_LAST_PORT = 65_535
_SHUTDOWN_SECONDS = 1
"""Open pages hold a connection for ever; a server that waits for them never stops."""


def serve(app: ASGIApp, host: str, listening: socket.socket, *, on_ready: OnReady | None = None) -> None:
    """Serve `app` on a socket from `listen` until interrupted; `on_ready` gets the address once it can be opened."""
    try:
        Server(app, page_address(host, listening), on_ready).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()


class Server(uvicorn.Server):
    """Uvicorn, silent but for errors in the log, telling when it is ready. `should_exit = True` stops it."""

    def __init__(self, app: ASGIApp, address: str, on_ready: OnReady | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                app, log_config=None, access_log=False, timeout_graceful_shutdown=_SHUTDOWN_SECONDS, server_header=False
            )
        )
        logging.getLogger("uvicorn.error").addFilter(_is_news)
        self._address = address
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as Uvicorn does, then tell."""
        await super().startup(sockets=sockets)
        if self.started and self._on_ready:
            self._on_ready(self._address)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a log record tells of anything but open pages being cut off by a server that stops."""
    cut_off = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cut_off and "timeout graceful shutdown exceeded" not in record.getMessage()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket listening on `host` and `port`; port 0 takes a free one.

    Raises `GroundwireError` saying what is wrong with them. Taken before the page is made, it tells at once.
    """
    if not 0 <= port <= _LAST_PORT:  # the system would take it modulo 65536
        raise GroundwireError(f"{port} is no port. Choose one from 1024 to {_LAST_PORT}, for example --port 7860.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise GroundwireError(f"{host!r} is no address of this machine; try --host 127.0.0.1.") from error
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere the option would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise GroundwireError(_why_not(error, host, port)) from error
    return listening


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another, for example --port {port + 1}, or --port 0."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may only be used by the system. Choose one from 1024 up, for example --port 7860."
    return f"{host} is no address of this machine ({error}); try --host 127.0.0.1."


def page_address(host: str, listening: socket.socket) -> str:
    """Return where a browser on this machine finds what `listening` serves."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
