"""Reading articles out of files and folders. One table says which function reads which kind of file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from unicodedata import category

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.files.eml import eml_record
from corpus.files.jsonl import load_jsonl, load_stream
from corpus.files.markdown import markdown_record
from corpus.files.pdf import pdf_file_record
from corpus.files.textfile import text_record
from corpus.pages.html import html_file_record
from corpus.records import load_mapping

__all__ = ["LOADERS", "Loader", "load", "load_mapping", "load_stream", "loader_for"]

Loader = Callable[[Path, datetime], Iterator[Article | ArticleError]]
"""Yields the articles of one file, and an `ArticleError` for each item that is none; it may also raise one, and end."""


def _one(read: Callable[[Path], dict[str, object]]) -> Loader:
    """Make a loader of a function that reads a file as one record."""

    def loader(path: Path, fetched: datetime) -> Iterator[Article | ArticleError]:
        yield load_mapping(read(path), item=str(path), fetched=fetched, default_source=path.name)

    return loader


LOADERS: dict[str, Loader] = {
    ".txt": _one(text_record),
    ".md": _one(markdown_record),
    ".markdown": _one(markdown_record),
    ".html": _one(html_file_record),
    ".htm": _one(html_file_record),
    ".pdf": _one(pdf_file_record),
    ".eml": _one(eml_record),
    ".jsonl": load_jsonl,
    ".ndjson": load_jsonl,
    ".jsonl.gz": load_jsonl,
}
"""The end of a file's name, in lower case, and what reads it. A new loader is one function and one line here."""

_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's categories of what a terminal obeys and does not show; lone surrogates stand for bytes that are no text."""
_ABOUT_THE_FOLDER = {"readme", "license", "licence", "changelog", "contributing", "notice", "authors"}
_NOT_TEXT = {
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".map", ".woff", ".woff2", ".ttf"),
    *(".mp3", ".mp4", ".py", ".pyc", ".sh", ".sqlite3", ".lock"),
}
"""What lies beside articles in saved pages and repositories, and that nobody takes for one."""


def load(target: Path, *, fetched: datetime) -> Iterator[Article | ArticleError]:
    """Yield the articles of a file, or of a folder and the folders in it, in the order of their names.

    Whatever cannot be read comes as an `ArticleError` in its place, and the rest goes on; nothing is raised. In a
    folder, these are passed over in silence: hidden files, links that lead out of it or to a folder, pictures, styles
    and code, and files about the folder itself (README, LICENSE and the like, unless one begins with front matter). Any
    other file of a kind that no loader reads is an error, so that nobody misses an article that was never read, and so
    is a folder in which nothing is left. A link
    that is `target` itself is followed. `fetched` (aware) is when the articles are held to have been obtained.
    """
    # os.path, since Path.is_dir raises where a folder on the way may not be entered or the name is too long.
    found = _load_folder(target, fetched) if os.path.isdir(target) else _load_file(target, fetched)  # noqa: PTH112
    for item in found:
        yield ArticleError(printable(item.item), item.why) if isinstance(item, ArticleError) else item


def printable(name: str) -> str:
    r"""Return a file's name on one line: line ends, control characters, bytes that are no text as "\n", "\x1b"."""
    return "".join(
        character.encode("unicode_escape").decode("ascii") if category(character) in _UNPRINTABLE else character
        for character in name
    )


def loader_for(path: Path) -> Loader | None:
    """Return the loader for a file of this name, None if there is none. The longest matching suffix counts."""
    name = path.name.lower()
    suffixes = sorted(LOADERS, key=len, reverse=True)
    return next((LOADERS[suffix] for suffix in suffixes if name.endswith(suffix)), None)


def _load_file(path: Path, fetched: datetime) -> Iterator[Article | ArticleError]:
    try:
        yield from _loader_or_error(path)(path, fetched)
    except ArticleError as error:
        yield error
    except OSError as error:
        yield ArticleError(str(path), f"cannot be read: {error.strerror or error}")


def _loader_or_error(path: Path) -> Loader:
    if not path.exists():
        raise ArticleError(str(path), "no such file")
    if not path.is_file():
        raise ArticleError(str(path), "is not a regular file")
    loader = loader_for(path)
    if loader is None:
        raise ArticleError(str(path), f"is of a kind that is not read; these are: {', '.join(LOADERS)}")
    return loader


def _load_folder(folder: Path, fetched: datetime) -> Iterator[Article | ArticleError]:
    root = os.path.realpath(folder)  # Path.resolve raises where links lead in a circle
    unreadable: list[OSError] = []
    anything = False
    for path in _files(folder, unreadable):
        if not _is_passed_over(path, root):
            anything = True
            yield from _load_file(path, fetched)
    if not (anything or unreadable):
        yield ArticleError(
            str(folder), f"nothing was found in it to read; these kinds of file are: {', '.join(LOADERS)}"
        )
    for error in unreadable:
        yield ArticleError(str(error.filename), f"cannot be read: {error.strerror}")


def _files(folder: Path, unreadable: list[OSError]) -> Iterator[Path]:
    """Yield what is no folder in `folder`, then in the folders in it; `os.walk` runs out of stack in deep ones."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            names = sorted(os.listdir(here))  # noqa: PTH208 - names that are no text sort and open too
        except OSError as error:
            unreadable.append(error)
            continue
        paths = [here / name for name in names]
        folders = {path for path in paths if os.path.isdir(path)}  # noqa: PTH112 - as above
        yield from (path for path in paths if path not in folders)
        waiting += [
            path for path in sorted(folders, reverse=True) if not (path.is_symlink() or path.name.startswith("."))
        ]


def _is_passed_over(path: Path, root: str) -> bool:
    if path.name.startswith(".") or path.suffix.lower() in _NOT_TEXT:
        return True
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        return True
    return path.name.partition(".")[0].lower() in _ABOUT_THE_FOLDER and not _begins_with_front_matter(path)


def _begins_with_front_matter(path: Path) -> bool:
    try:
        if not path.is_file():  # opening a pipe waits until somebody writes to it
            return False
        with path.open("rb") as file:
            return file.read(16).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return False
