"""Fetching: whatever a server does, it ends in an answer or one error with words, and no private address is reached."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import pytest
from web_server import (
    Page,
    Request,
    WebServer,
    endless,
    endless_headers,
    gzip_bomb,
    head,
    raw,
    redirect,
    slow_drip,
    truncated,
)

from corpus.errors import GroundwireError
from corpus.web.addresses import AllowedHosts, is_public
from corpus.web.fetch import Fetched, Fetcher, FetchError
from corpus.web.limits import FetchLimits

STORY = b"<html><body><p>Borealis opened a laboratory in Oslo.</p></body></html>"
QUICK = FetchLimits(connect=10, read=10, total=30, max_bytes=1_000_000, retries=2, delay=0)


class Naps:
    """Takes the place of time.sleep and of the clock: notes how long, and goes on at once, that much later."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)

    def clock(self) -> float:
        return sum(self.seconds)


@pytest.fixture
def other() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def fetcher(server: WebServer, naps: Naps) -> Iterator[Fetcher]:
    """Allowed to reach `server` and nothing else on this machine; without robots.txt, which has tests of its own."""
    with Fetcher(limits=QUICK, allow_hosts={server.host}, obey_robots=False, sleep=naps, clock=naps.clock) as ready:
        yield ready


def fault(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    assert caught.value.item == url
    return caught.value


# What is fetched


def test_a_page_comes_with_its_type_charset_and_validators(server, fetcher):
    page = Page(
        STORY, content_type="Text/HTML; Charset=UTF-8", etag='"v1"', last_modified="Tue, 02 Jan 2024 10:00:00 GMT"
    )
    got = fetcher.get(server.put("/story", page))
    assert (got.url, got.status, got.body) == (server.url("/story"), 200, STORY)
    assert (got.content_type, got.charset) == ("text/html", "utf-8")
    assert (got.etag, got.last_modified) == ('"v1"', "Tue, 02 Jan 2024 10:00:00 GMT")
    assert got.fetched.tzinfo is not None


def test_a_page_without_a_type_or_with_an_unheard_of_charset_has_none(server, fetcher):
    assert fetcher.get(server.put("/a", Page(STORY, content_type=None))).content_type == ""
    assert fetcher.get(server.put("/b", Page(STORY, content_type="text/html; charset=klingon"))).charset is None


@pytest.mark.parametrize(("coding", "pack"), [
    ("gzip", gzip.compress), ("x-gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress),
    ("deflate", lambda data: zlib.compress(data)[2:-4]),
    ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    ("identity", bytes), ("utf-8", bytes),
    ("gzip", lambda data: gzip.compress(data[:50_000]) + gzip.compress(data[50_000:]) + b"\0\0"),
])  # fmt: skip
def test_packed_bodies_are_unpacked(server, fetcher, coding, pack):
    body = b"".join(b"<p>Paragraph %d.</p>" % number for number in range(10_000))
    page = Page(pack(body), headers={"Content-Encoding": coding})
    assert fetcher.get(server.put("/story", page)).body == body


def test_what_is_asked_says_who_asks_and_carries_no_cookies(server, fetcher):
    server.put("/a", Page(STORY, headers={"Set-Cookie": "who=me"}))
    fetcher.get(server.url("/a"))
    fetcher.get(server.url("/a"))
    assert server.requests[0].headers["user-agent"].startswith("Groundwire/")
    assert "cookie" not in server.requests[1].headers


def test_proxies_of_the_environment_are_not_used(server, other, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.url(""))
    with Fetcher(limits=QUICK, allow_hosts={server.host}, obey_robots=False) as fetcher:
        assert fetcher.get(server.put("/a", Page(STORY))).body == STORY
    assert other.requests == []


def test_what_has_not_changed_is_not_sent_again(server, fetcher):
    url = server.put("/feed", Page(STORY, etag='"v1"', last_modified="Tue, 02 Jan 2024 10:00:00 GMT"))
    first = fetcher.get(url)
    by_tag = fetcher.get(url, etag=first.etag)
    by_date = fetcher.get(url, last_modified=first.last_modified)
    assert (by_tag.status, by_tag.body, by_tag.etag) == (304, b"", '"v1"')
    assert (by_date.status, by_date.last_modified) == (304, first.last_modified)
    assert fetcher.get(url, etag='"older"').status == 200


def test_a_validator_that_would_forge_a_header_is_not_sent(server, fetcher):
    url = server.put("/feed", Page(STORY))
    fetcher.get(url, etag='"v1"\r\nX-Forged: yes', last_modified="gestern \u2013 früh")
    assert not {"x-forged", "if-none-match", "if-modified-since"} & set(server.requests[0].headers)


def test_a_304_that_nobody_asked_for_is_an_error(server, fetcher):
    assert fault(fetcher, server.put("/a", Page(status=304))).status == 304


# Redirects


def test_redirects_are_followed_to_the_final_address(server, fetcher):
    url = server.put("/old", redirect("/newer#part", 301))
    server.put("/newer", redirect(server.url("/newest?a=%C3%A9"), 308))
    server.put("/newest?a=%C3%A9", Page(STORY))
    assert fetcher.get(url).url == server.url("/newest?a=%C3%A9")


def test_redirects_in_a_loop_end(server, fetcher):
    url = server.put("/a", redirect("/b"))
    server.put("/b", redirect("/a"))
    assert "redirects in a loop" in fault(fetcher, url).why
    assert server.paths == ["/a", "/b"]


def test_endless_redirects_end(server, fetcher):
    for number in range(10):
        server.put(f"/{number}", redirect(f"/{number + 1}"))
    assert fault(fetcher, server.url("/0")).why == "redirects more than 5 times"
    assert len(server.paths) == 6


@pytest.mark.parametrize("target", [
    "file:///etc/passwd", "ftp://example.com/a", "gopher://127.0.0.1:6379/_FLUSHALL", "javascript:alert(1)",
    "data:text/html,hello",
])  # fmt: skip
def test_redirects_to_other_schemes_are_refused(server, fetcher, target):
    error = fault(fetcher, server.put("/a", redirect(target)))
    assert error.why == f"redirects to {target}, which is not fetched: only http and https addresses are"
    assert not error.temporary


def test_redirects_to_passwords_are_refused_and_not_repeated(server, fetcher):
    error = fault(fetcher, server.put("/a", redirect("http://user:hunter2@example.com/")))
    assert "user name or a password" in error.why
    assert "hunter2" not in str(error)


@pytest.mark.parametrize("location", ["http://[::1", "http://exa mple.com:99999/", "http://a\tb:c/", "http://a:99999/"])
def test_redirects_to_what_is_no_address_are_errors(server, fetcher, location):
    assert "redirects to" in fault(fetcher, server.put("/a", redirect(location))).why


def test_a_redirect_to_nowhere_is_an_error(server, fetcher):
    assert fault(fetcher, server.put("/a", Page(status=302))).why == "answered 302 Found"


# Private addresses


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_an_allowed_host_cannot_lead_to_one_that_is_not(server, other, fetcher, name):
    secret = other.put("/secret", Page(b"secret")).replace("127.0.0.1", name)
    host = other.host.replace("127.0.0.1", name)
    error = fault(fetcher, server.put("/a", redirect(secret)))
    assert re.fullmatch(
        rf"redirects to {secret}, which has the address (127\.0\.0\.1|::1), which is not public: "
        rf"set GROUNDWIRE_FETCH_ALLOW={host} to allow it",
        error.why,
    )
    assert not error.temporary
    assert other.requests == []


@pytest.mark.parametrize("name", [
    "localhost", "LOCALHOST.", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]",
    "[::ffff:127.0.0.1]", "[::]",
])  # fmt: skip
def test_no_spelling_of_this_machine_is_reached(server, naps, name):
    server.put("/secret", Page(b"secret"))
    port = server.host.rpartition(":")[2]
    with Fetcher(limits=QUICK, sleep=naps) as fetcher:
        error = fault(fetcher, f"http://{name}:{port}/secret")
    assert re.search("is not public|is not an address|cannot be", error.why)  # libraries refuse the odder spellings
    assert not error.temporary
    assert server.requests == []


def test_a_name_that_resolves_to_a_private_address_the_second_time_is_refused(server, fetcher, monkeypatch):
    """The resolver is replaced: no name on the internet may be asked for here, and this one must change its mind."""
    answers = iter(["198.51.100.1", "127.0.0.1", "10.0.0.1", "169.254.169.254"])
    port = int(server.host.rpartition(":")[2])

    def resolve(host: str, *rest: Any, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "corpus.web.addresses.is_public", lambda address: address == "198.51.100.1" or is_public(address)
    )
    dialled: list[str] = []

    def connect(self: object, host: str, *rest: Any) -> None:
        import httpcore

        dialled.append(host)
        raise httpcore.ConnectError("refused")

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
    error = fault(fetcher, f"http://rebinding.example:{port}/secret")
    assert "127.0.0.1, which is not public" in error.why
    assert dialled == ["198.51.100.1"]


def test_of_several_addresses_only_the_public_are_dialled(naps, monkeypatch, outside_connections):
    """The resolver is replaced, and the connection ends in the guard of these tests: nothing leaves this machine."""
    found = ["10.0.0.1", "127.0.0.1", "8.8.8.8", "::1"]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (address, 80)) for address in found])
    dialled: list[str] = []
    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", lambda self, host, *_: dialled.append(host) or 1 / 0)
    with Fetcher(limits=QUICK, sleep=naps, obey_robots=False) as fetcher, pytest.raises(ZeroDivisionError):
        fetcher.get("http://mixed.example/")
    assert dialled == ["8.8.8.8"]


