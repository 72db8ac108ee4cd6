"""Why a page holds no article: it is a list of articles, a form, an error page, a video, or waits for its script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.pages import jsonld
from corpus.pages.blocks import HEADINGS, Block
from corpus.pages.tree import content, first

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from corpus.pages.jsonld import Entity
    from corpus.pages.metadata import Metas

_MISSING = re.compile(
    r"\b(?:404|410|(?:page|article|story|content) (?:was )?(?:not found|(?:is )?(?:no longer|"
    r"not) available|does(?:n.t| not) exist|has "
    r"(?:moved|been removed))|not found|(?:can.t|cannot|could ?n.t|couldn.t) (?:find|be found)|"
    r"nicht gefunden|introuvable|no encontrada)\b|"
    r"页面不存在|找不到|見つかりません|الصفحة غير موجودة",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:access denied|are you (?:a )?(?:human|robot)|verify you are human|checking your browser|"
    r"just a moment|unusual traffic|captcha|forbidden)\b",
    re.IGNORECASE,
)
_SCRIPT_NEEDED = re.compile(
    r"\b(?:enable|requires?|activate|turn on|need)\b.{0,30}\bjava ?script\b|"
    r"\bjava ?script\b.{0,40}\b(?:disabled|required|enable)",
    re.IGNORECASE,
)
_ROOT_IDS = frozenset(
    ("root", "app", "__next", "__nuxt", "gatsby", "svelte", "main-app", "react-root", "app-root", "q-app")
)
_SHORT_WORDS = 150
"""An error page, a form or a video's page has less text of its own than this."""
_CARD_WORDS = 60
_MIN_CARDS = 4
_MIN_LETTERS = 60


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What was seen of a page before its furniture was taken out, and what that says of the text that is left."""

    is_article: bool
    is_list: bool
    is_missing: bool
    is_refusal: bool
    has_password: bool
    is_video: bool
    needs_script: bool

    def reason(self, blocks: list[Block], text: str) -> str:
        """Return why `text` is no article, or "" if it may be one."""
        words = _words(text)
        short = words < _SHORT_WORDS
        checks = (
            (self.is_missing and short, "the page says that there is none at this address"),
            (self.is_refusal and short, "the site asks whether a person is there instead of showing it"),
            (self.has_password and short and not self.is_article, "the page is a form to log in with"),
            (self.is_video and short, "the page shows a video, and hardly any words"),
            (
                self.is_list or _lists(blocks, self.is_article),
                "the page is a list of articles: give the address of one of them",
            ),
            (
                self.needs_script and words < _MIN_LETTERS,
                "the page needs a script to fill it in; the words are not in its HTML",
            ),
            (not text, "it may be a list, a form, or a page that a script fills in"),
        )
        return next((why for holds, why in checks if holds), "")


def _words(text: str) -> int:
    """Return how many words `text` has; two characters of Chinese or Japanese count as one."""
    wide = sum(1 for char in text if "\u3040" <= char <= "\u9fff")
    return len(text.split()) + wide // 2


def why_no_article(root: HtmlElement, metas: Metas, article: Entity, found: list[Entity], title: str) -> PageSigns:
    """Return the signs in `root`, which must still have its forms and scripts."""
    kind = first(metas, "og:type").lower()
    is_article = bool(article) or kind == "article" or bool(first(metas, "article:published_time"))
    kinds = {name for each in found for name in jsonld.types(each)}
    headline = f"{title} {first(metas, 'og:title')}"
    return PageSigns(
        is_article=is_article,
        is_list=not is_article and any(jsonld.is_list(each) for each in found) and "WebPage" not in kinds,
        is_missing=bool(_MISSING.search(headline)) and not article,
        is_refusal=bool(_REFUSED.search(headline)) and not article,
        has_password=any((each.get("type") or "").lower() == "password" for each in root.iter("input")),
        is_video=not article and (kind.startswith("video") or "VideoObject" in kinds),
        needs_script=_needs_script(root),
    )


def _needs_script(root: HtmlElement) -> bool:
    if any(_SCRIPT_NEEDED.search(content(each)) for each in root.iter("noscript")):
        return True
    return any((each.get("id") or "").lower() in _ROOT_IDS and not content(each) for each in root.iter("div", "main"))


def _lists(blocks: list[Block], is_article: bool) -> bool:
    """Whether the blocks are cards: headlines that link to articles, with a line or two under each."""
    if is_article:
        return False
    cards = [at for at, block in enumerate(blocks) if block.kind in HEADINGS and block.is_linked]
    if len(cards) < _MIN_CARDS:
        return False
    words = sum(_words(block.text) for block in blocks[cards[0] :])
    return words / len(cards) < _CARD_WORDS
