"""Articles in: counted, embedded once, finished after an interruption; and what goes wrong said in words.

Most of these run on a fake embedder (see `fakes`): they count what is embedded and stop in the middle of it. SQLite,
Chroma, the files and the killed processes are real.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
from fakes import HashEmbedder, SharedWords, StoppedError, stop_at
from stories import FETCHED, HIRING, LAWSUIT, POWER, RESULTS, STORIES, article, day

from corpus.article import Article, article_id
from corpus.errors import GroundwireError
from rag import Newsroom, open_newsroom
from rag.config import load_settings

ROOT = Path(__file__).resolve().parents[3]
PARIS = "Borealis opened an office in Paris with eighty engineers on Thursday."


def small_batches(home: Path, before: Callable[[int], object] | None = None) -> Newsroom:
    """A room that embeds a few passages at a time, so that there is a middle to stop in (see `HashEmbedder`)."""
    settings = load_settings(home=home, embed_batch=1)
    return open_newsroom(settings=settings, embedder=HashEmbedder(before=before), reader=SharedWords())


def many(count: int = 30) -> list[Article]:
    return [
        article(f"Borealis hired engineer number {n} from Halden Motors on Friday.", url=f"https://paper.example/{n}")
        for n in range(count)
    ]


def assert_complete(room: Newsroom, articles: int) -> None:
    """Every passage stands once in the catalogue, once in full text and once among the vectors."""
    status = room.status()
    assert (status.articles, status.pending) == (articles, 0)
    keys = [row["key"] for row in room.catalogue.rows("SELECT key FROM passages")]
    assert len(keys) == len(set(keys)) == status.passages >= articles
    assert room.index.keys() == set(keys)
    assert room.catalogue.rows("SELECT count(*) FROM passages_fts")[0][0] == len(keys)
    places = room.catalogue.rows("SELECT DISTINCT article_id, version, start FROM passages")
    assert len(places) == len(keys)


# Counting ------------------------------------------------------------------------------------------------------------


def test_a_report_counts_each_article_once(tmp_path):
    copy = article(RESULTS.text, url="https://other.example/copy", published=RESULTS.published)
    changed = article(HIRING.text + "\n\nA correction followed.", url=HIRING.url, published=HIRING.published)
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        first = room.ingest([HIRING, RESULTS])
        assert (first.added, first.updated, first.unchanged, first.duplicates, first.failed) == (2, 0, 0, 0, ())
        second = room.ingest([changed, RESULTS, copy, LAWSUIT])
        assert (second.added, second.updated, second.unchanged, second.duplicates) == (1, 1, 1, 1)
        assert_complete(room, 4)


def test_one_article_needs_no_list_around_it(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        assert room.ingest(HIRING).added == 1
        assert room.ingest([]).added == 0
        assert room.ingest(iter([RESULTS, LAWSUIT])).added == 2


def test_the_same_articles_again_embed_nothing(tmp_path):
    again = [replace(story, fetched=day(2024, 6, 1)) for story in STORIES]
    embedder = HashEmbedder()
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest(STORIES)
        embedded = list(embedder.texts)
        assert len(embedded) == room.status().passages == len(set(embedded))
        report = room.ingest(again)
        assert (report.added, report.updated, report.unchanged) == (0, 0, len(STORIES))
        assert embedder.texts == embedded
    fresh = HashEmbedder()
    with open_newsroom(tmp_path, embedder=fresh) as room:
        assert room.ingest(again).unchanged == len(STORIES)
        assert fresh.calls == 0
        assert_complete(room, len(STORIES))


def test_only_what_is_new_is_embedded(tmp_path):
    embedder = HashEmbedder()
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest(STORIES)
        before = len(embedder.texts)
        room.ingest([*STORIES, article(PARIS, url="https://paper.example/paris")])
        assert [text.splitlines()[-1] for text in embedder.texts[before:]] == [PARIS]


def test_changed_words_become_the_next_version_and_the_old_one_stays(tmp_path):
    changed = replace(POWER, text=POWER.text.replace("twenty years", "thirty years"), updated=day(2023, 9, 25))
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(POWER)
        assert room.ingest(changed).updated == 1
        assert room.article(POWER.id).version == 2
        assert room.article(POWER.id).text == changed.text
        assert room.article(POWER.id, 1).text == POWER.text
        assert room.status().articles == 1


def test_a_removed_article_is_gone_and_can_come_back(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(STORIES)
        room.remove(HIRING.id)
        assert all(passage.article_id != HIRING.id for passage in room.search("Mara Lindqvist Borealis", k=50))
        with pytest.raises(KeyError):
            room.article(HIRING.id)
        with pytest.raises(KeyError):
            room.remove(HIRING.id)
        assert_complete(room, len(STORIES) - 1)
        assert room.ingest(HIRING).added == 1
        assert_complete(room, len(STORIES))


def test_a_removed_brief_does_not_come_back_with_the_next_start_and_does_when_it_is_ingested(tmp_path, monkeypatch):
    (tmp_path / "briefs").mkdir()
    for name in ("One", "Two"):
        (tmp_path / "briefs" / f"2025-01-0{len(name)}-{name}.md").write_text(
            f"---\ntitle: {name}\n---\n{name}: {PARIS}"
        )
    monkeypatch.setattr("rag.newsroom.BRIEFS", tmp_path / "briefs")
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder()) as room:
        assert room.ingest_bundled().added == 2
        room.remove(next(article.id for article in room.catalogue.articles() if article.title == "One"))
        again = room.ingest_bundled()
        assert (again.added, again.unchanged) == (0, 1)
        assert [article.title for article in room.catalogue.articles()] == ["Two"]
        assert room.ingest(tmp_path / "briefs").added == 1


def test_an_article_that_a_program_dates_ahead_has_no_date(tmp_path):
    ahead = datetime.now(UTC) + timedelta(days=2)
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest([article(PARIS, url="https://paper.example/a", published=ahead, updated=ahead), HIRING])
        assert room.status().newest == HIRING.published.date()
        assert room.article(article_id("https://paper.example/a", "")).updated is None


def test_progress_is_told_up_to_the_end(tmp_path):
    told: list[tuple[str, int, int]] = []
    with small_batches(tmp_path) as room:
        room.ingest(many(20), progress=lambda *step: told.append(step))
    indexing = [(done, total) for what, done, total in told if what == "indexing"]
    assert indexing[-1] == (20, 20)
    assert indexing == sorted(indexing)
    assert len(indexing) > 1


# Bad items among good ones -------------------------------------------------------------------------------------------


def test_a_broken_line_is_named_and_the_good_ones_get_in(tmp_path):
    good = [
        {"url": f"https://paper.example/{n}", "title": f"T{n}", "text": f"{PARIS} That was number {n}."}
        for n in range(3)
    ]
    lines = [
        json.dumps(good[0]),
        '{"text": "cut off',
        json.dumps(good[1]),
        json.dumps({"title": "no text"}),
        json.dumps(good[2]),
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder()) as room:
        report = room.ingest(path)
        assert report.added == 3
        assert [item for item, _ in report.failed] == [f"{path}:2", f"{path}:4"]
        assert all(why for _, why in report.failed)
        assert_complete(room, 3)


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_article_without_words_is_named_and_the_others_get_in(tmp_path, text):
    empty = replace(HIRING, id="without-words", text=text)
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        report = room.ingest([RESULTS, empty, LAWSUIT])
        assert report.added == 2
        assert [item for item, _ in report.failed] == ["without-words"]


def test_a_file_that_is_not_there_is_named_and_the_others_get_in(tmp_path):
    with open_newsroom(tmp_path / "home", embedder=HashEmbedder()) as room:
        report = room.ingest([tmp_path / "absent.txt", RESULTS, str(tmp_path / "absent.jsonl")])
        assert report.added == 1
        assert [item for item, _ in report.failed] == [str(tmp_path / "absent.txt"), str(tmp_path / "absent.jsonl")]


@pytest.mark.parametrize("character", ["\0", "\udcff", "\ufffe", "\x1b", "\u202e"], ids=ascii)
def test_a_strange_character_costs_no_other_article_and_shifts_no_quote(tmp_path, character):
    text = f"Before it {character} stands this sentence. {PARIS} After it stands that one."
    strange = replace(article(text, url="https://paper.example/strange"), title=f"A {character} title")
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        report = room.ingest([RESULTS, strange, LAWSUIT])
        assert report.added + len(report.failed) == 3
        assert report.added >= 2
        if not report.failed:
            (best, *_) = room.search(PARIS, k=1)
            assert PARIS in best.text
            assert room.article(best.article_id).text[best.start : best.end] == best.text
            answer = room.ask(PARIS)
            assert [citation.quote for citation in answer.citations][:1] == [PARIS]


# Interruptions -------------------------------------------------------------------------------------------------------


def test_the_next_run_finishes_what_an_interrupted_one_left(tmp_path):
    with small_batches(tmp_path, before=stop_at(2)) as room:
        with pytest.raises(StoppedError):
            room.ingest(many())
        assert 0 < room.status().pending < 30
    with small_batches(tmp_path) as room:
        assert room.ingest(many()).unchanged == 30
        assert 0 < len(room.embedder.texts) < 30, "what was finished is kept"
        assert_complete(room, 30)


def test_what_has_no_vector_yet_is_found_by_its_words(tmp_path):
    with small_batches(tmp_path, before=stop_at(0)) as room:
        with pytest.raises(StoppedError):
            room.ingest([*many(9), article(PARIS, url="https://paper.example/paris")])
        assert room.status().pending == 10
    with small_batches(tmp_path) as room:
        assert PARIS in {passage.text for passage in room.search("office in Paris", k=3)}
        assert room.ask(PARIS).status in ("answered", "abstained")


def test_a_failure_while_reading_keeps_what_was_read(tmp_path):
    def broken():
        yield from many(4)
        raise StoppedError

    with small_batches(tmp_path) as room:
        with pytest.raises(StoppedError):
            room.ingest(broken())
        room.ingest([])
        assert_complete(room, 4)


CHILD = """
import sys, time
sys.path[:0] = [{root!r}]
sys.path += [{tests!r}, {rag_tests!r}, {here!r}]
from fakes import HashEmbedder
from test_ingest import many, small_batches

