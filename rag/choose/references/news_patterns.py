"""How the language of news marks names, roles and speech: patterns that more than one part of this package reads."""

from __future__ import annotations

import re

LETTER = r"A-ZÀ-ÖØ-ÞŁŠŽ"
TOKEN = rf"(?:[{LETTER}][\w&’'-]*[\w]|[{LETTER}](?:\.[{LETTER}]){{0,6}}\.?)"
RUN = re.compile(
    rf"(?<![\w’'@#/.-]){TOKEN}(?: (?:(?:de|van|von|der|den|al|bin|da|del|della|la|le|di|ul) ){{0,2}}{TOKEN})*"
)
SAYING = (
    r"(?:said|says|say|told|tells|wrote|writes|added|adds|explained|explains|tweeted|asked|asks|argued|argues|noted|"
    r"notes|warned|warns|continued|continues|replied|recalled|recalls|admitted|insisted|joked|posted|observed|"
    r"concluded|concludes)"
)
OPENING = (
    r"(?:(?:But|And|So|Yet|Or|Still|However|Also|Meanwhile|Now|Then|Today|Instead|Indeed|Plus|Nevertheless|"
    r"Nonetheless|Later|Moreover|Furthermore|Additionally|Similarly|Likewise|Previously|Recently|Earlier|Ultimately|"
    r"Eventually|Finally|Initially|Afterwards?|Thus|Therefore|Besides|Even so|In addition|In fact|In turn|"
    r"As a result|For example|For instance|At the same time|Of course|Since then|By then|After that|Overall|"
    r"Unfortunately|Fortunately),? )?"
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_TAIL_OF_QUOTE = re.compile(r"^[^“”\"]*”")
ROLE = (
    r"(?:CEO|CTO|CFO|chief|founder|co-?founder|president|professor|director|researcher|scientist|engineer|analyst|"
    r"author|head|executive|senator|minister|secretary|chair\w*|lawyer|attorney|spokes\w+|manager|partner|fellow|"
    r"economist|lecturer|expert|editor|actor|actress|writer|artist|coach|governor|mayor|judge|officer|VP|vice|"
    r"student|resident|owner|adviser|advisor)"
)
FIRM = r"(?:company|startup|firm|maker|giant|lab|nonprofit|provider|retailer|bank|airline|carrier|subsidiary|vendor)"
SAYS_BEFORE = re.compile(rf"\b{SAYING} $")
SAYS_AFTER = re.compile(rf" {SAYING}\b")
SOMEBODY = re.compile(
    r"\b(?:man|woman|boy|girl|person|someone|somebody|everyone|anyone|whoever|one|CEO|executive|founder|co-?founder|"
    r"president|minister|secretary|senator|governor|judge|lawyer|attorney|professor|researcher|scientist|engineer|"
    r"student|teacher|artist|author|writer|actor|analyst|director|manager|chief|officer|spokes\w+|user|worker|"
    r"employee|player|patient|doctor|child|mother|father|son|daughter|wife|husband|brother|sister|friend|colleague|"
    r"victim|suspect|official|mayor|coach|driver|customer|developer|programmer|expert|monk|kid|expert|leader|"
    r"chair\w*|boss|billionaire|entrepreneur|candidate)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"(?<![\w’'-])(he|she|his|her|him)(?![\w-])", re.IGNORECASE)


def without_quotes(sentence: str) -> str:
    """`sentence` with its quotations blanked out, in place; the speaker's words point to what the speaker meant."""
    return _QUOTED.sub(_blank, _TAIL_OF_QUOTE.sub(_blank, sentence))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
