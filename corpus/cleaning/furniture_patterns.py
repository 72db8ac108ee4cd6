"""The tables of `corpus.cleaning.furniture`: what pages print around articles, as regular expressions with reasons.

Every pattern is about a habit of web pages, none about one outlet's page. To cover a new habit, add a line to a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def _either(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _compile(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_NETWORK = _either(
    *("Facebook", "Twitter", "X", "LinkedIn", "Flipboard", "Reddit", "WhatsApp", "Pinterest", "Email", "Pocket"),
    *("Telegram", "Bluesky", "Threads", "Mastodon", "Tumblr", "Messenger", "Copy Link", "Link", "Print"),
)
_AGENCY = _either(
    *("Getty Images", "Getty", "AFP", "AP", "Associated Press", "Reuters", "Alamy(?: Stock Photo)?", "Shutterstock"),
    *(
        "iStockphoto",
        "EPA",
        "PA Media",
        "PA",
        "Press Association",
        "Bloomberg",
        "Science Photo Library",
        "Rex Features",
    ),
    *("Z[Uu][Mm][Aa] Press(?: Wire)?", "The Guardian", "The Observer", "Unsplash", "Pexels", "Pixabay"),
)
_CREDIT_LABEL = _either(
    *("Photographs?", "Photos?", "Illustration", "Composite", "Images?", "Picture", "Credit"),
    *("(?:Photo|Image|Picture|Photograph) [Cc]redit", "(?:Photo|Photograph|Image) by"),
)
_ARTICLES = "(?:articles?|stories|posts?|news|content|coverage|reading|links|topics|videos|headlines)"

RELATED_HEADING = re.compile(
    _either(
        rf"(?:other |more )?{_ARTICLES} (?:you may|you might|we think you.ll|you.ll) (?:also )?(?:like|love|enjoy)",
        r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)",
        rf"related(?: \w+)?(?: {_ARTICLES})?",
        rf"recommended(?: {_ARTICLES}| for you)?",
        r"(?:our )?editor(?:['’]?s|s['’])? (?:picks?|choice)",
        r"more from .{1,40}",
        rf"more (?:on this (?:story|topic)|{_ARTICLES})",
        rf"(?:most )?(?:popular|read|viewed|shared) {_ARTICLES}|most (?:popular|read|viewed|shared)",
        rf"(?:trending|latest|recent)(?: now)? {_ARTICLES}|trending(?: now)?",
        r"(?:what to )?(?:read|watch) next|up next|keep reading|others are reading|further reading",
        r"don['’]t miss|see also|also read|in case you missed it",
    )
    + r"\s*[:…]?",
    re.IGNORECASE,
)
"""A heading that stands over other articles' headlines. Matched against a whole paragraph."""

