"""Reading articles out of files and folders. One table says which function reads which kind of file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.html import html_file_record
from corpus.jsonl import load_jsonl, load_jsonl_gz, load_stream
from corpus.markdown import markdown_record
from corpus.records import load_mapping
from corpus.textfile import text_record

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
    ".jsonl": load_jsonl,
    ".ndjson": load_jsonl,
    ".jsonl.gz": load_jsonl_gz,
}
"""The end of a file's name, in lower case, and what reads it. A new loader is one function and one line here."""

_ABOUT_THE_FOLDER = {"readme", "license", "licence", "changelog", "contributing", "notice", "authors"}
_NOT_TEXT = {
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".map", ".woff", ".woff2", ".ttf"),
    *(".mp3", ".mp4", ".py", ".pyc", ".sh", ".sqlite3", ".lock"),
}
"""What lies beside articles in saved pages and repositories, and that nobody takes for one."""


def load(target: Path, *, fetched: datetime) -> Iterator[Article | ArticleError]:
    """Yield the articles of a file, or of a folder and the folders in it, in the order of their names.

    Whatever cannot be read comes as an `ArticleError` in its place, and the rest goes on; nothing is raised. In a
    folder, these are passed over in silence: hidden files, links that lead out of it, pictures, styles and code, and
    files about the folder itself (README, LICENSE and the like, unless one begins with front matter). Any other file
    of a kind that no loader reads is an error, so that nobody misses an article that was never read. `fetched` (aware)
    is when the articles are held to have been obtained.
    """
    if target.is_dir():
        yield from _load_folder(target, fetched)
    else:
        yield from _load_file(target, fetched)


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
    root = folder.resolve()
    unreadable: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            if not _is_passed_over(path, root):
                yield from _load_file(path, fetched)
    for error in unreadable:
        yield ArticleError(str(error.filename), f"cannot be read: {error.strerror}")


def _is_passed_over(path: Path, root: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() in _NOT_TEXT:
        return True
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return True
    return path.name.partition(".")[0].lower() in _ABOUT_THE_FOLDER and not _begins_with_front_matter(path)


def _begins_with_front_matter(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return False