@pytest.mark.parametrize("address", [
    "8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808",
])  # fmt: skip
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.1.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "239.1.1.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "203.0.113.5", "192.0.0.8", "192.88.99.1",
    "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::", "2001:0:1::1", "fe80::1%eth0", "fc00::1", "fd00::1", "ff02::1",
    "2001:db8::1", "3fff::1", "100::1", "fec0::1",
])  # fmt: skip
def test_addresses_that_are_not_of_the_internet_are_not_public(address):
    assert not is_public(address)


def test_hosts_are_allowed_for_one_port_or_for_all():
    allowed = AllowedHosts(["Intranet.example", "127.0.0.1:8080", "::1", "[fd00::1]:81"])
    assert ("intranet.example", 80) in allowed
    assert ("INTRANET.example.", 8443) in allowed
    assert ("127.0.0.1", 8080) in allowed
    assert ("127.0.0.1", 80) not in allowed
    assert ("[::1]", 80) in allowed
    assert ("fd00::1", 81) in allowed
    assert ("fd00::1", 82) not in allowed
    assert ("sub.intranet.example", 80) not in allowed


@pytest.mark.parametrize("entry", ["", "http://intranet.example", "intranet/path", "user@intranet", "intranet:port"])
def test_what_is_not_a_host_cannot_be_allowed(entry):
    with pytest.raises(GroundwireError, match="GROUNDWIRE_FETCH_ALLOW"):
        Fetcher(allow_hosts=[entry])


