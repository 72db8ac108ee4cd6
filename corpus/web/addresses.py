"""Which network addresses may be reached: public ones, and the hosts that a setting allows.

The check is made where the connection is made, on the very address connected to, so that a redirect, an odd spelling
("127.1", "0x7f000001"), or a name that resolves to something else the second time gains nothing.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

import httpcore

from corpus.errors import GroundwireError

SETTING = "GROUNDWIRE_FETCH_ALLOW"

_NOT_FOR_SERVERS = tuple(
    ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
        "2001::/23",  # protocol assignments, Teredo tunnels among them (RFC 2928, RFC 4380)
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4: each holds an IPv4 address, maybe a private one (RFC 7526)
        "3fff::/20",  # documentation (RFC 9637)
    )
)
"""What `ipaddress` calls global in some versions of Python, or calls so by what is not the address's end."""
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_Sockets = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]


class NotPublicError(Exception):
    """A host resolves to no public address and is not an allowed one; nothing was connected to."""


def is_public(address: str) -> bool:
    """Whether `address`, IPv4 or IPv6 in digits, is one that a server on the internet can have.

    Not loopback, private, shared (100.64/10), link-local (169.254.169.254 tells a cloud machine its secrets),
    multicast, reserved or unspecified. IPv6 that stands for an IPv4 address (mapped, NAT64) counts as that; tunnels
    (6to4, Teredo) are refused.
    """
    ip = _ipv4_inside(ip_address(address.partition("%")[0]))
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _NOT_FOR_SERVERS)


def _ipv4_inside(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if not isinstance(ip, IPv6Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip


class AllowedHosts:
    """The hosts that may be reached wherever they are: "host" for any port of it, or "host:port"."""

    def __init__(self, entries: Collection[str]) -> None:
        self._allowed = {_host_and_port(entry) for entry in entries}

    def __contains__(self, host_and_port: tuple[str, int]) -> bool:
        host, port = host_and_port
        name = host.strip("[]").rstrip(".").lower()
        return (name, port) in self._allowed or (name, None) in self._allowed


def _host_and_port(entry: str) -> tuple[str, int | None]:
    try:
        bare = f"[{entry}]" if entry.count(":") > 1 and "[" not in entry else entry  # an IPv6 address alone
        parts = urlsplit(f"//{bare.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise GroundwireError(f"{SETTING}: {entry!r} is not a host: write names such as intranet.example:8080")
    return host.rstrip(".").lower(), port


class Deadline:
    """The moment at which this thread's present request must be over; reads and writes shorten their waits to it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._own = threading.local()

    def start(self, seconds: float) -> None:
        """Begin a request of this thread that may take `seconds`."""
        self._own.until = self._clock() + seconds

    def left(self, timeout: float | None) -> float:
        """Return how long to wait at most, `timeout` included. Raises `httpcore.ReadTimeout` when no time is left."""
        left = float(self._own.until) - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for one answer is over")
        return left if timeout is None else min(left, timeout)

    @property
    def over(self) -> bool:
        """Whether the time of this thread's request is up."""
        return self._clock() >= float(self._own.until)


class PublicBackend(httpcore.NetworkBackend):
    """Makes httpcore's connections, and only to allowed addresses; each ends at the deadline of its thread."""

    def __init__(self, allowed: AllowedHosts, deadline: Deadline) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _Sockets | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that may be reached and answers.

        Raises `NotPublicError` if none may be reached, `httpcore.ConnectError` or `ConnectTimeout` if none answers.
        How long a name may take to resolve is for the system to say.
        """
        failure: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError("the name has no address")
        for address in self._reachable(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure

    def _reachable(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label of more than 63 characters
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if (host, port) in self._allowed:
            return addresses
        public = [address for address in addresses if is_public(address)]
        if addresses and not public:
            raise NotPublicError(addresses[0])
        return public

    def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks for between attempts of its own (we ask for none)."""
        time.sleep(seconds)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline: a byte every few seconds never times out by itself."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))  # type: ignore[arg-type]
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
