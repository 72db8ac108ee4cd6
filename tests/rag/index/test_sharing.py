"""One home, several processes: all may ask and ingest at once, and what one stores the others answer from."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes import HashEmbedder, SharedWords
from stories import HIRING, RESULTS, STORIES, article, day

from corpus.errors import GroundwireError
from rag import Newsroom, open_newsroom
from rag.index.doctor import examine

ROOT = Path(__file__).resolve().parents[3]
PARIS = "Borealis opened an office in Paris with eighty engineers on Thursday."

CHILD = """
import sys
sys.path[:0] = [{root!r}, {tests!r}, {rag_tests!r}]
from fakes import HashEmbedder, SharedWords
from stories import STORIES, article, day
from rag import open_newsroom
PARIS = {paris!r}
with open_newsroom({home!r}, embedder=HashEmbedder(), reader=SharedWords()) as room:
    {program}
"""


def child(home: Path, program: str) -> subprocess.Popen[str]:
    """Another process with a newsroom on the same home, running `program`."""
    tests = ROOT / "tests"
    source = CHILD.format(
        root=str(ROOT), tests=str(tests), rag_tests=str(tests / "rag"), home=str(home), paris=PARIS, program=program
    )
    command = [sys.executable, "-c", source]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out


@contextmanager
def other(home: Path) -> Iterator[Callable[[str], str]]:
    """A process that keeps its newsroom open: call it with an expression over `room` to get its value as text."""
    process = child(
        home,
        'print("open", room.index.holds_chroma, flush=True)\n'
        "    for line in sys.stdin:\n"
        "        print(repr(eval(line)), flush=True)",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines_in, lines_out = process.stdin, process.stdout

    def evaluate(expression: str) -> str:
        lines_in.write(expression + "\n")
        lines_in.flush()
        return lines_out.readline().strip()

    try:
        assert lines_out.readline().startswith("open")
        yield evaluate
    finally:
        process.kill()
        process.wait()
        lines_in.close()
        lines_out.close()


def until(true: Callable[[], bool]) -> bool:
    """Whether it comes true within half a minute."""
    ends = time.monotonic() + 30
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def first_quote(room: Newsroom, question: str) -> str | None:
    return next((citation.quote for citation in room.ask(question).citations), None)


def test_a_room_that_is_open_answers_from_what_another_process_stores(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
        room.start_indexing()
        assert first_quote(room, PARIS) != PARIS
        finished(child(tmp_path, 'room.ingest(article(PARIS, url="https://paper.example/paris"))'))
        assert first_quote(room, PARIS) == PARIS
        assert until(lambda: room.index._chroma.filed == room.catalogue.rows("SELECT value FROM last_seq")[0][0])
        assert all(finding.ok for finding in examine(room))


def test_what_another_process_stored_without_vectors_is_indexed_in_the_background(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
        room.start_indexing()
        finished(child(tmp_path, 'room.ingest(article(PARIS, url="https://paper.example/paris"), wait=False)'))
        assert PARIS in {passage.text for passage in room.search("office in Paris", k=10)}, "found by its words at once"
        assert until(lambda: room.status().pending == 0)
        assert len(room.index.keys()) == room.status().passages


def test_only_one_process_has_chroma_and_both_answer_alike(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
        with other(tmp_path) as second:
            assert room.index.holds_chroma
            assert second("room.index.holds_chroma") == "False"
            for story in STORIES:
                question = story.text.partition(".")[0]
                assert second(f"room.ask({question!r}).to_dict()['text']") == repr(room.ask(question).text)
                assert second(f"[p.score for p in room.search({question!r}, 5)]") == repr(
                    [passage.score for passage in room.search(question, 5)]
                )


def test_a_process_takes_chroma_over_when_the_one_that_had_it_is_killed(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
    with other(tmp_path) as holder:
        assert holder("room.index.holds_chroma") == "True"
        with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
            assert not room.index.holds_chroma
            assert room.ask("Who joined Borealis from Halden Motors?").citations
            room.ingest(article(PARIS, url="https://paper.example/paris"))
            assert first_quote(room, PARIS) == PARIS
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        assert room.index.holds_chroma
        assert first_quote(room, PARIS) == PARIS
        room.index.file()
        assert all(finding.ok for finding in examine(room))


def test_two_processes_ingest_the_same_articles_at_once_and_nothing_is_doubled(tmp_path):
    many = (
        '[article(f"{PARIS} It was number {n}.", url=f"https://paper.example/{n}", published=day(2024, 1, 1 + n % 28)) '
        "for n in range(40)]"
    )
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
        ingesting = [child(tmp_path, f"print(room.ingest({many}))") for _ in range(2)]
        quote = RESULTS.text.split("\n\n")[0].split(". ")[1] + "."
        while any(process.poll() is None for process in ingesting):
            assert first_quote(room, quote) == quote
        for process in ingesting:
            finished(process)
        assert room.status().articles == len(STORIES) + 40
        assert room.status().pending == 0
        assert len(room.index.keys()) == room.status().passages
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.embed_pending()
        room.index.file()
        assert all(finding.ok for finding in examine(room))


def test_an_article_that_is_removed_while_it_is_being_answered_from_fails_no_answer(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room, other(tmp_path) as second:
        room.ingest(STORIES)
        for _ in range(3):
            second(f"room.remove({HIRING.id!r})")
            assert room.ask("Who joined Borealis from Halden Motors?").status in ("answered", "abstained")
            assert all(passage.article_id != HIRING.id for passage in room.search("Mara Lindqvist", 20))
            second(f"room.ingest([story for story in STORIES if story.id == {HIRING.id!r}])")
            assert any(passage.article_id == HIRING.id for passage in room.search("Mara Lindqvist", 20))


@pytest.mark.parametrize("wait", [True, False])
def test_a_text_is_never_embedded_twice(tmp_path, wait):
    embedder = HashEmbedder()
    with open_newsroom(tmp_path, embedder=embedder) as room:
        room.ingest(STORIES)
        embedded = len(embedder.texts)
        room.remove(HIRING.id)
        changed = article(RESULTS.text + "\n\nA short note was added at the end.", url=RESULTS.url)
        dated = {"published": RESULTS.published}
        room.ingest(article(changed.text, url=RESULTS.url, **dated), wait=wait)
        room.ingest(article(RESULTS.text, url=RESULTS.url, **dated), wait=True)
        assert len(embedder.texts) == len(set(embedder.texts))
        assert len(embedder.texts) <= embedded + 2


def test_a_date_that_arrives_later_is_kept_and_asked_by(tmp_path):
    undated = article(PARIS, url="https://paper.example/paris")
    with open_newsroom(tmp_path, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest([*STORIES, undated])
        report = room.ingest(article(PARIS, url="https://paper.example/paris", published=day(2024, 5, 2)))
        assert (report.added, report.updated) == (0, 1)
        kept = room.article(undated.id)
        assert (kept.version, kept.published) == (1, day(2024, 5, 2))
        assert room.ask(PARIS, since="2024-05-01", until="2024-05-03").citations[0].quote == PARIS
        assert room.ingest(undated).unchanged == 1
        assert room.article(undated.id).published == day(2024, 5, 2)


def test_nothing_is_written_into_a_home_that_was_pulled_away(tmp_path):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    with open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(STORIES)
        home.rename(elsewhere)
        assert room.ask("Who joined Borealis from Halden Motors?").citations, "what is open can still be read"
        with pytest.raises(GroundwireError, match="moved, deleted or replaced"):
            room.ingest(article(PARIS, url="https://paper.example/paris"))
    with open_newsroom(elsewhere, embedder=HashEmbedder(), reader=SharedWords()) as room:
        assert room.ingest(article(PARIS, url="https://paper.example/paris")).added == 1
        assert room.status().articles == len(STORIES) + 1
        assert all(finding.ok for finding in examine(room))