@pytest.mark.parametrize(("url", "why"), [
    ("file:///etc/passwd", "only http"), ("ftp://example.com/", "only http"), ("story", "only http"),
    ("http:///path", "names no host"), ("http://me:secret@example.com/", "a user name or a password"),
    ("http://[::1/", "is not an address"), ("http://example.com:99999999/", "is not an address"), ("", "only http"),
    ("http://" + "a" * 300 + ".example/", "cannot be"), ("http://ex\x00ample.com/", "is not an address"),
])  # fmt: skip
def test_what_is_no_web_address_is_refused_with_words(fetcher, url, why):
    error = fault(fetcher, url)
    assert why in error.why
    assert not error.temporary


# Servers that fail


@pytest.mark.parametrize(("status", "why"), [
    (404, "answered 404 Not Found"), (410, "answered 410 Gone"), (403, "answered 403 Forbidden"),
    (204, "answered 204 No Content"), (418, "answered 418 I'm a Teapot"), (799, "answered 799"),
])  # fmt: skip
def test_a_status_without_an_article_is_an_error_at_once(server, fetcher, status, why):
    error = fault(fetcher, server.put("/a", Page(b"no", status=status)))
    assert error.why.casefold() == why.casefold()
    assert error.status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_recovers_is_asked_again(server, fetcher, naps, status):
    url = server.put("/shaky", Page(status=status), Page(status=status), Page(STORY))
    assert fetcher.get(url).body == STORY
    assert 0.75 <= naps.seconds[0] <= 1.25 < 1.5 <= naps.seconds[1] <= 2.5


