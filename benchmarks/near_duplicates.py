"""How well copies of a story are told from false friends: recall by kind of copy, precision by kind of false friend.

    python benchmarks/near_duplicates.py FOLDER_OR_FILE [--articles 300] [--seed 7]

reads real articles (any form `groundwire ingest` reads; 400 or so), changes some of them as wire clients do, and asks
the clusters of a real catalogue in a temporary folder. The text changes are in `tests/corpus/wire_copies.py` and
`tests/corpus/false_friends.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "corpus")]

from false_friends import FIRMS, borrowed_facts, daily_report, follow_up, weekly_round_up  # noqa: E402
from wire_copies import CHANGES, everything, in_round_up, sentences, several  # noqa: E402

from corpus import Article, load  # noqa: E402
from corpus.article import article_id  # noqa: E402
from corpus.catalogue import Catalogue  # noqa: E402
from corpus.clusters import Clusters  # noqa: E402
from corpus.near_duplicates import same_story, signature  # noqa: E402

NOW = datetime(2024, 1, 1, tzinfo=UTC)
NEAREST = 3
ROUND_UP = "in a round-up"


class _UndoError(Exception):
    """Raised to have a transaction undone: a probe leaves nothing behind."""


def as_article(text: str, name: str) -> Article:
    """A text as an article of an outlet of its own."""
    url = f"https://{name.replace(' ', '-').replace(',', '')}.example/story"
    return Article(id=article_id(url, text), url=url, title=name, source=name, text=text, fetched=NOW)


def long_enough(text: str) -> bool:
    """Whether a text is an article rather than a notice: one cannot cut, reword and fill up two sentences."""
    return len(sentences(text)) >= 10 and len(text.split()) >= 150


def copies(text: str, others: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, changed text) for every kind of copy."""
    for kind, change in {**CHANGES, "3 to 5 of these": several, "all of these, cut": everything}.items():
        yield kind, change(text, rng)
    yield ROUND_UP, in_round_up(text, rng, others)


class Newsroom:
    """A catalogue with its clusters in a folder that goes away."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.catalogue = Catalogue(Path(self.folder.name) / "catalog.sqlite3")
        self.clusters = Clusters(self.catalogue)

    def store(self, article: Article) -> str:
        """Keep the article; returns its cluster."""
        with self.catalogue.transaction():
            self.catalogue.store(article)
            return self.clusters.place(article)

    def probe(self, article: Article) -> str:
        """The cluster the article would get."""
        cluster = ""
        with suppress(_UndoError), self.catalogue.transaction():
            cluster = self.clusters.place(article)
            raise _UndoError
        return cluster


def nearest(texts: Sequence[str]) -> list[list[int]]:
    """For each text the others that share most words with it (tf-idf cosine), nearest first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    alike = (vectors @ vectors.T).toarray()
    return [[j for j in row.argsort()[::-1].tolist() if j != i] for i, row in enumerate(alike)]


def measure(articles: Sequence[Article], count: int, seed: int) -> None:
    """Print the table."""
    rng = random.Random(seed)
    room = Newsroom()
    texts = [article.text for article in articles]
    began = time.process_time()
    cluster = {article.id: room.store(article) for article in articles}
    print(f"{len(articles)} articles stored, {len(set(cluster.values()))} clusters")
    for article in articles:
        if cluster[article.id] != article.id:
            print(f"  together: {article.url} and {room.catalogue.article(cluster[article.id]).url}")
    print(f"  {1000 * (time.process_time() - began) / len(articles):.2f} ms of processor time an article, all told")
    sources = rng.sample([i for i, text in enumerate(texts) if long_enough(text)], count)
    near = nearest(texts)
    n: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    friends: Counter[str] = Counter()
    for i in sources:
        others = [texts[j] for j in near[i][50:]]
        for kind, text in copies(texts[i], others, rng):
            got = room.probe(as_article(text, "copy"))
            n[kind] += 1
            hit[kind] += got == cluster[articles[i].id]
            wrong[kind] += got in cluster.values() and got != cluster[articles[i].id]
        for kind, text in (
            ("follow-up with two background paragraphs", follow_up(texts[i], rng)),
            ("other article with two of its paragraphs", borrowed_facts(texts[i], rng, others)),
        ):
            friends[kind] += 1
            got = room.probe(as_article(text, "later"))
            wrong[kind] += got == cluster[articles[i].id]
        kind = f"the {NEAREST} articles with most words in common"
        for j in near[i][:NEAREST]:
            friends[kind] += 1
            wrong[kind] += same_story(texts[i], texts[j])
    for kind, made in templates(texts, rng).items():
        series = Newsroom()
        got_one = [series.store(as_article(text, f"day{day}")) for day, text in enumerate(made)]
        friends[kind] = len(made)
        wrong[kind] = len(made) - len(set(got_one))
    report(n, hit, friends, wrong)
    together(articles, sources, near, seed)
    speed(texts)


