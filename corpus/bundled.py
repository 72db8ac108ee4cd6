"""What the briefs that come with Groundwire are, in words, and how they are told from other articles."""

from __future__ import annotations

from corpus.article import Article

SOURCE = "Groundwire briefs"
"""The outlet of every bundled brief (corpus/briefs/README.md)."""
ABOUT_ONE = (
    "This brief was written by a language model for Groundwire from the public reporting it names below, and checked "
    "by a second reading."
)
ABOUT_ALL = (
    f"The {SOURCE} among them were written by a language model for Groundwire from the public reporting they name, and "
    "checked by a second reading."
)


def is_bundled(article: Article) -> bool:
    """Whether an article is one of the briefs."""
    return article.source == SOURCE and article.url is None
