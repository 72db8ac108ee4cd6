"""One question to a web server and its answer: in its turn, within its time, tried again where that may help.

Redirects and robots.txt are for `corpus.web.fetch`; which addresses may be reached is for `corpus.web.addresses`.
"""

from __future__ import annotations

import random
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpcore
import httpx

from corpus.web.addresses import SETTING, AllowedHosts, Deadline, NotPublicError, PublicBackend
from corpus.web.limits import FetchLimits
from corpus.web.response import BodyError, CutOffError, content_type_and_charset, in_megabytes, read_body
from corpus.web.turns import NotYetError, Turn, Turns

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65535
_REDIRECTS = (301, 302, 303, 307, 308)
_TRY_AGAIN = (429, 500, 502, 503, 504)
_LONGEST_ASKED = 7 * 86400.0
"""A host that asks to be left alone for longer ("Fri, 31 Dec 9999") has said something that it does not mean."""
_TEMPORARY = (408, 425, *_TRY_AGAIN)
_KEPT_CONNECTIONS = 16
_KEPT_SECONDS = 10.0
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"


class ExchangeError(Exception):
    """Why an address gives nothing, as the end of a sentence that begins with it: "answered 404 Not Found".

    `again` says that another try at once may help, `wait` for how many seconds the server asks to be left alone.
    """

    def __init__(
        self, why: str, *, temporary: bool = False, status: int | None = None, again: bool = False, wait: float = 0.0
    ) -> None:
        super().__init__(why)
        self.temporary = temporary
        self.status = status
        self.again = again
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of status 200, 304 or a redirect; only the first has a body. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    location: str | None = None
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None


def read_address(target: str, base: httpx.URL | None) -> httpx.URL:
    """Return the address that `target` is, beside `base` if relative, without its fragment. Raises `ExchangeError`."""
    try:
        address = base.join(target) if base else httpx.URL(target.strip())
        address = address.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise ExchangeError(f"is not an address that can be fetched: {error}") from None
    if address.scheme not in _DEFAULT_PORTS:
        raise ExchangeError("is not fetched: only http and https addresses are")
    if not address.host:
        raise ExchangeError("is not an address that can be fetched: it names no host")
    if (address.port or 0) > _LAST_PORT:
        raise ExchangeError(f"is not an address that can be fetched: there is no port {address.port}")
    if address.userinfo:
        raise ExchangeError("is not fetched: it holds a user name or a password; take that out")
    return address


class Exchange:
    """Asks hosts, each in its turn; from any number of threads."""

    def __init__(
        self,
        limits: FetchLimits,
        *,
        allow_hosts: Collection[str],
        agent: str,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        self._limits = limits
        self._headers = {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br"}
        self._timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read}
        self._deadline = Deadline(clock)
        self._turns = Turns(limits.delay, sleep, clock)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=None,
            max_keepalive_connections=_KEPT_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=PublicBackend(AllowedHosts(allow_hosts), self._deadline),
        )

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    def slow_down(self, address: httpx.URL, seconds: float) -> None:
        """Leave at least `seconds` between two requests to the host of `address`, from now on."""
        turn = self._turn(address)
        turn.spacing = max(turn.spacing, seconds)

    def get(self, address: httpx.URL, headers: Mapping[str, str], *, max_bytes: int, cut: bool) -> Reply:
        """Ask for `address`, several times if need be. Raises `ExchangeError` if it gives nothing in the end.

        Of a body larger than `max_bytes`, the beginning is returned with `cut`; without, that is an error.
        """
        turn = self._turn(address)
        attempt = 0
        while True:
            try:
                with turn.taken(self._limits.max_wait):
                    return self._ask(address, {**self._headers, **headers}, max_bytes=max_bytes, cut=cut)
            except NotYetError as put_off:
                why = f"is not asked now: its host asks to wait for {put_off.seconds:,.0f} seconds more"
                raise ExchangeError(why, temporary=True, status=429, wait=put_off.seconds) from None
            except ExchangeError as error:
                if error.status == HTTPStatus.TOO_MANY_REQUESTS and error.wait:
                    turn.put_off(error.wait)  # whatever is asked of this host
                if not error.again or attempt >= self._limits.retries or error.wait > self._limits.max_wait:
                    raise
                by_chance = random.uniform(0.75, 1.25)  # noqa: S311  # so that clients that failed together part
                turn.put_off(error.wait or self._limits.backoff * 2**attempt * by_chance)
                attempt += 1

    def _turn(self, address: httpx.URL) -> Turn:
        return self._turns.of(address.host, address.port or _DEFAULT_PORTS[address.scheme])

    def _ask(self, address: httpx.URL, headers: Mapping[str, str], *, max_bytes: int, cut: bool) -> Reply:
        self._deadline.start(self._limits.total)
        asked = httpcore.URL(
            scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
        )
        extensions = {"timeout": self._timeouts}
        try:
            with self._pool.stream("GET", asked, headers=[*headers.items()], extensions=extensions) as response:
                return _reply(response, max_bytes=max_bytes, cut=cut)
        except NotPublicError as error:
            host = address.netloc.decode("ascii")
            why = f"has the address {error}, which is not public: set {SETTING}={host} to allow it"
            raise ExchangeError(why) from None
        except httpcore.TimeoutException:
            raise self._too_slow() from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _broken(error) from error

    def _too_slow(self) -> ExchangeError:
        if self._deadline.over:
            return ExchangeError(f"did not end its answer within {self._limits.total:g} seconds", temporary=True)
        return ExchangeError(f"did not answer within {self._limits.read:g} seconds", temporary=True, again=True)