def templates(texts: Sequence[str], rng: random.Random) -> dict[str, list[str]]:
    """Reports out of one template, and newsletters with one skeleton: a hundred each."""
    day = date(2023, 1, 2)
    long = [text for text in texts if long_enough(text)]
    return {
        "daily market report": [daily_report(rng, FIRMS[k % 2], day + timedelta(days=k)) for k in range(100)],
        "weekly newsletter": [weekly_round_up(rng, long, k) for k in range(100)],
    }


def report(n: Counter[str], hit: Counter[str], friends: Counter[str], wrong: Counter[str]) -> None:
    """The table: kind of copy and recall, kind of false friend and how many were taken for copies."""
    print(f"\n{'copies':44}{'n':>6}{'found':>8}{'recall':>8}")
    for kind in n:
        print(f"{kind:44}{n[kind]:6}{hit[kind]:8}{hit[kind] / n[kind]:8.3f}")
    print(f"\n{'false friends':44}{'n':>6}{'joined':>8}{'share':>8}")
    for kind in friends:
        print(f"{kind:44}{friends[kind]:6}{wrong[kind]:8}{wrong[kind] / friends[kind]:8.3f}")
    found, joined = hit.total(), wrong.total()
    print(f"\nrecall {found / n.total():.4f}   precision {found / (found + joined):.4f} (all of the above)")
    recall = sum(hit[kind] / n[kind] for kind in n) / len(n)
    false = sum(wrong[kind] / friends[kind] for kind in friends) / len(friends)
    print(f"precision with as many false friends as copies: {recall / (recall + false):.4f}")


def together(articles: Sequence[Article], sources: Sequence[int], near: list[list[int]], seed: int) -> None:
    """Everything in one catalogue, in any order: which pairs of articles share a cluster, and which should.

    Pages of several stories are among them and may bring stories together wrongly, but are not counted themselves:
    either story's cluster is right for them.
    """
    rng = random.Random(seed + 1)
    texts = [article.text for article in articles]
    pile = [(str(i), article) for i, article in enumerate(articles)]
    for i in sources:
        others = [texts[j] for j in near[i][50:]]
        for kind, text in rng.sample(list(copies(texts[i], others, rng)), 3):
            pile.append((str(i), as_article(text, f"{kind}-{i}")))
        pile.append((f"{i} later", as_article(follow_up(texts[i], rng), f"later-{i}")))
    rng.shuffle(pile)
    room = Newsroom()
    began = time.process_time()
    for _, article in pile:
        room.store(article)
    took = time.process_time() - began
    story = {article.id: name for name, article in pile if not article.source.startswith(ROUND_UP)}
    by_cluster: dict[str, list[str]] = {}
    for row in room.catalogue.rows("SELECT id, cluster FROM articles"):
        if row["id"] in story:
            by_cluster.setdefault(row["cluster"], []).append(row["id"])
    pairs = [(story[a], story[b]) for members in by_cluster.values() for a, b in combinations(members, 2)]
    right = sum(a == b for a, b in pairs)
    possible = sum(size * (size - 1) // 2 for size in Counter(story.values()).values())
    print(f"\nall in one catalogue: {len(pile)} articles, {1000 * took / len(pile):.2f} ms of processor time each")
    print(f"pairs: recall {right / possible:.4f}   precision {right / len(pairs):.4f}   ({len(pairs)} pairs)")


def speed(texts: Sequence[str]) -> None:
    """What `signature` and `place` take, on texts of up to 700 words, with 2,000 in the catalogue."""
    cut = [" ".join(text.split()[:700]) for text in texts]
    room = Newsroom()
    rng = random.Random(1)
    spent, n = 0.0, 0
    for k in range(2000):
        words = cut[k % len(cut)].split()
        rng.shuffle(words)  # another text for the index, of the same words
        article = as_article(" ".join(words), f"n{k}")
        with room.catalogue.transaction():
            room.catalogue.store(article)
            began = time.process_time()
            signature(article.text)
            room.clusters.place(article)
            spent += time.process_time() - began
            n += len(words)
    print(f"\nsignature and place: {spent / 2:.2f} ms of processor time an article of {n / 2000:.0f} words on average")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_at", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    loaded = [item for item in load(given.articles_at, fetched=NOW) if isinstance(item, Article)]
    measure(loaded, given.articles, given.seed)


if __name__ == "__main__":
    main()
