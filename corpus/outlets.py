"""Who published an article: an outlet is known by the domain it registered, and shown by its site's own name.

A site may call itself anything. A name that its address bears out ("The Verge" of theverge.com, "The New York Times" of
nytimes.com) stands alone; any other is shown with its host ("Import AI (jack-clark.net)"), so that nobody passes for
another. What a reader's own files say of an outlet is believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import combining, normalize

from corpus.hosts import domain_of, host_of

_HOST = re.compile(r"(?:[\w-]+\.)+[a-z][\w-]+|\d+(?:\.\d+){3}|localhost|[\da-f]*:[\da-f:]+", re.IGNORECASE)
_ENDING = re.compile(
    r"^(?:www\.)?((?:[a-z0-9-]+\.)*?[a-z0-9-]+)\.(?:com|org|net|co\.uk|co|io|ai|google|gov|edu|eu|uk|de|fr|tv|info|news)$"
)
_SHOWN_WITH_HOST = re.compile(rf"(.+) \(({_HOST.pattern})\)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(("the", "of", "and", "der", "die", "das", "le", "la", "el", "il"))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LEAST_LABEL = 3
"""Letters of a host's label from which on it can be read as a name: "x" of x.ai is no name."""
_LONGEST = 200
"""Characters of a name that are compared with a domain; a longer one is a sentence."""
_COVERED = 0.5
"""A site's label that is so much of a name bears it out, wherever it stands in it."""


def outlet_key(name: str) -> str:
    """One key for the ways a name is written: its letters and digits, without `www.`, an ending, or a leading "the"."""
    plain = name.strip().casefold()
    host = _ENDING.match(plain)
    squeezed = "".join(char for char in (host.group(1) if host else plain) if char.isalnum())
    return squeezed.removeprefix("the") or squeezed or plain


def outlet_of(url: str | None, source: str) -> str:
    """The key of an article's outlet: its domain, where `source` is the name of whoever has that, or a domain itself.

    Else the host that is shown with the name, else the key of the name: an agency's copy on an aggregator's page.
    """
    with_host, domain = _SHOWN_WITH_HOST.fullmatch(source), domain_of(url)
    if with_host:
        return with_host[2]
    if domain and bears_out(domain, source):
        return domain
    return outlet_key(source) if is_named(source) else _domain(source)


def shown_name(stated: str, address: str, *, alone: bool = True) -> str:
    """How the outlet at `address` is shown, whose site calls itself `stated`; not `alone`: always with its host."""
    host, name = host_of(address), without_host(stated)
    if not (name and is_named(name)):
        return host
    return name if alone and bears_out(domain_of(address), name) else f"{name} ({host})"


def claimed_name(claimed: str, address: str, *, alone: bool = True) -> str:
    """How the outlet at `address` is shown, of which a document there, and not the site, says that it is `claimed`.

    The claim counts where the address bears it out.
    """
    return shown_name(claimed if bears_out(domain_of(address), claimed) else "", address, alone=alone)


def is_named(source: str) -> bool:
    """Whether `source` is a name, and not just the host where a page without one stands."""
    return not _HOST.fullmatch(source.strip())


def _domain(host: str) -> str:
    return domain_of(f"https://{host.strip().lower()}") or host.strip().lower()


def without_host(source: str) -> str:
    """The name alone of an outlet that is shown with its host; any other as it is."""
    with_host = _SHOWN_WITH_HOST.fullmatch(source)
    return with_host[1] if with_host else source


def named_by(written: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of the outlets in `known` (key to name) that somebody means who writes `written`; never none.

    A domain means the outlet that has it; where none has, its label is read as a name, unless it is as short as "x". A
    name means all that bear it: those that are shown by it alone, if any are.
    """
    domain, wanted = "" if is_named(written) else _domain(written), outlet_key(written)
    if domain in known or (domain and len(wanted) < LEAST_LABEL):
        return (domain,)
    ways = {
        key: (outlet_key(name), key, *([outlet_key(key)] if len(wanted) > 1 else [])) for key, name in known.items()
    }
    alone = [key for key, name in known.items() if name == without_host(name) and wanted in ways[key]]
    with_host = {key: bare for key, name in known.items() if (bare := without_host(name)) != name}
    shared = [key for key, name in with_host.items() if outlet_key(name) == wanted]
    return tuple(alone or shared or (wanted,))


@lru_cache(maxsize=4096)
def bears_out(domain: str, name: str) -> bool:
    """Whether a site at `domain` may be called `name` without any doubt whose name that is.

    Its label is the name, the beginning of it or most of it ("bbc", "technologyreview"), or made of the first letters
    of its words ("nytimes", "ft").
    """
    label = _squeezed(domain.partition(".")[0])
    if not label or not domain.strip("0123456789.:"):
        return False
    return _squeezed(name) == _squeezed(domain) or any(_is_of(label, words) for words in _readings(name))


def _readings(name: str) -> list[list[str]]:
    """The words of a name, with its accents dropped and with umlauts written out, as addresses do either."""
    plain = name[:_LONGEST].casefold()
    return [[_squeezed(word) for word in _WORD.findall(text)] for text in (plain, plain.translate(_UMLAUTS))]


def _is_of(label: str, words: list[str]) -> bool:
    whole = "".join(words)
    if not whole:
        return False
    start = int(words[0] == "the" and len(words) > 1)
    forms = (label, label.removeprefix("the"))
    for first in range(len(words)):
        for end in range(first + 1, len(words) + 1):
            run = "".join(words[first:end])
            if run in forms and (first <= start or len(run) >= _COVERED * len(whole)):
                return True
    main = [word for word in words if word not in _SMALL]
    return len(main) > 1 and _made_of_beginnings(label, main)


def _made_of_beginnings(label: str, words: list[str]) -> bool:
    """Whether `label` is a beginning of each of the words in turn, none left out: "nytimes", "latimes", "scmp"."""
    reached = {0}
    for word in words:
        ends = range(1, len(word) + 1)
        reached = {
            at + end for at in reached for end in ends if label.startswith(word[:end], at) and at + end <= len(label)
        }
    return len(label) in reached


def _squeezed(text: str) -> str:
    return "".join(each for each in normalize("NFKD", text.casefold()) if each.isalnum() and not combining(each))