FURNITURE_BLOCKS = _compile(
    (
        # Comment forms, as WordPress and its kin print them.
        r"(?:leave|post|write|add|cancel) (?:a |your )?(?:reply|comment)(?: cancel reply)?",
        r"(?:(?:leave a|cancel) reply )*your email address will not be published.{0,60}",
        r"required fields are marked ?\*?\.?",
        r"(?:your )?(?:name|e-?mail|website|comment) ?\*?",
        r"save my name,? e-?mail,? and website in this browser for the next time i comment\.?",
        r"you must be (?:logged|signed) in to (?:post|leave|write) a comment\.?",
        r"(?:log|sign) in to (?:comment|reply|leave a comment)\.?",
        r"(?:post|submit|show|hide|view|load|read|see) (?:all |more |your )?(?:\d+ )?comments?",
        r"(?:\d+|no) comments?(?: yet)?|comments are closed\.?|comments? ?\(?\d*\)?",
        # Share bars and the buttons beside them.
        rf"(?:share(?: (?:on|via|to|with|by))? {_NETWORK}[ ,|•·/]*)+",
        r"share(?: (?:this|the))?(?: (?:story|article|post|page|link|on social media))?[:!]?",
        rf"(?:share(?: this)?:? ?)?(?:{_NETWORK}[ ,|•·/]+){{2,}}{_NETWORK}?",
        r"tweet|pin it|copy link|link copied!?|bookmark|gift this article|follow us(?: on .{1,60})?",
        r"(?:print|save|email)(?: this)?(?: (?:article|story|page))?",
        # Advertisements.
        r"(?:advertisements?|advertising|sponsored(?: content)?|promoted|paid content)\.?",
        r"(?:story|article) continues (?:below|after) (?:this )?advertisement|skip advertisement|continue reading",
        # Cookie and consent notices begin with "we", "our site" or the visitor's consent; prose about cookies does not.
        r"(?:we|this site|our website) uses? cookies.{0,200}\b(?:experience|consent|privacy|agree|accept)\b.{0,200}",
        r"by (?:using|browsing|continuing to .{1,20}) (?:this|our) (?:web)?site.{0,40}you (?:agree|consent).{0,200}",
        r"(?:(?:accept|reject|manage|decline)(?: all)?(?: cookies)? ?)+|cookie (?:settings|preferences|policy)",
        # Players and page controls.
        r"listen to (?:this|the) (?:article|story|audio)(?: \d+:\d\d)*.{0,60}",
        r"\d+ min(?:ute)?s? read|read(?:ing)? time:? \d+ min(?:ute)?s?\.?",
        r"(?:page|seite|página|pagina|strona|side|страница) ?\d{1,3} ?(?:of|von|sur|de|di|van|z|av|из|/) ?\d{1,3}",
        r"(?:back|scroll|return) to (?:the )?top|loading\.{0,3}",
        r"(?:play|watch) video|view (?:gallery|image in fullscreen)",
        r"(?:read|see|view|click here for) (?:the )?(?:full|original) (?:story|article|post|report)(?: here)?\.?",
        r"(?:read|learn|see|find out) more(?: here)?[.:…»>]*|click here\.?",
        r"(?:(?:copyright|©|\(c\)) .{0,100})?all rights reserved\.?",
    )
)
"""A paragraph that is furniture by what it says. Matched against the whole paragraph."""

CREDIT_BLOCK = re.compile(
    _either(
        r"(?:photo|photograph|picture|image|illustration)s? (?:by|via|courtesy of) [^.!?:]{2,60}",
        rf"{_CREDIT_LABEL}: ?[^.!?]{{2,90}}",
        rf"[^.!?:]{{2,50}}(?:/|\bvia ){_AGENCY}",
    ),
    re.IGNORECASE,
)
"""A paragraph that names whom a picture is from, and says nothing else."""

TEASER_LABEL = re.compile(
    _either(
        r"(?:read|see|also|related|watch|learn|keep|go|dig)(?: (?:more|also|next|this|now|reading|deeper))?",
        r"related (?:story|article|news|coverage)|more(?: on this| coverage| stories)?|in case you missed it|icymi",
        r"don['’]t miss|up next|others are reading",
    ),
    re.IGNORECASE,
)
"""What stands before the colon of "More: <headline of another article>"."""

GLUED_TEASER = re.compile(r"[^:?!.]{2,70}[:?]['\"“‘]?[^\W\d_]\S*(?: \S+){3,}")
"""A label glued to the headline it links to ("Fact check:Flyer promotes ..."): writers put a space there.

On news_quiz_2023 it matches about 500 paragraphs; all of 60 drawn at random were other articles' headlines.
"""

NEWSLETTER_WORDS = (
    "newsletter",
    "inbox",
    "mailing list",
    "mail alerts",
    "mail updates",
    "daily briefing",
    "morning briefing",
)
_NEWSLETTER = _either(*NEWSLETTER_WORDS)
SUBSCRIBE = re.compile(
    r"(?!.*\b(?:said|says|told|wrote|reported|was|were)\b)"
    r"(?:[^.!?:]{0,80}[:?] ?)?(?:please )?(?:sign up|subscribe|register|get|join)\b.{0,90}"
    rf"\b(?:e-?)?{_NEWSLETTER}.*",
    re.IGNORECASE,
)
"""A sentence that asks the visitor to subscribe: it begins with the imperative, perhaps after a question or a label,
and reports nothing."""
SUBSCRIBE_MORE = re.compile(
    _either(
        r"(?:explore|get|stay|join|follow|read|discover|receive|unsubscribe|click|enter|sign up|subscribe|thanks? )\b",
        r"(?:by (?:signing|subscribing|clicking)|you can (?:unsubscribe|opt out))\b",
        r".{0,80}\b(?:your (?:inbox|e-?mail|subscription|data)|privacy (?:policy|notice)|terms of (?:use|service))\b",
    ),
    re.IGNORECASE,
)
"""A sentence that goes on with it. Only read right after one that `SUBSCRIBE` matches."""

