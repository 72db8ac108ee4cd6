"""Words that ask for no news, such as "hello" or "what can you do?"; what is said to them is `rag.write.introduction`.

A question is small talk where none of its words could be about an event: all are words of greeting, of politeness or
about the one who is asked, also misspelt, or words that name nothing ("What is this?"), or it is a single word that no
article has. A greeting before a question changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SOCIAL = frozenset(
    """hello hallo hi hey hiya yo greetings howdy morning afternoon evening night goodbye bye thanks thank thx ty cheers
    please sorry welcome ok okay yes yeah yep no nope cool great nice awesome perfect lol haha wow help test testing
    ping you your yours yourself u groundwire bot chatbot hola bonjour salut merci danke ciao moin gracias""".split()
)
"""Words that by themselves make talk of it: nobody reports on them."""
_AROUND = frozenset(
    """a an the i me my we us it its this that there here is are am was be do does did doing can could will would should
    what who how why where which and or so for to of with in on at from about very much well good day all any some
    again now really just not ask asking question questions answer answers tell know work works made make use mean name
    called man friend everyone please have has been""".split()
)
"""Words that stand around them."""
_WORD = re.compile(r"[^\W\d_]+")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_APOSTROPHES = re.compile(r"(?<=\w)['’](?=\w)")


def is_small_talk(text: str, known: Callable[[Sequence[str]], dict[str, int]], *, alone: bool = True) -> bool:
    """Whether `text` asks for no news. `known` counts the passages with a word, as `rag.index.occurrence.frequencies`.

    One such as "What is this?" says nothing `alone`, but may in a conversation.
    """
    words = _WORD.findall(_APOSTROPHES.sub("", _DRAWN_OUT.sub(r"\1", text.casefold())))
    if any(character.isdigit() for character in text):
        return False
    if not words:
        return bool(text.strip())
    social = [word for word in words if word in _SOCIAL or _is_misspelt(word)]
    others = [word for word in words if word not in _SOCIAL | _AROUND and not _is_misspelt(word)]
    if not others:
        return bool(social) or alone
    return len(words) == 1 and len(others) == 1 and not any(known(others).values())


def _is_misspelt(word: str) -> bool:
    """Whether one letter more, less, other or exchanged makes a word of four letters or more one of `_SOCIAL`."""
    return len(word) > 3 and word not in _AROUND and any(len(one) > 3 and _near(word, one) for one in _SOCIAL)


def _near(one: str, other: str) -> bool:
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) != len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[at + 2 :] == long[at + 2 :] and short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or exchanged