def hang(*_):
    print("halfway", flush=True)
    time.sleep(600)

{arrange}
room.ingest(many())
"""


@pytest.mark.parametrize(
    "arrange",
    [
        pytest.param(
            "room = small_batches({home!r}, before=lambda earlier: hang() if earlier == 2 else None)", id="embedding"
        ),
        pytest.param(
            "room = small_batches({home!r}); room.passages.vectors.keep = hang", id="vectors made, not yet recorded"
        ),
        pytest.param(
            "from rag.index.chroma import ChromaVectors; ChromaVectors.file = hang; room = small_batches({home!r})",
            id="vectors recorded, not yet filed",
        ),
    ],
)
def test_a_process_killed_while_it_embeds_loses_nothing_and_doubles_nothing(tmp_path, arrange):
    tests = ROOT / "tests"
    program = CHILD.format(
        root=str(ROOT),
        tests=str(tests),
        rag_tests=str(tests / "rag"),
        here=str(Path(__file__).parent),
        arrange=arrange.format(home=str(tmp_path)),
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == "halfway\n"
        finally:
            child.send_signal(signal.SIGKILL)
    with small_batches(tmp_path) as room:
        assert room.status().articles == 30
        assert room.ingest(many()).unchanged == 30
        assert_complete(room, 30)
        assert room.ask(many()[7].text).citations[0].quote == many()[7].text


# Homes that cannot be used -------------------------------------------------------------------------------------------


def test_vectors_of_another_model_are_never_mixed_in(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(HIRING)
    with open_newsroom(tmp_path, embedder=HashEmbedder(name="another-model")) as room:
        for attempt in (
            lambda: room.ingest(RESULTS),
            lambda: room.ask("Who joined Borealis?"),
            lambda: room.search("Basalt"),
        ):
            with pytest.raises(GroundwireError, match=r"another-model.*doctor --repair"):
                attempt()
        assert room.embedder.calls == 0
        assert room.status().articles == 1
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        assert room.ingest(RESULTS).added == 1
        assert_complete(room, 2)


def test_a_home_that_is_a_file_is_said_to_be_no_folder(tmp_path):
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(GroundwireError, match=r"home.*GROUNDWIRE_HOME"):
        open_newsroom(home, embedder=HashEmbedder())
    assert home.read_text() == "a file"


def test_a_catalogue_that_is_none_is_said_to_be_damaged(tmp_path):
    (tmp_path / "catalog.sqlite3").write_bytes(b"not a database at all, but a long enough text" * 100)
    with pytest.raises(GroundwireError, match=r"catalog\.sqlite3.*(damaged|backup)"):
        open_newsroom(tmp_path, embedder=HashEmbedder())


WITHOUT_RIGHTS = """
import os, sys
sys.path[:0] = [{root!r}]
sys.path += [{tests!r}, {rag_tests!r}]
from fakes import HashEmbedder
from stories import HIRING
from rag import open_newsroom
from corpus.errors import GroundwireError
import chromadb
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with open_newsroom({home!r}, embedder=HashEmbedder()) as room:
        room.ingest(HIRING)