def test_a_server_that_does_not_recover_is_given_up(server, fetcher):
    error = fault(fetcher, server.put("/down", Page(status=503)))
    assert (error.why, error.status, error.temporary) == ("answered 503 Service Unavailable", 503, True)
    assert len(server.requests) == 3


def test_retry_after_is_obeyed_up_to_a_bound(server, fetcher, naps):
    url = server.put("/busy", Page(status=429, headers={"Retry-After": "7"}), Page(STORY))
    assert fetcher.get(url).body == STORY
    assert naps.seconds == [7]
    error = fault(fetcher, server.put("/busier", Page(status=503, headers={"Retry-After": "86400"})))
    assert error.why == "answered 503 Service Unavailable, and asks to wait for 86,400 seconds"
    assert error.temporary
    assert len(naps.seconds) == 1


LAST_DAYS = ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -1200", "Fri, 31 Dec 9999 23:59:59"]


@pytest.mark.parametrize("header", ["Fri, 01 Jan 2100 00:00:00 GMT", "9" * 400, *LAST_DAYS])
def test_retry_after_far_away_ends_the_tries(server, fetcher, header):
    error = fault(fetcher, server.put("/busy", Page(status=503, headers={"Retry-After": header})))
    assert len(server.requests) == 1
    assert error.wait == 7 * 86400


def test_a_host_that_answers_too_many_requests_is_asked_nothing_until_the_time_it_names(server, fetcher):
    error = fault(fetcher, server.put("/busy", Page(status=429, headers={"Retry-After": "21600"})))
    assert (error.status, error.wait) == (429, 21600)
    other = fault(fetcher, server.put("/other", Page(STORY)))
    assert "asks to wait for 21," in other.why
    assert (other.temporary, 21_000 < other.wait <= 21_600) == (True, True)
    assert server.paths == ["/busy"]


def test_a_robots_txt_that_asks_to_wait_closes_its_host_for_as_long(server, polite):
    server.put("/robots.txt", Page(status=503, headers={"Retry-After": "3600"}))
    error = fault(polite, server.put("/story", Page(STORY)))
    assert (error.temporary, error.wait) == (True, 3600)


@pytest.mark.parametrize(
    ("steps", "moved"),
    [((301,), 1), ((308, 301), 2), ((301, 302), 1), ((302, 301), None), ((303,), None), ((307,), None), ((), None)],
)
def test_an_address_has_moved_as_far_as_nothing_but_permanent_redirects_leads(server, fetcher, steps, moved):
    for at, status in enumerate(steps):
        server.put(f"/{at}", redirect(f"/{at + 1}", status))
    server.put(f"/{len(steps)}", Page(STORY))
    assert fetcher.get(server.url("/0")).moved == (server.url(f"/{moved}") if moved else None)


