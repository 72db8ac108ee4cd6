"""What newsletters print around their articles: pure functions on the text of a mail, in no outlet's own words."""

from __future__ import annotations

import re
from functools import cache
from math import ceil

from corpus.months import months_pattern

_FILLER = re.compile("(?:[\u034f\u00ad\u200b-\u200f\u2007\u2060\ufeff\u00a0]\\s*){4,}")
"""Invisible characters that senders put behind the preview line, so that nothing else shows in the list of mails."""
_RULE = re.compile(r"[-=_*~•·#+ ]{3,}")
_LINK = re.compile(
    r"[ \t]{0,3}(?:<\s{0,3}https?://[^\s<>]{1,2000}\s{0,3}>|\(\s{0,3}https?://[^\s()<>]{1,2000}\s{0,3}\)"
    r"|\[\s{0,3}https?://[^\s\[\]]{1,2000}\s{0,3}\])"
)
_BARE_LINK = re.compile(r"(?:\[\d+\] ?|[\w ]{0,30}: )?https?://\S+")
_LONG_LINK = re.compile(r"https?://\S{70,}")
_ANY_LINK = re.compile(r" ?https?://\S+")
_HEAD_CHARS = 250
_NOTE_MARK = re.compile(r"(?<=\S) ?\[\d{1,3}\](?=[\s.,;:!?]|$)")
"""The number of a link whose address stands in a list below."""

VIEW_ONLINE = re.compile(
    r"(?:.{0,60}(?:trouble|problems?|can.?t|not) (?:viewing|displaying|see|reading|seeing|read).{0,60}"
    r"|\W*(?:(?:click|tap|or|to|here|please|you can|also)\W+){0,4}(?:view|read|open|see|display)\b.{0,25}"
    r"\b(?:in|on|with) (?:your |the |a |our )?(?:web ?)?(?:browser|web|app|site|website|online).{0,20}"
    r"|.{0,20}\b(?:view|read|see) (?:it )?online.{0,20}"
    r"|(?:view |see )?(?:the )?(?:web|online|browser) version.{0,20}"
    r"|.{0,50}\bim (?:web)?browser\b.{0,40}|.{0,20}online (?:ansehen|lesen).{0,20}"
    r"|.{0,40}(?:version en ligne|dans (?:votre|le) navigateur).{0,20}"
    r"|.{0,40}(?:en (?:el|su|tu) navegador|versión (?:web|en línea)).{0,20})",
    re.IGNORECASE,
)
"""A line that offers the same mail as a web page."""
_FOOT_WORDS = re.compile(
    r"\b(?:unsubscribe|opt[ -]out|manage (?:your )?(?:e-?mail )?(?:preferences|subscriptions?|settings)"
    r"|(?:update|change|edit) (?:your )?(?:e-?mail )?(?:preferences|subscriptions?|profile|settings)|privacy policy"
    r"|(?:received?|receiving|getting|got|sent) (?:you )?this (?:e-?mail|message|newsletter|mail)"
    r"|this (?:e-?mail|message|newsletter) (?:was|is|has been) sent|add us to your address book"
    r"|mailing address is|want to change how you (?:receive|get) these"
    r"|abmelden|abbestellen|newsletter abzubestellen|désabonner|désinscri\w+|desabonner|darse de baja"
    r"|cancelar (?:la |tu |su )?suscripción|disiscri\w+|uitschrijven|afmelden)\b",
    re.IGNORECASE,
)
"""What law and custom put at the foot of a mailing."""
_FOOT_CHARS = 600
_BUTTON = re.compile(
    r"(?:(?:read|open|listen) in (?:the )?app|listen to (?:the )?post.{0,20}"
    r"|(?:like|comment|restack|share|tweet|forward)(?: (?:this|post|it))*|leave a comment|start writing|get the app"
    r"|upgrade to paid|subscribe(?: now| here)?"
    r"|(?:was )?(?:this (?:e-?mail|newsletter) )?(?:was )?forwarded (?:this e-?mail|to you|by a friend)\b.{0,80}"
    r"|.{0,80} is a reader-supported (?:publication|newsletter|project)\b.{0,250}"
    r"|(?:(?:facebook|twitter|x|linkedin|instagram|youtube|website|e-?mail|rss|mastodon|bluesky|threads|tiktok)"
    r"[ ,|·/]*){1,9}"
    r"|(?:did someone|someone|a friend) forward.{0,100}|forward (?:this|it) to a friend.{0,40}"
    r"|(?:©|\(c\)|copyright) ?.{0,120}|was this (?:e-?mail|newsletter) (?:useful|helpful).{0,60}|links?:)[.!?]?",
    re.IGNORECASE,
)
_READ_MORE = re.compile(
    r"(?<=[.!?”\"…]) (?:read (?:more|on|it(?: here)?|the (?:full |whole )?(?:story|article|post))|continue reading"
    r"|learn more|(?:the )?full story|weiterlesen|mehr lesen|lire la suite|leer más)[ »→>….]*$",
    re.IGNORECASE,
)
_HEAD_BLOCKS = 5
"""Offers to view the mail online, and its byline, stand among this many first paragraphs."""
_FULL_LINE, _WRAP_CHARS, _UNWRAPPED = 0.75, 72, 100
"""Where the next word would have fitted on a line, with that, of less than this share of the width, a paragraph ended;
so did one at the end of a line that nobody wrapped. Programs wrap mails at 72 characters, and none after 100."""
_FOOT_SHARE = 0.5
_PROSE_CHARS = 300
"""After the foot began, a paragraph this long is text again, and the foot was none."""