except GroundwireError as error:
    print(error)
"""


@pytest.mark.parametrize("filled", [False, True])
def test_a_home_that_may_not_be_written_is_an_error_in_words(filled):
    with TemporaryDirectory() as folder:  # not `tmp_path`: nobody else may enter that one
        home = Path(folder) / "home"
        home.mkdir()
        if filled:
            with open_newsroom(home, embedder=HashEmbedder()) as room:
                room.ingest(RESULTS)
        everything = [home, *home.rglob("*")]
        for path in everything:
            path.chmod(0o555 if path.is_dir() else 0o444)
        Path(folder).chmod(0o755)
        tests = ROOT / "tests"
        program = WITHOUT_RIGHTS.format(root=str(ROOT), tests=str(tests), rag_tests=str(tests / "rag"), home=str(home))
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    assert "cannot be written. Set GROUNDWIRE_HOME to a folder you may write to" in done.stdout
    assert len(done.stdout.splitlines()) == 1


def fill_the_disk(room: Newsroom, pages: int) -> None:
    """Make SQLite's next page but `pages` fail with SQLITE_FULL, as a full disk does."""
    used = room.catalogue.connection.execute("PRAGMA page_count").fetchone()[0]
    room.catalogue.connection.execute(f"PRAGMA max_page_count = {used + pages}")