def _reply(response: httpcore.Response, *, max_bytes: int, cut: bool) -> Reply:
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), _header_text(value))
    location = headers.get("location") if response.status in _REDIRECTS else None
    if location or response.status == HTTPStatus.NOT_MODIFIED:
        return Reply(response.status, headers, location)
    if response.status != HTTPStatus.OK:
        raise _refused(response.status, headers)
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > max_bytes and not cut:
        raise ExchangeError(f"is {in_megabytes(int(length))}; the limit is {in_megabytes(max_bytes)}", status=200)
    try:
        coding = headers.get("content-encoding", "")
        body = read_body(response.iter_stream(), coding=coding, max_bytes=max_bytes, cut=cut)
    except BodyError as error:
        cut_off = isinstance(error, CutOffError)
        raise ExchangeError(str(error), temporary=cut_off, again=cut_off, status=200) from None
    content_type, charset = content_type_and_charset(headers.get("content-type", ""))
    return Reply(response.status, headers, None, body, content_type, charset)


def _header_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _refused(status: int, headers: Mapping[str, str]) -> ExchangeError:
    """Return the error for a status that brings no article, with the time that the server asks us to wait, if any."""
    phrase = f" {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else ""
    wait = _seconds(headers.get("retry-after", ""))
    asks = f", and asks to wait for {wait:,.0f} seconds" if wait else ""
    temporary = status in _TEMPORARY or status > 504
    why = f"answered {status}{phrase}{asks}"
    return ExchangeError(why, temporary=temporary, status=status, again=status in _TRY_AGAIN, wait=wait)


def _seconds(retry_after: str) -> float:
    """Return the wait that a Retry-After header asks for, in seconds or as a date; 0 for none or one not readable."""
    if retry_after.isascii() and retry_after.isdecimal():
        return min(float(retry_after[:9]), _LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)  # HTTP knows no other zone
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), _LONGEST_ASKED)


def _broken(error: Exception) -> ExchangeError:
    """Return the error for a connection that was not made, broke, or did not speak HTTP."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, (ssl.SSLError, socket.gaierror, UnicodeError)):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return ExchangeError(f"has a certificate that does not prove who it is: {cause.verify_message}")
    if isinstance(cause, UnicodeError):
        return ExchangeError("cannot be found: no host can have this name")
    if isinstance(cause, socket.gaierror):
        unknown = cause.errno == socket.EAI_NONAME
        why = f"cannot be found: {cause.strerror}"
        return ExchangeError(why, temporary=not unknown, again=not unknown)
    if isinstance(error, httpcore.LocalProtocolError):
        return ExchangeError(f"cannot be asked for: {error}")
    if isinstance(error, httpcore.ConnectError):
        return ExchangeError(f"cannot be reached: {error}", temporary=True, again=True)
    return ExchangeError(f"broke off, or does not speak HTTP: {error}", temporary=True, again=True)
