"""Whether anything is lost or doubled when many feeds are refreshed many times, some misbehave, some runs are killed.

    python benchmarks/feeds.py [--rounds 100] [--kills 20] [--seed 7]

serves 50 feeds from 10 servers on this machine: 40 behave and keep their ten newest stories, so that stories leave
them; 10 misbehave, one of them only in every second round. Every round some feeds publish, some stories stand in two
feeds, and some pages fail at first. `--kills` of the rounds are refreshed by a process of their own, which gets a
SIGKILL at a random moment of its work; of the others, every fifth round is refreshed by two processes at once. In the
end every story that was ever in a readable feed must be in the catalogue, once, in one version. Exits with 1 if any is
lost or doubled.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from corpus.catalogue import Catalogue  # noqa: E402
from corpus.errors import ArticleError  # noqa: E402
from corpus.feeds.refresh import refresh  # noqa: E402
from corpus.feeds.store import FeedStore  # noqa: E402
from corpus.web.fetch import Fetcher  # noqa: E402
from corpus.web.limits import FetchLimits  # noqa: E402
from tests.web_server import (  # noqa: E402
    Page,
    WebServer,
    endless,
    gzip_bomb,
    raw,
    redirect,
    slow_drip,
    truncated,
)

SERVERS = 10
GOOD = 40
SHOWN = 10
SETTLING = 4
"""The last rounds publish nothing and are not killed, so that the pages that failed at first have had their time."""
EVERY_TWIN = 5
STEP = timedelta(hours=6)
START = datetime(2024, 1, 1, tzinfo=UTC)
LIMITS = FetchLimits(delay=0, retries=0, connect=2, read=1, total=1.5, max_bytes=2**20)
SYLLABLES = "ba den for gil han kor lum mar nes pol rin sta tev und wex yor".split()


class Press:
    """The feeds and their stories, as the servers show them in one round."""

    def __init__(self, servers: list[WebServer], seed: int) -> None:
        self.servers = servers
        self.random = random.Random(seed)
        self.paths = [f"/feed/{n}" for n in range(GOOD + 1)]  # the last one flaps
        self.items: list[list[str]] = [[] for _ in self.paths]
        self.published: set[str] = set()
        self.feeds = [self._server(n).url(path) for n, path in enumerate(self.paths)] + self._bad_feeds()

    def publish(self) -> None:
        """One more story in about every third feed, each fifth of them also in the next feed."""
        for n in range(len(self.paths)):
            if n == GOOD or self.random.random() < 0.3:
                story = self._story(n)
                self.items[n].insert(0, story)
                if self.random.random() < 0.2:
                    self.items[(n + 1) % GOOD].insert(0, story)

    def show(self, number: int) -> None:
        """Put the feeds as they are in round `number` on their servers."""
        for n, path in enumerate(self.paths):
            shown = "".join(self.items[n][:SHOWN])
            document = f"<rss version='2.0'><channel><title>Feed {n}</title>{shown}</channel></rss>".encode()
            flaps = n == GOOD and number % 2
            etag = f'"{hash(document):x}"'
            self._server(n).put(path, Page(status=500) if flaps else Page(document, "application/rss+xml", etag=etag))

    def _story(self, n: int) -> str:
        """Put a page on its server; returns the item for the feed, with the whole text in every fourth."""
        number = len(self.published)
        title = f"Story {number} of the example press"
        sentences = [self._sentence(number, part) for part in range(30)]
        body = "".join(f"<p>{' '.join(sentences[at : at + 3])}</p>" for at in range(0, 30, 3))
        page = f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{body}</article>".encode()
        failing = [Page(status=self.random.choice((404, 500, 503)))] * self.random.choice((0, 0, 0, 1, 2))
        url = self._server(n).put(f"/story/{number}", *failing, Page(page))
        self.published.add(url)
        content = f"<description><![CDATA[{body}]]></description>" if number % 4 == 0 else ""
        link = f"{url}?utm_source=feed" if number % 3 == 0 else url
        return f"<item><title>{title}</title><link>{link}</link><guid>{number}</guid>{content}</item>"

    def _sentence(self, number: int, part: int) -> str:
        """Words that no other sentence has: stories that are alike are one story to a catalogue."""
        words = ["".join(self.random.choices(SYLLABLES, k=3)) for _ in range(9)]
        return f"In case {number}-{part} the {words[0]} of the {words[1]} told {' and '.join(words[2:])} apart."

    def _server(self, n: int) -> WebServer:
        return self.servers[n % len(self.servers)]

    def _bad_feeds(self) -> list[str]:
        bomb = (
            b'<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
        )
        answers = [
            Page(status=404),
            Page(b"\x00\x01garbage"),
            Page(b"<!doctype html><title>Welcome</title><p>No feed here."),
            Page(bomb),
            endless("application/rss+xml"),
            slow_drip(content_type="application/rss+xml"),
            gzip_bomb(100 * 2**20, "application/rss+xml"),
            redirect("/bad/7"),
            truncated(b"<rss><channel>") if self.random.random() < 0.5 else raw(b""),
        ]
        return [self._server(n).put(f"/bad/{n}", answer) for n, answer in enumerate(answers)]


def refresh_once(home: Path, now: datetime, hosts: list[str]) -> Counter[str]:
    """One refresh of every feed, each article stored as it comes; what became of them."""
    catalogue = Catalogue(home / "catalog.sqlite3")
    store = FeedStore(catalogue)
    counts: Counter[str] = Counter()
    with Fetcher(limits=LIMITS, allow_hosts=hosts) as fetcher:
        for result in refresh(store, store.list(), fetcher, clock=lambda: now):
            counts["failed" if isinstance(result, ArticleError) else catalogue.store(result).outcome] += 1
    catalogue.close()
    return counts


def started_child(home: Path, now: datetime, hosts: list[str]) -> subprocess.Popen[bytes]:
    """A process that begins to refresh."""
    command = [sys.executable, __file__, "--home", str(home), "--now", now.isoformat(), "--hosts", ",".join(hosts)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()  # it has imported what it needs
    return child


def refresh_and_kill(home: Path, now: datetime, hosts: list[str], seconds: float) -> bool:
    """Refresh in a process of its own and kill it after `seconds` of work; whether it was still at work."""
    child = started_child(home, now, hosts)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
    if child.wait() > 0:
        raise SystemExit(f"a refresh failed with exit status {child.returncode}")
    return child.returncode < 0


def refresh_twice_at_once(home: Path, now: datetime, hosts: list[str]) -> Counter[str]:
    """Refresh here and in another process at the same time; what became of the articles here."""
    child = started_child(home, now, hosts)
    counts = refresh_once(home, now, hosts)
    if child.wait():
        raise SystemExit(f"the other of two refreshes failed with exit status {child.returncode}")
    return counts


def run(home: Path, rounds: int, kills: int, seed: int) -> int:
    """Publish and refresh for `rounds` rounds, check, print what was lost, doubled and how long it took."""
    servers = [WebServer() for _ in range(SERVERS)]
    for server in servers:
        server.__enter__()
    press = Press(servers, seed)
    hosts = [server.host for server in servers]
    catalogue = Catalogue(home / "catalog.sqlite3")
    store = FeedStore(catalogue)
    for url in press.feeds:
        store.add(url, now=START)
    killed = set(press.random.sample(range(rounds), min(kills, rounds)))
    seconds: list[float] = []
    cut_off, counts = 0, Counter[str]()
    for number in range(rounds + SETTLING):
        if number < rounds:
            press.publish()
        press.show(number if number < rounds else 0)
        now = START + STEP * (number + 1)
        started = time.perf_counter()
        if number in killed:
            cut_off += refresh_and_kill(home, now, hosts, press.random.uniform(0, 2.5))
        else:
            refreshed = refresh_twice_at_once if number % EVERY_TWIN == EVERY_TWIN - 1 else refresh_once
            counts += refreshed(home, now, hosts)
            seconds.append(time.perf_counter() - started)
    wrong = report(catalogue, store, press)
    print(f"rounds: {rounds} and {SETTLING} to settle, {cut_off} killed with SIGKILL")
    print(f"in the rounds that were not, in this process: {dict(counts)}")
    print(f"seconds a round: median {statistics.median(seconds):.1f}, longest {max(seconds):.1f}")
    for server in servers:
        server.__exit__(None, None, None)
    catalogue.close()
    return wrong


def report(catalogue: Catalogue, store: FeedStore, press: Press) -> int:
    """Print what was lost and doubled; returns how much."""
    urls = [row["url"] for row in catalogue.rows("SELECT v.url FROM versions v")]
    titles = Counter(row["title"] for row in catalogue.rows("SELECT v.title FROM versions v"))
    lost = press.published - set(urls)
    strange = set(urls) - press.published
    doubled = [title for title, count in titles.items() if count > 1]
    feeds = store.list()
    unread = [feed for feed in feeds if feed.last_error]
    unexplained = [feed.url for feed in feeds if feed.last_ok is None and not feed.last_error]
    print(f"feeds: {len(feeds)}, of which {len(unread)} failed at their last refresh, each with its error:")
    for feed in unread:
        print(f"  {feed.failures:4} times in a row: {feed.last_error}")
    print(f"stories published: {len(press.published)}; in the catalogue: {catalogue.count()} in {len(urls)} versions")
    print(f"lost: {len(lost)} {sorted(lost)[:3] or ''}")
    print(f"doubled: {len(doubled)} {doubled[:3] or ''}")
    print(f"never published: {len(strange)} {sorted(strange)[:3] or ''}")
    waiting = sum(feed.waiting for feed in feeds)
    print(f"items still waiting: {waiting}; given up: {sum(feed.given_up for feed in feeds)}")
    return len(lost) + len(doubled) + len(strange) + len(unexplained) + waiting


def main() -> int:
    """Read the arguments; as a child, refresh once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kills", type=int, help="default: one round in five")
    parser.add_argument("--seed", type=int, default=7)
    for name in ("--home", "--now", "--hosts"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.home:
        from corpus.pages.html import html_record

        html_record(f"<article><p>{'Words of a page to warm up with. ' * 20}</p></article>", item="warm")
        print("ready", flush=True)
        refresh_once(Path(options.home), datetime.fromisoformat(options.now), options.hosts.split(","))
        return 0
    kills = options.rounds // 5 if options.kills is None else options.kills
    with tempfile.TemporaryDirectory() as home:
        return 1 if run(Path(home), options.rounds, kills, options.seed) else 0


if __name__ == "__main__":
    raise SystemExit(main())