_NAME = r"[^\s/.:][^/:]{0,38}"
_MORE_AGENCIES = rf"(?:(?:/|, | via ){_AGENCY}\b)*(?![/\w])"
INLINE_FURNITURE: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("Share ",), re.compile(rf"(?:\bShare (?:on|via) {_NETWORK}(?: +|$)){{2,}}")),
    (("Share this",), re.compile(r"(?:\| *)?\bShare this (?:story|article|post|page)(?=$| [A-Z“\"‘'])")),
    (("Save this",), re.compile(r"(?:\bSave this (?:story|article) Save\b *)+")),
    # Names of networks in a row, without "and" or commas, are buttons.
    (("Facebook", "Reddit", "LinkedIn"), re.compile(rf"\b(?:{_NETWORK} +){{3,}}{_NETWORK}\b")),
    (
        ("Listen to this",),
        re.compile(r"\bListen to this (?:article|story)(?: \d+:\d\d)+(?: Listen to more stories on [A-Za-z]+)?"),
    ),
    # ">>Follow our AI coverage<<": double angle brackets mark a house notice.
    ((">>",), re.compile(r">>[^<>]{3,140}<<")),
    # "Photograph: Joel Saget/AFP/Getty Images": a credit ends with its last agency; where none is a known one, with the
    # one word after a slash.
    (
        ("/", " via "),
        re.compile(rf"\b{_CREDIT_LABEL}: {_NAME}(?:/[^/.:]{{1,30}}){{0,3}}?(?:/| via |, ){_AGENCY}\b{_MORE_AGENCIES}"),
    ),
    (("/",), re.compile(rf"\b{_CREDIT_LABEL}: {_NAME}/[\w-]+(?![/\w])")),
    (
        ("Photograph:", "Illustration:", "Composite:"),
        re.compile(rf"\b(?:Photograph|Illustration|Composite): {_AGENCY}\b(?!/)"),
    ),
)
"""Furniture inside a paragraph: texts scraped as one line carry it there. Case counts: labels as pages print them.

Beside each pattern, strings of which a paragraph must hold one for it to match: looking for those first is many times
faster.
"""

LINK_DEBRIS = re.compile(r"[\"“]?https?://[^\s<>\"“”]+\\?[\"”]>")
"""What a broken scrape leaves of a link: its address and the tag's end. The link's words follow, and stay."""

TAILS = (
    # Phrases that nothing but a page's foot holds.
    (
        True,
        re.compile(
            r"\s"
            + _either(
                r"Explore more on these topics|More on this story More on this story",
                r"(?:Editorial standards )?(?:Show |View )?Comments Community Guidelines",
            )
            + r"(?=[ :]).*$"
        ),
    ),
    # Words that a sentence may hold: these count only after the end of one.
    (
        False,
        re.compile(
            r"\s"
            + _either(
                r"More on this story|Most viewed|Topics|You may also like",
                r"Related (?:articles|stories|posts)|Recommended (?:stories|articles|for you)",
            )
            + r"(?=[ :]).*$"
        ),
    ),
)
"""From here to the end of the text stand lists of topics or articles; True: also where no sentence ended before."""
TAIL_BLOCK = re.compile(
    r"(?:Explore more on these topics|Topics|Tags|Filed under|Tagged(?: with| in)?)\b:? ?[^.!?]{0,300}"
)
"""The same as a last paragraph of its own."""
