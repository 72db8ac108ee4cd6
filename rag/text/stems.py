"""The Porter stems of a text's words, as the full-text index compares them."""

from __future__ import annotations

from threading import local

import Stemmer

from rag.text.words import query_terms


class _Local(local):
    """A stemmer a thread: PyStemmer's must not be shared between threads, and the page answers in several."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("porter")


_local = _Local()


def stems(text: str) -> set[str]:
    """The Porter stems of the words of `text`."""
    return set(_local.stemmer.stemWords(query_terms(text)))
