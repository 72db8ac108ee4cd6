"""Files on disk as they are met: folders, links, pipes, odd names, and every bad file named with nothing lost."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import BRIEF, FETCHED, PROSE, jsonl, load_all, only, only_error, split, write

from corpus import Article, ArticleError, load_mapping, load_stream
from corpus.loaders import LOADERS, printable
from corpus.plain_values import json_ready

SHARED = Path(__file__).parents[2].parent / "shared"
BRIEFS = Path(__file__).parents[2] / "corpus" / "briefs"


# Folders and paths ---------------------------------------------------------------------------------------------------


def test_a_folder_is_read_with_the_folders_in_it_in_the_order_of_names(tmp_path: Path):
    write(tmp_path / "b.txt", "Text of b.")
    write(tmp_path / "a.md", "Text of a.")
    write(tmp_path / "c" / "d.jsonl", jsonl({"text": "Text of d."}))
    write(tmp_path / "c" / "A.TXT", "Text of A.")
    articles, errors = load_all(tmp_path)
    assert [article.text for article in articles] == ["Text of a.", "Text of b.", "Text of A.", "Text of d."]
    assert not errors


def test_a_folder_passes_over_hidden_files_pictures_and_files_about_itself(tmp_path: Path):
    for name in (
        ".hidden.txt",
        ".git/config.txt",
        "README.md",
        "LICENSE",
        "photo.JPG",
        "style.css",
        "sub/CHANGELOG.md",
    ):
        write(tmp_path / name, PROSE)
    assert "nothing was found in it to read" in only_error(tmp_path).why
    write(tmp_path / "story.txt", PROSE)
    assert only(tmp_path).text == PROSE


def test_a_readme_with_front_matter_is_an_article(tmp_path: Path):
    write(tmp_path / "readme.md", BRIEF)
    assert only(tmp_path).source == "Groundwire briefs"


def test_a_file_given_by_name_is_read_whatever_it_is_called(tmp_path: Path):
    assert only(write(tmp_path / "README.md", PROSE)).text == PROSE


def test_a_file_of_an_unknown_kind_is_an_error_that_names_the_known_ones(tmp_path: Path):
    write(tmp_path / "a.docx", b"PK")
    write(tmp_path / "b.txt", PROSE)
    articles, (error,) = load_all(tmp_path)
    assert len(articles) == 1
    assert error.item == str(tmp_path / "a.docx")
    assert all(suffix in error.why for suffix in LOADERS)


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path):
    assert str(only_error(tmp_path / "nothing.txt")) == f"{tmp_path / 'nothing.txt'}: no such file"


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path):
    write(tmp_path / "outside" / "secret.txt", "A secret.")
    write(tmp_path / "inside" / "a.txt", "Text of a.")
    (tmp_path / "inside" / "b.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "inside" / "c").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "loop").symlink_to(tmp_path / "inside")
    assert only(tmp_path / "inside").text == "Text of a."


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "a.txt")
    assert "not a regular file" in only_error(tmp_path / "a.txt").why


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path):
    path = write(tmp_path / "a.txt", PROSE)
    path.chmod(0)
    assert "cannot be read: Permission denied" in only_error(path).why


def test_a_file_that_the_system_fails_to_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path / "a.txt", PROSE)

    def fail(self: Path, mode: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert str(only_error(path)) == f"{path}: cannot be read: Input/output error"


def test_every_suffix_in_the_table_is_reached_by_its_name(tmp_path: Path):
    for suffix in LOADERS:
        write(tmp_path / f"a{suffix}", b"")
    _, errors = load_all(tmp_path)
    assert len(errors) == len(LOADERS)
    assert all("empty" in error.why for error in errors)


def test_four_hundred_real_articles_load_without_an_error():
    path = SHARED / "data" / "ai_news_2022_2023" / "articles.jsonl.gz"
    if not path.is_file():
        pytest.skip("../shared/data is not on this machine")
    articles, errors = load_all(path)
    assert (len(articles), errors) == (400, [])


# Names ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.docx", "two\\nlines.docx"),
        ("bell\x07 and \x1b[31mred.docx", "bell\\x07 and \\x1b[31mred.docx"),
        ("turned \u202exod.docx", "turned \\u202exod.docx"),
        ("no \udcff text.docx", "no \\udcff text.docx"),
        ("Zürich – 東京.docx", "Zürich – 東京.docx"),
    ],
)
def test_the_name_of_a_bad_file_is_shown_on_one_line_as_what_it_is(tmp_path: Path, name: str, shown: str):
    write(tmp_path / name, b"PK")
    error = only_error(tmp_path)
    assert error.item == f"{tmp_path}/{shown}"
    assert len(str(error).splitlines()) == 1
    str(error).encode("utf-8")


def test_an_article_named_after_its_file_has_a_title_and_a_source_on_one_line(tmp_path: Path):
    article = only(write(tmp_path / "openai\nhires\x1b[31m\udcff.txt", PROSE))
    assert (article.title, article.source) == ("openai hires[31m\ufffd", "openai hires[31m\ufffd.txt")


@given(st.text(max_size=40))
def test_a_printable_name_is_one_line_that_every_terminal_takes(name: str):
    shown = printable(name)
    assert len(shown.splitlines()) <= 1
    assert shown.encode("utf-8").decode("utf-8") == shown


# Links, pipes, and what else is no file ------------------------------------------------------------------------------


def test_a_link_that_is_itself_named_is_followed(tmp_path: Path):
    write(tmp_path / "there" / "a.txt", "Text of a.")
    (tmp_path / "file.txt").symlink_to(tmp_path / "there" / "a.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "there")
    assert only(tmp_path / "file.txt").text == only(tmp_path / "folder").text == "Text of a."


def test_links_in_a_circle_and_into_nothing_stop_nobody(tmp_path: Path):
    write(tmp_path / "a.txt", "Text of a.")
    (tmp_path / "b.txt").symlink_to(tmp_path / "c.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "d.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    articles, errors = load_all(tmp_path)
    assert [article.text for article in articles] == ["Text of a."]
    assert {error.item for error in errors} == {str(tmp_path / name) for name in ("b.txt", "c.txt", "d.txt")}
    assert "no such file" in only_error(tmp_path / "b.txt").why


def test_a_link_to_a_file_inside_the_folder_is_followed(tmp_path: Path):
    write(tmp_path / "store" / "a.dat", PROSE)
    (tmp_path / "a.txt").symlink_to(tmp_path / "store" / "a.dat")
    articles, _ = load_all(tmp_path)
    assert [article.text for article in articles] == [PROSE]


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.eml", "a.jsonl", "a.html", "README.md"])
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path, name: str):
    os.mkfifo(tmp_path / name)
    write(tmp_path / "b.txt", "Text of b.")
    found: list[list[Article]] = []
    thread = threading.Thread(target=lambda: found.append(load_all(tmp_path)[0]), daemon=True)
    thread.start()
    thread.join(20)
    assert [article.text for (article,) in found] == ["Text of b."]


@pytest.mark.parametrize("target", ["/dev/null", "/dev/zero"])
def test_a_device_is_refused(target: str):
    assert only_error(Path(target)).why == "is not a regular file"


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "nul\x00.txt"])
def test_a_name_that_no_system_takes_is_an_error(tmp_path: Path, name: str):
    assert any(why in only_error(tmp_path / name).why for why in ("no such file", "cannot be read"))


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A text file 1,200 folders deep, taken away again: what clears up after tests runs out of stack in it."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text(PROSE, encoding="utf-8")
    os.chdir(tmp_path)
    yield Path("d")
    for _ in range(1200):
        os.chdir("d")
    Path("a.txt").unlink()
    for _ in range(1200):
        os.chdir("..")
        Path("d").rmdir()


def test_folders_nested_a_thousand_deep_are_read(deep: Path):
    assert only(deep).text == PROSE


def test_every_file_of_a_folder_of_a_thousand_is_read(tmp_path: Path):
    for number in range(1000):
        write(tmp_path / f"{number:04}.txt", f"Text of file {number}.")
    articles, errors = load_all(tmp_path)
    assert [article.text for article in articles] == [f"Text of file {number}." for number in range(1000)]
    assert not errors


@pytest.mark.skipif(os.geteuid() == 0, reason="root enters every folder")
def test_a_folder_that_may_not_be_entered_is_an_error(tmp_path: Path):
    write(tmp_path / "a.txt", PROSE)
    write(tmp_path / "closed" / "b.txt", PROSE)
    (tmp_path / "closed").chmod(0)
    articles, (error,) = load_all(tmp_path)
    inside = only_error(tmp_path / "closed" / "b.txt")
    (tmp_path / "closed").chmod(0o700)
    assert len(articles) == 1
    assert error.item == str(tmp_path / "closed")
    assert "Permission denied" in error.why
    assert "cannot be read" in inside.why


# What a file holds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".eml"])
def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    assert only_error(path).why == "is 50 MB; the limit is 32 MB: split it into articles"


def test_a_file_that_grows_over_the_limit_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("corpus.files.textfile.MAX_FILE_BYTES", 1000)
    path = write(tmp_path / "a.txt", PROSE)
    grow_while_read(monkeypatch, path, b"More. " * 1000)
    assert "the limit is" in only_error(path).why


def test_a_file_that_is_written_to_while_it_is_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path / "a.txt", PROSE)
    grow_while_read(monkeypatch, path, b" And more.")
    assert "changed while it was read" in only_error(path).why
    assert only(path).text == f"{PROSE} And more."


def grow_while_read(monkeypatch: pytest.MonkeyPatch, path: Path, more: bytes) -> None:
    """Let somebody append to `path` right after its size was asked for the first time."""
    real, asked = os.fstat, []

    def fstat(descriptor: int) -> os.stat_result:
        found = real(descriptor)
        if not asked and os.path.samestat(found, path.stat()):
            asked.append(descriptor)
            with path.open("ab", buffering=0) as file:
                file.write(more)
        return found

    monkeypatch.setattr(os, "fstat", fstat)


def test_a_pdf_by_another_name_is_told_what_it_is(tmp_path: Path):
    assert only_error(write(tmp_path / "a.txt", b"%PDF-1.7 ...")).why == "is a PDF file: name it .pdf"


# Out and in again ----------------------------------------------------------------------------------------------------


def again(articles: list[Article]) -> list[Article]:
    """The articles as they come back from the JSON Lines that `articles export` writes."""
    lines = "".join(json.dumps(json_ready(article), ensure_ascii=False) + "\n" for article in articles)
    back, errors = split(load_stream(io.BytesIO(lines.encode()), name="-", fetched=datetime(2030, 1, 1, tzinfo=UTC)))
    assert not errors
    return back


def test_the_bundled_briefs_come_back_from_json_lines_as_they_went_out():
    articles, errors = load_all(BRIEFS)
    assert not errors
    assert articles
    assert again(articles) == articles


VALUES = st.text(st.sampled_from("OpenAI hires Lau.\n <b>&;,|\u200d\ufeffé👩\u202e\"'“–"), max_size=60)


@given(
    text=VALUES,
    title=VALUES,
    source=VALUES,
    authors=st.lists(VALUES, max_size=3),
    url=st.sampled_from([None, "https://WWW.a.example/x/?utm_source=y&b=1#c", "https://a.example", "http://[::1"]),
    published=st.none() | st.sampled_from(["2024-02-29T23:59:59.123456-03:30", "9 March 2022", "1700000000"]),
)
def test_any_article_comes_back_from_json_lines_as_it_went_out(**fields: object):
    try:
        once = load_mapping(fields, item="feed:1", fetched=FETCHED)
    except ArticleError:
        return
    assert again([once]) == [once]
