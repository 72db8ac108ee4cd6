"""What the tests of corpus/ share: texts of the length of an article, on things that no two of them share."""

from __future__ import annotations

import pytest

from corpus.article import Article


@pytest.fixture(scope="session")
def long_texts(briefs: list[Article]) -> list[str]:
    """The texts of the bundled briefs, two and two."""
    return [f"{one.text}\n\n{other.text}" for one, other in zip(briefs[::2], briefs[1::2], strict=False)]