@pytest.mark.parametrize(
    "header", ["soon", "-5", "Fri, 31 Dec 9999", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 99 Jan 2100 00:00:00 GMT", "²"]
)
def test_retry_after_that_says_nothing_is_passed_over(server, fetcher, header):
    url = server.put("/busy", Page(status=503, headers={"Retry-After": header}), Page(STORY))
    assert fetcher.get(url).body == STORY


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("answer", [
    raw(), raw(b"SSH-2.0-OpenSSH_9.6\r\n"), raw(b"\x16\x03\x01\x00\x00" * 50), raw(b"HTTP/1.1 20"),
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"), raw(b"HTTP/1.1 200 OK\r\n: nameless\r\n\r\n"),
    raw(CHUNKED, b"zz\r\nabc"), raw(CHUNKED, b"5\r\nab"), endless_headers(), truncated(STORY),
])  # fmt: skip
def test_what_is_not_http_or_breaks_off_is_an_error(server, fetcher, answer):
    error = fault(fetcher, server.put("/a", answer))
    assert error.why.startswith("broke off, or does not speak HTTP: ")
    assert error.temporary


def test_a_connection_that_broke_once_is_made_again(server, fetcher):
    assert fetcher.get(server.put("/a", raw(), truncated(STORY), Page(STORY))).body == STORY


def test_the_certificate_must_be_for_the_name_asked_for(naps, monkeypatch):
    """The certificate of these tests is made known to Python, as nothing else can vouch for a name of this machine."""
    certificate = Path(__file__).with_name("localhost.pem")
    with WebServer(certificate) as server:
        server.put("/a", Page(STORY))
        by_name, by_number = server.url("/a").replace("127.0.0.1", "localhost"), server.url("/a")
        hosts = {"localhost", "127.0.0.1"}
        with Fetcher(limits=QUICK, allow_hosts=hosts, obey_robots=False, sleep=naps) as fetcher:
            assert "does not prove who it is: self-signed certificate" in fault(fetcher, by_name).why
        trusting = ssl.create_default_context(cafile=certificate)
        monkeypatch.setattr("httpx.create_ssl_context", lambda **_: trusting)
        with Fetcher(limits=QUICK, allow_hosts=hosts, obey_robots=False, sleep=naps) as fetcher:
            assert fetcher.get(by_name).body == STORY
            assert "does not prove who it is: IP address mismatch" in fault(fetcher, by_number).why
    assert naps.seconds == []


def test_a_port_where_nobody_listens_is_an_error(fetcher, server, naps):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        with Fetcher(limits=QUICK, allow_hosts={host}, sleep=naps) as fetcher:
            error = fault(fetcher, f"http://{host}/")
    assert error.why.startswith("cannot be reached: ")
    assert error.temporary


def test_a_server_that_says_nothing_is_given_up(server, naps):
    def silent(request: Request) -> Iterator[bytes]:
        threading.Event().wait(2)
        yield b""

    limits = FetchLimits(read=0.05, total=5, retries=1, delay=0)
    with Fetcher(limits=limits, allow_hosts={server.host}, obey_robots=False, sleep=naps) as fetcher:
        error = fault(fetcher, server.put("/a", silent))
    assert error.why == "did not answer within 0.05 seconds"
    assert len(server.requests) == 2


def drip_of_headers(request: Request) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Slow: "
    while True:
        threading.Event().wait(0.02)
        yield b"x"


@pytest.mark.parametrize("answer", [slow_drip(), drip_of_headers])
def test_a_slow_drip_ends(server, naps, answer):
    limits = FetchLimits(read=2, total=0.3, delay=0)
    with Fetcher(limits=limits, allow_hosts={server.host}, obey_robots=False, sleep=naps) as fetcher:
        error = fault(fetcher, server.put("/a", answer))
    assert error.why == "did not end its answer within 0.3 seconds"
    assert error.temporary
    assert len(server.requests) == 1


def test_an_endless_body_ends(server, fetcher):
    assert fault(fetcher, server.put("/a", endless())).why == "is larger than the limit of 0.954 MB"


def test_a_body_that_is_announced_as_too_large_is_not_read(server, fetcher):
    def generous(request: Request) -> Iterator[bytes]:
        yield head(200, {"Content-Length": str(50 * 2**20)})

    assert fault(fetcher, server.put("/a", generous)).why == "is 50 MB; the limit is 0.954 MB"


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: gzip.compress(gzip.compress(data))])
def test_a_gzip_bomb_goes_off_in_no_memory(server, fetcher, pack):
    coding = "gzip" if pack is gzip.compress else "gzip, gzip"
    bomb = Page(pack(b" " * 100_000_000), headers={"Content-Encoding": coding})
    assert len(bomb.body) < 1_000_000
    assert fault(fetcher, server.put("/a", bomb)).why == "is larger than the limit of 0.954 MB"