def without_mail_furniture(text: str) -> str:
    """Return `text`, paragraphs parted by blank lines, without links in brackets, buttons, and the mailing's foot."""
    text = _LINK.sub("", _FILLER.sub(" ", text.replace("\r\n", "\n")))
    noted = bool(re.search(r"^\[\d+\] ?https?://", text, re.MULTILINE))
    lines = _parted([_line(line, noted=noted) for line in text.split("\n")])
    blocks = [block.strip() for block in re.split(r"\n\s*\n", "\n".join(lines)) if block.strip()]
    blocks = [_READ_MORE.sub("", block) for number, block in enumerate(blocks) if not _is_furniture(block, number)]
    return "\n\n".join(blocks[: _foot_start(blocks)])


def _parted(lines: list[str]) -> list[str]:
    """Put a blank line behind each line that ended before it was full: a heading, the end of a paragraph."""
    longest = max(map(len, lines), default=0)
    width = _WRAP_CHARS if longest > _UNWRAPPED else longest
    parted: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        would_have_been = len(line) + 1 + len(below.split(" ", 1)[0])
        ended = len(line) > _UNWRAPPED or (would_have_been < _FULL_LINE * width and not below[:1].islower())
        parted += [line, ""] if ended else [line]
    return parted


def _line(line: str, *, noted: bool) -> str:
    if _RULE.fullmatch(line.strip()):
        return ""  # a rule parts what stands above from what stands below
    if _BARE_LINK.fullmatch(line.strip()):
        return ""
    line = _LONG_LINK.sub("", line)
    return _NOTE_MARK.sub("", line) if noted else line


def _is_furniture(block: str, number: int) -> bool:
    if _BUTTON.fullmatch(block):
        return True
    if number >= _HEAD_BLOCKS or len(block) > _HEAD_CHARS:
        return False
    return bool(VIEW_ONLINE.fullmatch(_ANY_LINK.sub("", block)) or _byline().fullmatch(block))


@cache
def _byline() -> re.Pattern[str]:
    """Return what matches the sender's name and the day, as newsletters print them; both are in the mail's head."""
    month = months_pattern("en", "de", "fr", "es", "it", "pt", "nl")
    day = rf"(?:{month} \d{{1,2}}|\d{{1,2}}\.? (?:de )?{month})(?:,? (?:de )?\d{{4}})?"
    return re.compile(rf"[^.!?]{{0,60}}\b{day}", re.IGNORECASE)


def _foot_start(blocks: list[str]) -> int:
    """Return where the foot begins: in the later half, after the last prose, at the first thing that only feet say."""
    after_prose = max((n + 1 for n, block in enumerate(blocks) if _is_prose(block)), default=0)
    for number in range(max(1, after_prose, ceil(_FOOT_SHARE * (len(blocks) - 1))), len(blocks)):
        block = blocks[number]
        if len(block) <= _FOOT_CHARS and (_FOOT_WORDS.search(block.replace("\n", " ")) or VIEW_ONLINE.fullmatch(block)):
            return number
    return len(blocks)


def _is_prose(block: str) -> bool:
    return len(block) >= _PROSE_CHARS and not _FOOT_WORDS.search(block, 0, _FOOT_CHARS)
