"""Kill an ingest at random moments, again and again: nothing may be lost, nothing doubled, and the home stays sound.

    python -m benchmarks.faults --kills 200

A child process ingests 300 made-up articles and is killed (SIGKILL) at a random moment; then the home is opened, the
doctor looks at it, the articles are counted, and the next child goes on where the last was cut off. When all articles
are in, the run starts again on an empty home. Vectors are made from hashes of words: what is tested is the storing.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from benchmarks.made_up_news import made_up_articles

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 300
CHILD = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from benchmarks.made_up_news import made_up_articles
from fakes import HashEmbedder
from rag import open_newsroom
from rag.config import load_settings
articles = made_up_articles({count})
with open_newsroom(settings=load_settings(home={home!r}, embed_batch=4), embedder=HashEmbedder()) as room:
    print("ready", flush=True)
    report = room.ingest(articles)
    print("done", flush=True)
"""


def run(kills: int, seed: int, progress: bool) -> int:
    """Kill `kills` children; returns how many times something was wrong, which is printed."""
    random = Random(seed)
    articles = made_up_articles(ARTICLES)
    home = Path(tempfile.mkdtemp(prefix="faults-"))
    faults = finished = killed = 0
    longest = 6.0
    seen = 0
    moments = {"storing": 0, "embedding": 0, "after": 0}
    while killed < kills:
        began = time.monotonic()
        complete = _run_and_kill(home, random.uniform(0, longest))
        killed += not complete
        wrong, seen, state = _examined(home, seen, {article.id for article in articles}, complete)
        moments[state] += not complete
        faults += len(wrong)
        for what in wrong:
            print(f"kill {killed}: {what}", flush=True)
        if complete:
            finished += 1
            seen = 0
            shutil.rmtree(home)
            home.mkdir()
            longest = max(1.0, min(longest, time.monotonic() - began))
        if progress and killed % 20 == 0:
            print(f"{killed} kills, {finished} ingests finished, {faults} faults", flush=True)
    shutil.rmtree(home)
    print(f"{killed} kills of an ingest of {ARTICLES} articles ({moments}), {finished} finished: {faults} faults")
    return faults


def _run_and_kill(home: Path, after: float) -> bool:
    """Ingest in a child until it is done or `after` seconds have passed since it began; True where it was done."""
    program = CHILD.format(root=str(ROOT), tests=str(ROOT / "tests"), count=ARTICLES, home=str(home))
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        try:
            child.wait(after)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            return False
        return child.returncode == 0


def _examined(home: Path, seen: int, expected: set[str], complete: bool) -> tuple[list[str], int, str]:
    """What is wrong with the home, how many articles it holds, and what the child was at when it ended."""
    sys.path[:0] = [str(ROOT / "tests")]
    from fakes import HashEmbedder

    from rag import open_newsroom
    from rag.index.doctor import examine

    with open_newsroom(home, embedder=HashEmbedder()) as room:
        wrong = [f"{finding.what}: {finding.detail}" for finding in examine(room) if not finding.ok]
        ids = [row["id"] for row in room.catalogue.rows("SELECT id FROM articles")]
        if len(ids) < seen:
            wrong.append(f"{seen - len(ids)} articles are lost")
        if len(ids) != len(set(ids)) or set(ids) - expected:
            wrong.append("articles that nobody ingested")
        versions = room.catalogue.rows("SELECT count(*), count(DISTINCT article_id) FROM versions")[0]
        if versions[0] != versions[1]:
            wrong.append(f"{versions[0] - versions[1]} articles are doubled")
        twice = "SELECT count(*) FROM (SELECT 1 FROM passages GROUP BY article_id, start HAVING count(*) > 1)"
        doubled = room.catalogue.rows(twice)[0][0]
        if doubled:
            wrong.append(f"{doubled} passages are doubled")
        status = room.status()
        if complete and (len(ids) != len(expected) or status.pending or len(room.index.keys()) != status.passages):
            wrong.append(f"done with {len(ids)} articles, {status.pending} pending, {len(room.index.keys())} vectors")
        at = "storing" if len(ids) < len(expected) else "embedding" if status.pending else "after"
        return wrong, len(ids), at


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    raise SystemExit(1 if run(given.kills, given.seed, not given.quiet) else 0)