def test_a_brotli_bomb_goes_off_in_no_memory(server, fetcher):
    bomb = Page(brotli.compress(b" " * 50_000_000, quality=3), headers={"Content-Encoding": "br"})
    assert fault(fetcher, server.put("/a", bomb)).why == "is larger than the limit of 0.954 MB"


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate"])
def test_a_body_that_is_not_packed_as_it_says_is_an_error(server, fetcher, coding):
    error = fault(fetcher, server.put("/a", Page(STORY, headers={"Content-Encoding": coding})))
    assert error.why.startswith("is damaged: it is not packed as")


def test_a_packing_that_was_not_asked_for_is_an_error(server, fetcher):
    assert "'zstd'" in fault(fetcher, server.put("/a", Page(STORY, headers={"Content-Encoding": "zstd"}))).why


def test_a_packed_body_that_is_cut_off_is_asked_for_again(server, fetcher):
    whole = gzip.compress(STORY)
    cut = Page(whole[:-12], headers={"Content-Encoding": "gzip"})
    assert fetcher.get(server.put("/a", cut, Page(STORY))).body == STORY
    assert fault(fetcher, server.put("/b", cut)).temporary


# Politeness


def test_two_requests_to_a_host_keep_their_distance(server, naps):
    limits = FetchLimits(delay=1.5)
    with Fetcher(limits=limits, allow_hosts={server.host}, obey_robots=False, sleep=naps, clock=naps.clock) as fetcher:
        fetcher.get(server.put("/a", Page(STORY)))
        assert naps.seconds == []
        fetcher.get(server.url("/a"))
    assert naps.seconds == [1.5]


def test_a_host_is_asked_one_thing_at_a_time_and_hosts_side_by_side(server, other, naps):
    meeting = threading.Barrier(2, timeout=20)

    def together(request: Request) -> Iterator[bytes]:
        meeting.wait()  # passes only if both hosts are being asked at once
        yield from Page(STORY).answer(request)

    urls = [host.put(f"/{number}", Page(STORY)) for number in range(8) for host in (server, other)]
    with Fetcher(limits=QUICK, allow_hosts={server.host, other.host}, obey_robots=False, sleep=naps) as fetcher:
        with ThreadPoolExecutor(8) as pool:
            bodies = [got.body for got in pool.map(fetcher.get, urls)]
        meetings = [server.put("/together", together), other.put("/together", together)]
        with ThreadPoolExecutor(2) as pool:
            assert [got.body for got in pool.map(fetcher.get, meetings)] == [STORY, STORY]
    assert bodies == [STORY] * 16
    assert (server.most_at_once, other.most_at_once) == (1, 1)


# robots.txt


@pytest.fixture
def polite(server: WebServer, naps: Naps) -> Iterator[Fetcher]:
    with Fetcher(limits=QUICK, allow_hosts={server.host}, sleep=naps, clock=naps.clock) as ready:
        yield ready


def put_robots(server: WebServer, rules: str) -> None:
    server.put("/robots.txt", Page(rules.encode(), content_type="text/plain"))


