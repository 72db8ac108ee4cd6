"""Which elements of a page are not the article's, told by what they are and what their makers call them.

Two steps, because the first must keep what the second drops: `drop_foreign` takes out what belongs to the site or to
other articles, and leaves the article's own byline and dates to be read; `drop_own` then takes out what the article has
around its text (bylines, captions, credits, tags, pull quotes). Names are read as whole words: "ad" is not in "thread",
and no name takes out an element that holds a good part of the page's prose ("layout-with-sidebar" is often the article)
or that reads as a part of it (`corpus.pages.own_prose`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.pages.own_prose import namespace, reads_as_own
from corpus.pages.tree import content, drop, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PROSE_CHARS = 30
"""Text runs at least this long are counted as prose."""
_TOO_MUCH = 0.35
"""An element with this share of the page's prose is not furniture, whatever it is called."""
_SOME = 0.08
"""Nor is one with this share that is, or holds, an element called the article's body: the bodies of cards are short."""


def _names(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[-\s])(?:{'|'.join(words)})(?=[-\s]|$)")


_SCRIPTED = frozenset(
    "script style noscript template iframe object embed applet svg canvas video audio picture img button input select "
    "textarea dialog map nav menu source track link title".split()
)
_NEVER = frozenset(("html", "body", "main", "h1"))
_FOREIGN = _names(
    # other articles
    r"related\w*|recommend(?:ed|ations?|er)?|recirc(?:ulation)?|(?:read|up|watch|coming)-next|"
    r"next-(?:article|post|story|up)",
    r"more-(?:from|on|stories|news|articles|posts|like|in)|(?:also|might|may)-(?:like|read|"
    r"interested)|read-(?:also|more|on)",
    r"most-(?:read|popular|viewed|shared|recent)|popular(?:-\w+)?|trending|(?:latest|recent|top|other|"
    r"suggested)-(?:news|posts|"
    r"stories|articles|headlines|comments)|teasers?|promos?|promotion|recirculation|yarpp|"
    r"jp-relatedposts|latestnews|mehr-zum-thema",
    r"sidebars?|side-bar|rail|right-rail|widget-area|wp-block-(?:latest-posts|query|navigation)|"
    r"infinite-scroll|in-?line-link",
    # forms and requests
    r"newsletters?|newsletter-\w+|subscribe\w*|subscriptions?|subscription-\w+|sign-?up|opt-?in|"
    r"mailing-list|mc4wp|mailchimp|"
    r"regwall|donate|donation|membership|support-us|call-to-action|cta|app-promo|follow(?:-us|-\w+)?",
    r"comments?|comments?-\w+|comment-?list|disqus|respond|discussion|replies|reader-reactions|webmentions?",
    r"log-?in|sign-?in|account-menu|search-?form|search-?box|site-search|poll|survey|rating|star-rating",
    # notices and advertisements
    r"cookies?|consent|gdpr|ccpa|cmp|onetrust|cky|privacy-(?:notice|banner|bar)",
    r"ads?|ad-\w+|adverts?|advert\w+|adslot|adsbygoogle|dfp|sponsor(?:ed|ship)?|outbrain|taboola|"
    r"native-ad|partner-content|affiliate\w*",
    # sharing and moving about
    r"shar(?:e|es|ing|er)|share-?\w+|sharedaddy|social|social-\w+|sociable|addtoany|addthis|toolbars?|action-bar",
    r"nav|navbar|navigation|menus?|bread-?crumbs?|paginat(?:ion|or)|pager|post-navigation|"
    r"skip-(?:link|to)\S*|site-(?:header|footer)|"
    r"masthead|site-branding|contentinfo|page-footer|global-\w+|colophon|language-switcher",
    r"modal|dialog|pop-?up|lightbox|overlay|toast|tooltip|sticky-bar|announcement-bar",
    # players, embeds, tools
    r"(?:audio|video|podcast|media)-player|player|text-to-speech|tts|listen|toc|table-of-contents|"
    r"jump-links|back-to-top",
    r"twitter-tweet|twitter-embed|instagram-media|tiktok-embed|bluesky-embed|fb-post|reddit-embed\S*|"
    r"mastodon-embed|tweet(?:-\w+)?",
    r"sr-only|visually-hidden|screen-reader(?:-text)?|assistive-text|print-only|no-?print|noindex",
)
_OWN = _names(
    r"by-?lines?|byline-\w+|authors?|author-\w+|bio|bios|biography|about-(?:the-)?authors?|"
    r"contributors?|writers?|reporters?|avatar",
    r"time-?stamps?|date|datetime|pub-?date|publish(?:ed)?(?:-\w+)?|posted-(?:on|by|in)|entry-date|"
    r"post-date|updated(?:-\w+)?",
    r"(?:entry|post|article|story|content|head(?:er)?|single)-(?:meta|info|infos|date|footer|foot|"
    r"bottom|tools|actions|labels?|credits?)",
    r"meta|metadata|(?:read(?:ing)?|duration)-time|time-to-read|min-read",
    r"captions?|caption-\w+|wp-caption-text|credits?|(?:photo|image|img|media|picture)-(?:credits?|"
    r"captions?|source|info|by)|copyright|attribution",
    r"tags?|tag-?(?:list|links|cloud)|tagcloud|topics?|keywords|categor(?:y|ies)|cat-links|filed-under|labels",
    r"kicker|eyebrow|rubric|overline|section-(?:label|name|link)|flag|badge",
    r"pull-?quotes?|wp-block-pullquote|quote-box|sticky|footnote-backref|views-count|view-count|"
    r"reactions?|claps?|likes?",
)
_BODY = _names(
    r"(?:article|story|post|entry|news|blog|single|page|main|detail|details)-?(?:body|text|copy|"
    r"content)(?:-\w+)*|body-(?:text|content|copy)|"
    r"article-?body|rich-?text|prose|fulltext|content-body"
)
_CORRECTION = _names(r"corrections?|clarifications?|(?:editor\w*|update|correction)-notes?|erratum|amend\w*")
_INLINE = frozenset(("span", "a", "b", "i", "em", "strong", "small", "time", "abbr", "sup", "sub", "mark", "font", "u"))
_PROSE_PARENTS = frozenset(("p", "li", "td", "blockquote", "h2", "h3", "h4"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_PAYWALL = _names(r"paywall\w*|pay-wall|piano\w*|meter(?:ed)?|premium|gate|barrier|locked|offer")
_OFFER = re.compile(
    r"\b(?:subscri|sign (?:in|up)|log in|register|member|unlock|free trial|abonn|anmelden|s'inscrire|"
    r"suscr)|订阅|登录|購読|اشترك",
    re.IGNORECASE,
)
_OFFER_CHARS = 900


def drop_foreign(root: HtmlElement) -> None:
    """Take out of the tree what belongs to the site or to other articles."""
    kept, design = _articles_own(root), namespace(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or element.getparent() is None:
            continue
        if element.tag in _SCRIPTED or (element not in kept and _is_foreign(element, design)) or _is_locked(element):
            _drop_but_corrections(element)


def drop_unseen(root: HtmlElement) -> None:
    """Take out what readers are not shown: in a piece of HTML, which has no script that could show it later."""
    for element in list(root.iter()):
        if isinstance(element.tag, str) and _is_unseen(element):
            drop(element)


def _is_locked(element: HtmlElement) -> bool:
    """Whether `element` is paid text that the page holds back from its readers."""
    return _is_unseen(element) and bool(_PAYWALL.search(words_of(element)))


def _is_foreign(element: HtmlElement, design: frozenset[str]) -> bool:
    if element.tag in ("aside", "form") or _is_unseen(element):
        return True
    if element.tag in ("footer", "header"):
        return _is_the_sites(element)
    if element.tag in _INLINE and _in_prose(element):
        return bool(_SPOKEN.search(words_of(element)))
    words = _without(design, words_of(element))
    if not words or (element.tag == "article" and _holds_heading(element)):
        return False
    return (bool(_FOREIGN.search(words)) and not reads_as_own(element)) or _is_offer(element, words)


def _without(design: frozenset[str], words: str) -> str:
    """Return the names `words` without the first words that the site's own design gives to all."""
    return " ".join(name.partition("-")[2] if name.partition("-")[0] in design else name for name in words.split())


_SPOKEN = _names(r"sr-only|visually-hidden|screen-reader(?:-text)?|assistive-text")


def _is_offer(element: HtmlElement, words: str) -> bool:
    """Whether `element` is a paywall's notice, not the paid text, which often bears the same name."""
    if not _PAYWALL.search(words):
        return False
    text = content(element)
    return len(text) <= _OFFER_CHARS and bool(_OFFER.search(text))


def _is_the_sites(element: HtmlElement) -> bool:
    """Whether a header or footer is the site's: not one within an article, nor one that holds the page's heading."""
    if element.tag == "header" and _holds_heading(element):
        return False
    return not any(ancestor.tag == "article" for ancestor in element.iterancestors())


def _holds_heading(element: HtmlElement) -> bool:
    return element.find(".//h1") is not None


def _in_prose(element: HtmlElement) -> bool:
    """Whether an inline element stands in a paragraph with other words: then its name says nothing of the paragraph."""
    parent = element.getparent()
    while parent is not None and parent.tag in _INLINE:
        parent = parent.getparent()
    return parent is not None and parent.tag in _PROSE_PARENTS


def _is_unseen(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style") or ""))


def _drop_but_corrections(element: HtmlElement) -> None:
    """Drop `element`; a notice that the article was corrected, kept in its foot, is the article's own and stays."""
    notes = (
        []
        if element.tag in _SCRIPTED
        else [each for each in element.iter("p", "div") if _CORRECTION.search(words_of(each))]
    )
    for note in notes[:1]:
        note.tail = None
        element.addprevious(note)
    drop(element)


def drop_own(root: HtmlElement) -> None:
    """Take out what stands around the article's text: bylines, dates, captions, credits, tags, pull quotes."""
    kept, design = _articles_own(root), namespace(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER or element.getparent() is None:
            continue
        if element not in kept and _is_own_furniture(element, design):
            _drop_but_corrections(element)


def _articles_own(root: HtmlElement) -> set[HtmlElement]:
    """Return the elements with so much of the page's prose that no name makes them furniture."""
    prose = _prose_by_element(root)
    total = prose.get(root, 0)
    kept = {element for element, chars in prose.items() if chars >= _TOO_MUCH * total}
    for element, chars in prose.items():
        if chars >= _SOME * total and (element.get("itemprop") == "articleBody" or _BODY.search(words_of(element))):
            kept |= {element, *element.iterancestors()}
    return kept


def _is_own_furniture(element: HtmlElement, design: frozenset[str]) -> bool:
    if element.tag in ("figcaption", "footer", "address"):
        return True
    if element.tag == "figure":
        return (
            element.find(".//table") is None
            and element.find(".//pre") is None
            and element.find(".//blockquote") is None
        )
    if element.tag in _INLINE:
        return not _in_prose(element) and (element.tag == "time" or bool(_OWN.search(words_of(element))))
    words = _without(design, words_of(element))
    if not words or _holds_heading(element) or not _OWN.search(words) or _CORRECTION.search(words):
        return False
    # A caption or a pulled quote reads as prose too; a part with its own heading is the article's.
    return not (any(each.tag in ("h2", "h3", "h4") for each in element) and reads_as_own(element))


def _prose_by_element(root: HtmlElement) -> dict[HtmlElement, int]:
    """Return, for each element that holds any, how many characters of prose are in it."""
    found: dict[HtmlElement, int] = {}
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _SCRIPTED:
            continue
        chars = sum(len(run) for run in _runs(element) if len(run) >= _PROSE_CHARS)
        while chars and element is not None:
            found[element] = found.get(element, 0) + chars
            element = element.getparent()
    return found


def _runs(element: HtmlElement) -> list[str]:
    return [(element.text or "").strip(), *((child.tail or "").strip() for child in element)]