def test_a_full_disk_is_an_error_in_words_and_earlier_articles_still_answer(tmp_path):
    long = article("\n\n".join(f"{PARIS} It was number {n}." for n in range(400)), url="https://paper.example/long")
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(HIRING)
        fill_the_disk(room, pages=2)
        with pytest.raises(GroundwireError, match="disk is full"):
            room.ingest([long, LAWSUIT])
        with pytest.raises(KeyError):
            room.article(long.id)
        quote = "Its largest machine, Basalt, holds more than 140,000 graphics processors."
        assert any(quote in citation.quote for citation in room.ask(quote).citations)
        assert room.catalogue.rows("PRAGMA integrity_check")[0][0] == "ok"
        room.catalogue.connection.execute("PRAGMA max_page_count = 1000000")
        assert room.ingest([long, LAWSUIT]).added == 2
        assert_complete(room, 3)


# Sharing -------------------------------------------------------------------------------------------------------------


def test_two_threads_may_ask_at_once_from_the_first_question_on(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(STORIES)
    questions = [sentence for story in STORIES for sentence in story.text.split("\n\n")]
    together = Barrier(4)
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room, ThreadPoolExecutor(4) as threads:

        def ask_all(_: int) -> list:
            together.wait()
            return [room.ask(question) for question in questions]

        first, *others = threads.map(ask_all, range(4))
        assert first == [room.ask(question) for question in questions]
        assert all(answers == first for answers in others)


def test_a_thread_may_ask_while_another_ingests(tmp_path):
    quote = RESULTS.text.split("\n\n")[0].split(". ")[1] + "."
    with small_batches(tmp_path) as room, ThreadPoolExecutor(1) as thread:
        room.ingest(RESULTS)
        ingesting = thread.submit(room.ingest, many())
        while not ingesting.done():
            assert room.ask(quote).citations[0].quote == quote
        assert ingesting.result().added == 30
        assert_complete(room, 31)


def test_closing_one_room_leaves_another_on_the_same_home_open(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as one:
        one.ingest(STORIES)
        with open_newsroom(tmp_path, embedder=HashEmbedder()) as other:
            assert other.search("Basalt")
        assert one.search("Basalt")


def test_articles_keep_all_they_came_with(tmp_path):
    full = replace(HIRING, tags=("a", "b"), language="en", section="Technology", updated=day(2023, 5, 3))
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(full)
        kept = room.article(full.id)
        assert replace(kept, cluster="") == full
        assert kept.cluster
        assert kept.fetched == FETCHED