def test_what_robots_txt_disallows_is_not_asked_for(server, polite):
    put_robots(server, "User-agent: *\nDisallow: /private/\nAllow: /private/open\n")
    error = fault(polite, server.put("/private/a", Page(STORY)))
    assert error.why == "is not to be fetched by Groundwire: its robots.txt says so"
    assert not error.temporary
    assert polite.get(server.put("/private/open", Page(STORY))).body == STORY
    assert polite.get(server.put("/public", Page(STORY))).body == STORY
    assert server.paths == ["/robots.txt", "/private/open", "/public"]


def test_rules_for_groundwire_go_before_rules_for_all(server, polite):
    put_robots(server, "User-agent: groundwire\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n")
    server.put("/a", Page(STORY))
    assert "robots.txt" in fault(polite, server.url("/a")).why
    assert polite.get(server.put("/b", Page(STORY))).body == STORY


def test_a_redirect_is_held_to_robots_txt_too(server, polite):
    put_robots(server, "User-agent: *\nDisallow: /private\n")
    error = fault(polite, server.put("/a", redirect("/private")))
    assert error.why.startswith(f"redirects to {server.url('/private')}, which is not to be fetched")
    assert "/private" not in server.paths


@pytest.mark.parametrize("answer", [
    Page(status=404), Page(status=410), Page(status=403), redirect("/robots.txt"), redirect("file:///etc/passwd"),
    Page(b"<html><p>User-agent: nobody</p>"), Page(b""), Page(b"\xff\xfe\x00\x01" * 100), gzip_bomb(10_000_000),
])  # fmt: skip
def test_without_a_readable_robots_txt_all_is_allowed(server, polite, answer):
    server.put("/robots.txt", answer)
    assert polite.get(server.put("/a", Page(STORY))).body == STORY


@pytest.mark.parametrize("answer", [Page(status=500), Page(status=503), Page(status=429)])
def test_a_host_that_cannot_give_its_robots_txt_is_left_alone_for_now(server, polite, answer):
    server.put("/robots.txt", answer)
    error = fault(polite, server.put("/a", Page(STORY)))
    assert error.why.startswith(f"cannot be fetched now, because its robots.txt answered {error.status} ")
    assert error.temporary
    fault(polite, server.url("/a"))
    assert server.paths == ["/robots.txt"] * 3


def test_a_robots_txt_without_end_counts_as_far_as_it_is_read(server, polite):
    def huge(request: Request) -> Iterator[bytes]:
        yield head(200, {"Content-Type": "text/plain"})
        yield b"User-agent: *\nDisallow: /private\n"
        while True:
            yield b"# and so on\n" * 10_000

    server.put("/robots.txt", huge)
    assert "robots.txt" in fault(polite, server.put("/private", Page(STORY))).why
    assert polite.get(server.put("/a", Page(STORY))).body == STORY


def test_the_crawl_delay_is_kept_up_to_a_bound(server, other, naps):
    put_robots(server, "User-agent: *\nCrawl-delay: 9\n")
    put_robots(other, "User-agent: *\nCrawl-delay: 86400\n")
    with Fetcher(limits=QUICK, allow_hosts={server.host, other.host}, sleep=naps, clock=naps.clock) as fetcher:
        fetcher.get(server.put("/a", Page(STORY)))
        fetcher.get(server.url("/a"))
        assert naps.seconds[-1] == 9
        fetcher.get(other.put("/a", Page(STORY)))
        fetcher.get(other.url("/a"))
        assert naps.seconds[-1] == 60


def test_a_private_host_is_refused_before_its_robots_txt_is_asked_for(server, naps):
    with Fetcher(limits=QUICK, sleep=naps) as fetcher:
        assert fault(fetcher, server.put("/a", Page(STORY))).why.startswith("has the address 127.0.0.1")
    assert server.requests == []


def test_many_threads_ask_for_robots_txt_once(server, polite):
    urls = [server.put(f"/{number}", Page(STORY)) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        results: list[Fetched] = list(pool.map(polite.get, urls))
    assert [got.url for got in results] == urls
    assert server.paths.count("/robots.txt") == 1
