"""How news outlets are written, and where a text names them: "The Verge", "NYT", "theverge.com", "Time" but not "time".

Which of them a question means as sources is up to `rag.asked.outlets`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from corpus.hosts import domain_of
from corpus.outlets import LEAST_LABEL, outlet_key, without_host


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet's name in a question: of those of the corpus it means `keys`, none if the corpus lacks it."""

    start: int
    end: int
    keys: tuple[str, ...]
    company: bool = False  # it makes news itself: only its blog or site is a source
    sure: bool = False
    likely: bool = False


class _Word(NamedTuple):
    """A word as part of an outlet's key: whole, without "'s", and how many characters that is."""

    whole: str
    bare: str
    ending: int


_ORDINARY = frozenset(
    "age time nature science fortune wired information independent observer economist atlantic quartz vice people "
    "variety insider conversation register mirror telegraph hill intercept focus stern slate salon puck batch protocol "
    "deadline decrypt hindu times post herald globe businessworld businesstoday businessline hackernews sciencenews "
    "sportingnews livescience rollingstone restofworld billboard edge sun star mail express today".split()
)
"""Outlets called by words that mean other things too: they count with capital letters only."""
_WITH_THE = frozenset("age information conversation register hill intercept batch protocol hindu sun star mail".split())
_COMPANIES = frozenset(
    "openai anthropic google googleai googledeepmind googleresearch deepmind microsoft meta metaai amazon aws apple "
    "nvidia cohere mistral mistralai huggingface stabilityai ibm intel amd tesla xai salesforce adobe "
    "databricks perplexity inflection midjourney baidu alibaba tencent samsung github eleutherai runway reddit".split()
)
_SAME = tuple(
    frozenset(names.split())
    for names in (
        "newyorktimes nytimes nyt",
        "wallstreetjournal wsj",
        "financialtimes ft",
        "washingtonpost wapo",
        "losangelestimes latimes",
        "bbcnews bbc",
        "technologyreview mittechnologyreview mittechreview",
        "associatedpress apnews ap",
        "cnn cnnbusiness",
        "southchinamorningpost scmp",
        "sydneymorningherald smh",
        "nextweb tnw",
        "nbcnews nbc",
        "abcnews abc",
        "cbsnews cbs",
        "ieeespectrum spectrumieee ieee",
        "hollywoodreporter thr",
        "harvardbusinessreview hbr",
        "businessinsider insider",
    )
)
_WRITTEN_OUT = {
    "NYT": "New York Times",
    "WSJ": "Wall Street Journal",
    "FT": "Financial Times",
    "WaPo": "Washington Post",
    "AP": "Associated Press",
    "SCMP": "South China Morning Post",
    "HBR": "Harvard Business Review",
    "THR": "Hollywood Reporter",
    "LA Times": "Los Angeles Times",
}
_SHORT = frozenset("nyt wsj ft ap bbc scmp smh tnw nbc abc cbs ieee thr hbr".split())
_ELSEWHERE = frozenset(
    "bloomberg reuters cnn cnbc espn cnet pcworld forbes variety techcrunch venturebeat mashable engadget zdnet "
    "arstechnica axios politico semafor npr pbs economist newyorker atlantic quartz vox vice 9to5mac 9to5google "
    "guardian verge wired fortune independent usatoday techradar tomshardware pcmag pcgamer ign polygon buzzfeed "
    "buzzfeednews huffpost dailymail dailybeast newsweek newscientist skynews skysports aljazeera derspiegel diezeit "
    "gizmodo kotaku macrumors lemonde lefigaro elpais handelsblatt nikkei nikkeiasia xinhua caixin "
    "yonhap businessstandard hindu information register intercept rollingstone pitchfork deadline "
    "billboard sifted restofworld 404media platformer stratechery "
    "scientificamerican nationalgeographic foxnews cbssports bbcsport cricbuzz slate nature science time sportingnews "
    "hackernews seekingalpha marketwatch barrons thestreet cointelegraph coindesk afp dpa fastcompany digitaltrends "
    "singularityhub euronews spiegel golem heise".split()
).union(*_SAME)
"""Outlets known by name wherever they are asked for."""
_OPENERS = frozenset(
    "did does do is was were has have had are can could will would should what which who when where why how according "
    "after before between if as in on at by from per and or but the a an both compare considering based since while "
    "see read tell give list name via source summarize summarise".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_GAP = re.compile(r"[ |:&–—-]{1,3}")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_NO_LABELS = frozenset(
    "www com org net co uk io ai google gov edu eu de fr tv info news blog blogs m en edition txt au".split()
)
_HEAD = re.compile(r"\s+[|–—-]\s+|:\s")
_LONGEST = 10  # words of a name: "Business Today | Latest Stock Market And Economy News India" has nine
_SHAPE = re.compile(
    r"(?<![\w.])(?:(?:[A-Z][\w’'-]*\w ){1,3}(?:Times|Post|Journal|News|Herald|Gazette|Tribune|Magazine|Globe|Guardian"
    r"|Chronicle|Zeitung|Telegraph|Mirror|Observer|Courier|Examiner|Inquirer|Weekly|Dispatch|Rundschau)"
    r"|Times of [A-Z]\w+"
    r"|(?:Der|Die|Das|Le|La|El|Il) (?!Chat\b|Pen\b)[A-Z]\w+|[A-Za-z0-9-]{3,}(?:\.co\.uk|\.com|\.news))"
    r"(?![\w-]|\.\w| [A-Z]\w*[a-z])"
)
"""What an outlet is called that no list has: "The Boston Globe", "Der Standard", "example.com"."""


@lru_cache(maxsize=8)
def _written(known: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """Every way to write an outlet, as a key, to the outlets it may mean: those of one house share the house's name."""
    ways: dict[str, dict[str, None]] = defaultdict(dict)
    for key, name in known:
        if without_host(name) != name:  # it may be called what another is: see below
            ways[key][key] = None
            continue
        forms = {key, outlet_key(name), outlet_key(_HEAD.split(name)[0])}
        if _HOST.fullmatch(name.strip()):
            labels = [label for label in name.strip().casefold().split(".") if label not in _NO_LABELS]
            forms |= {outlet_key(label) for label in labels[-1:]}
        for group in _SAME:
            forms |= group if forms & group else frozenset()
        for form in forms:
            ways[form][key] = None
    taken = _ELSEWHERE.union(ways)
    for key, name in known:
        if without_host(name) != name and (form := outlet_key(without_host(name))) not in taken:
            ways[form][key] = None
    return dict.fromkeys(_ELSEWHERE, ()) | {written: tuple(keys) for written, keys in ways.items() if written}


def find_mentions(text: str, known: Mapping[str, str]) -> list[Mention]:
    """The places in `text` where outlets stand, in order: those of the corpus (key: name) and others known by name."""
    written = _written(tuple(known.items()))
    found: list[Mention] = []
    tokens = list(_TOKEN.finditer(text))
    words = [_word(token.group()) for token in tokens]
    for first, token in enumerate(tokens):
        if not found or token.start() >= found[-1].end:
            ahead = slice(first, first + _LONGEST)
            found += _longest(text, tokens[ahead], words[ahead], written)
    for start, end in _shaped(text):
        if all(end <= other.start or start >= other.end for other in found):
            found.append(Mention(start, end, ()))
    return sorted(found, key=lambda mention: mention.start)


def _word(token: str) -> _Word:
    bare = _POSSESSIVE.sub("", token)
    if _HOST.fullmatch(bare):
        label = outlet_key(bare)
        host = label if len(label) >= LEAST_LABEL else bare.casefold()
        return _Word(host, host, len(token) - len(bare))
    whole = "".join([char for char in token.casefold() if char.isalnum()])
    short = "".join([char for char in bare.casefold() if char.isalnum()])
    return _Word(whole, short, len(token) - len(bare))


def _longest(
    text: str, tokens: Sequence[re.Match[str]], words: Sequence[_Word], written: Mapping[str, tuple[str, ...]]
) -> Iterator[Mention]:
    """The longest of the outlets' names that begins with the first of `tokens`."""
    opens = words[0].bare == "the"
    for count in range(_joined(text, tokens), int(opens), -1):
        key = "".join([word.whole for word in words[int(opens) : count - 1]]) + words[count - 1].bare
        if count == 1 and (domain := _domain(tokens[0].group())) in written:
            key = domain
        if key in written:
            start, end = tokens[0].start(), tokens[count - 1].end() - words[count - 1].ending
            if _well_written(text, start, end, key):
                own_site = "." in text[start:end]
                titled = start > 0 and text.startswith("The ", start)  # in "the Verge" and "The BBC ..." it is no name
                begin = start if titled else tokens[int(opens)].start()
                yield Mention(begin, end, written[key], key in _COMPANIES and not own_site)
                return


def _domain(token: str) -> str:
    host = _POSSESSIVE.sub("", token)
    return domain_of(f"https://{host}") if "." in host else ""


def _joined(text: str, tokens: Sequence[re.Match[str]]) -> int:
    """How many of `tokens` stand together as a name's words may."""
    for count in range(1, len(tokens)):
        if not _GAP.fullmatch(text, tokens[count - 1].end(), tokens[count].start()):
            return count
    return len(tokens)


def _well_written(text: str, start: int, end: int, key: str) -> bool:
    """Whether a name that could be other words has its capitals and its "the", and is no part of a longer name."""
    name = text[start:end]
    if key not in _ORDINARY | _SHORT:
        return True
    if key in _SHORT and not name[-2:].isupper():
        return False
    words = re.findall(r"[^\W_]+", re.sub(r"^the\s", "", name, flags=re.IGNORECASE))
    if not all(word[0].isupper() for word in words) or (key in _WITH_THE and name[:4].casefold() != "the "):
        return False
    before = re.search(r"([A-Z][\w’'-]*) $", text[max(0, start - 40) : start])
    goes_on = re.match(r" (?!(?:Magazine|UK|US)\b)[A-Z\d]", text[end : end + 10])
    return not goes_on and not (before and before.group(1).casefold() not in _OPENERS)


def _shaped(text: str) -> Iterator[tuple[int, int]]:
    for shape in _SHAPE.finditer(text):
        start = shape.start()
        while " " in text[start : shape.end()] and text[start : shape.end()].split(" ")[0].casefold() in _OPENERS:
            start = text.index(" ", start) + 1
        rest = text[start : shape.end()]
        if " " in rest or ("." in rest and outlet_key(rest) not in _COMPANIES):
            yield start, shape.end()


def ways_to_write(outlet: str) -> tuple[str, ...]:
    """`outlet` as given, and the short or the long form of its name where it has one: "FT", "Financial Times"."""
    keys = {outlet_key(outlet)}
    pairs = [pair for pair in _WRITTEN_OUT.items() if keys & set(map(outlet_key, pair))]
    return tuple(dict.fromkeys([outlet, *(name for pair in pairs for name in pair)]))
