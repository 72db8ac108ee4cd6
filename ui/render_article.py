"""Whole pages: an article with its quote in marks, or why there is none. How they look is `article.css`."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.article import Article, Reference
from corpus.bundled import ABOUT_ONE, is_bundled
from corpus.cleaning.corrections import correction_notices
from rag.write.attribution import attribution
from ui.excerpt import split_at_quote
from ui.headers import article_policy, article_style
from ui.links import web_address
from ui.markup import escape
from ui.words import reference_words

SUPERSEDED = "This version has been superseded: a newer one of this article is here."


def render_article(article: Article, start: int = 0, end: int = 0, *, superseded: bool = False) -> str:
    """Make a page of the whole article with `text[start:end]` in marks, one in each paragraph it touches.

    `superseded` says that there is a newer version; notices in which the article says that it was changed stand first.
    The first mark has the id `quote`. Without a span (`start == end`) nothing is marked. Offsets outside the text mark
    what there is of them; refusing them is up to the caller.
    """
    byline = [f"<bdi>{escape(attribution(article.source, article.published))}</bdi>"]
    if article.authors:
        byline.append(f"<bdi>{escape(', '.join(article.authors))}</bdi>")
    if address := web_address(article.url):
        byline.append(f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">the original</a>')
    body = (
        f'<article><h1 dir="auto">{escape(article.title or "Untitled")}</h1><p class="byline">{" · ".join(byline)}</p>'
        f"{_about(article)}{_changes(article, superseded)}{''.join(_paragraphs(article.text, start, end))}"
        f"{_references(article)}</article>"
    )
    return _document(article.title or "Untitled", body, article.language)


def _about(article: Article) -> str:
    return f'<p class="about">{escape(ABOUT_ONE)}</p>' if is_bundled(article) else ""


def _references(article: Article) -> str:
    """What the article names as its sources, each with its address where there is one to open."""
    items = "".join(f'<li dir="auto">{_reference(each)}</li>' for each in article.references)
    return f'<section class="references"><h2>References</h2><ul>{items}</ul></section>' if items else ""


def _reference(reference: Reference) -> str:
    words = escape(reference_words(reference) or reference.url or "")
    address = web_address(reference.url)
    if not address:
        return words
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{words}</a>'


def _changes(article: Article, superseded: bool) -> str:
    newer = f'<p class="changed">{SUPERSEDED}</p>' if superseded else ""
    return newer + "".join(
        f'<p class="changed" dir="auto">{escape(article.text[notice.start : notice.end])}</p>'
        for notice in correction_notices(article.text)
    )


def _paragraphs(text: str, start: int, end: int) -> Iterator[str]:
    name = ' id="quote"'
    for before, quote, after in split_at_quote(text, start, end):
        mark = ""
        if quote:
            mark, name = f"<mark{name}>{escape(quote)}</mark>", ""
        yield f'<p dir="auto">{escape(before)}{mark}{escape(after)}</p>'


def render_notice(title: str, words: str) -> str:
    """Make a page that says why there is no article to show."""
    return _document(title, f'<article><h1>{escape(title)}</h1><p dir="auto">{escape(words)}</p></article>', "en")


def _document(title: str, body: str, language: str | None) -> str:
    lang = f' lang="{escape(language)}"' if language else ""
    return (
        f'<!doctype html><html{lang}><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(article_policy())}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{article_style()}</style></head><body>{body}</body></html>"
    )
