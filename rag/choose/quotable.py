"""Whether a run of text can be quoted as an answer, and where a sentence begins and ends among a page's furniture.

Which sentences a text has is `rag.text.sentences`' business, how well one answers a question `rag.models.reader`'s.
"""

from __future__ import annotations

import re

from rag.asked.foreign import is_foreign
from rag.text.orders import speaks_to_its_reader
from rag.text.sentences import Span, trim

MIN_WORDS = 4
"""Shorter runs are labels and headlines, unless a verb follows their first word; languages written without spaces are
measured in letters instead."""
MOST_CHARS = 2_000
"""Longer runs are no sentences but tables, code or a page in one line, and nobody reads them as an answer."""
_MIN_CLAUSE, _MIN_LETTERS = 3, 8
SHORT_WORDS = 8
"""A run of fewer words must hold a word that may be a verb: "Location: New York City, N.Y." does not.

With the rules below, of the 1,006 sentences of news_quiz_2023 that hold the answer to one of its questions and could be
quoted by their length and ending alone, 8 cannot any more (list items, bylines), and no question loses its last.
"""
_ENDS = re.compile(r"[.!…。！।](?:[\"”’'»」』)\]]|\s)*$|[\"”]$")
_BROKEN = re.compile(r"[”’)\],;:.»!?](?!\w)|(?!(?:al|de|del|di|van|von|bin|ibn|da)[ -])[a-z]+(?:[\s,;:.!?]|[’'-][a-z])")
"""A run that opens so began before: a closing mark, a small letter. "iPhone", "xAI", "gpt-4" and "de Blasio" "
"may open."""
_CAPTION = re.compile(
    r"\W*(?:(?:File )?(?:Photo|Image|Photograph|Picture|Illustration|Video|Audio|Graphic|Screenshot|Credit|"
    r"Source)s?(?: ?:| by | courtesy | credit| illustration by )|Caption ?:|Pictured(?: \w+)?(?: \w+)? ?:|"
    r"Pictured (?:here|above|below)\b|Picture taken\b|Cartoon by|Getty Images\b|AP Photo\b|Photo/)",
    re.IGNORECASE,
)
_NAMED = r"\W*[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]+|of|the)){1,4}(?:,[^,]{2,70},)?"
_SCENE = re.compile(
    rf"{_NAMED} (?:attends|arrives|poses|gestures|smiles|waves|listens|looks on|testifies (?:before|during|at|in|on)|"
    r"speaks (?:at|during|to (?:the (?:media|press)|reporters)|in|on stage|onstage)|walks|shakes hands|"
    r"(?:sits|stands) (?:on|in|next to|at|outside))\b"
)
"""What a picture shows is told in the present: "Sam Altman, CEO of OpenAI, attends ..."."""
_POSED = re.compile(rf"{_NAMED} (?:at|during|in|on|outside|before|with)\b")
"""The same without a verb."""
_CREDIT_AT_END = re.compile(
    r"(?:/|\bvia |\bcourtesy of |[Pp]hoto(?:graph)? by )(?:[\w ]+/)?(?:Getty(?: Images)?|AP|AFP|Reuters|REUTERS|EPA|"
    r"Alamy|Shutterstock|Redux|iStock|Unsplash)(?: Photos?| Images| Stock Photo)?[.)\s]*$"
)
_TEASER = re.compile(
    r"\W*(?:(?:More|Dig deeper|Related(?: \w+)?|Also read|Read(?: also| more| next| on| now)?|See(?: also| more)?|"
    r"Watch(?: now)?|Listen|Recommended|Explore|Opinion|Live updates|In pictures|Fact check|Don[’']t miss|"
    r"Advertisement|Live)\s*:|Read (?:more|our|the (?:full|latest|rest|whole|original)|on\b|next|all|about)|(?:Sign|"
    r"Signing) up\b|Subscribe\b|(?:Click|Tap) (?:here|on|the)|Don[’']t miss (?:our|out|the|a)\b|Follow (?:us|me|him|"
    r"her|them|CNN|VentureBeat|The Verge|live|@)|Follow [A-Z][\w.’' -]{2,40}(?:on (?:Twitter|X|Facebook|Instagram|"
    r"Threads|LinkedIn)|coverage|@)|(?:View|See|Explore|Discover|Find) (?:more|all|the rest|our)\b|Check out (?:our|"
    r"the full|more|all|these)\b|(?:Watch|Listen to) (?:more|the (?:full|video|episode|podcast|playlist|latest)|this|"
    r"now|on-demand|our)\b|Register (?:now|to|for|here|today)\b|Join (?:us|top|our|thousands|the (?:conversation|"
    r"discussion))|Watch [“\"][^”\"]+[”\"] on |Learn more\b|Get (?:the latest|our|unlimited)\b|Download (?:our|"
    r"the (?:app|report))|Support (?:our|local|independent) journalism|Just curious\?|Use [\w’' ]+ lite site)",
)
_GLUED_LABEL = re.compile(
    r"\W*[A-Z][^.:\n]{2,70}(?:[?!][\"”’']?|(?<=[a-z]{3})|(?<=[A-Z]{2})):(?=[A-Z0-9‘'“\"])|\W*[^.:\n]{3,80}[?!][\"”’']?\s?:\s"
)
"""One publisher's teasers: "From Facebook to Fortnite:The metaverse is calling.", "NEW NORMAL? :Are ..."."""
_NOTICE = re.compile(
    r"©|\(c\) ?20\d\d|\ball rights reserved\b|\b(?:this site|we|our site) uses? cookies\b|\benable javascript\b|"
    r"\b(?:we|I|[A-Z]\w+(?: [A-Z]\w+)?) may (?:earn|receive|get) an? (?:\w+ )?(?:commission|fee)\b|"
    r"\baffiliate (?:fee|commission|link)s?\b|^\W*By (?:clicking|signing up|subscribing|continuing|submitting|"
    r"registering)\b|\bcontributed (?:reporting|to th(?:is|e) (?:report|story|article))\b|"
    r"^\W*To revisit this article\b|\bnewsletters?\b.*\b(?:sign up|subscribe|inbox)\b|\b(?:sign up|"
    r"subscribe)\b.*\b(?:newsletter|alert)s?\b|^\W*Editor[’']?s[’']? note\b|^\W*(?:Contact|Reach|E-?mail|"
    r"You can (?:reach|follow|contact)) [^.]{0,40}(?:@|\bat \d)|^\W*(?:Follow|Reach|Contact) (?:him|her|them|me|"
    r"us)\b",
    re.IGNORECASE,
)
_THIS_ARTICLE = re.compile(
    r"^\W*This (?:article|story|post|piece|report|content|interview) (?:was|has been|is (?:part|based|adapted)|"
    r"originally|first|appear)"
)
_CORRECTED = re.compile(
    r"\b(?:amended|correct|earlier version|misstated|clarif|incorrectly|previously said)", re.IGNORECASE
)
"""A note that corrects an article states something, and is the best that can be quoted on it."""
_CODE = re.compile(r"[{}\\]|</?\w+>|=>|\(\)|https?:\S+\W*$|pic\.twitter\.com|^\W*@\w+ @\w+")
_ASKS = re.compile(r"[?؟？][\"”’')\]\s]*$")
_VERB = re.compile(
    r"[’'](?:s|re|ve|ll|d|m)\b|n[’']t\b|\b(?:is|are|was|were|be|been|am|has|have|had|do|does|did|will|would|can|"
    r"could|may|might|must|shall|should|began|beat|became|broke|brought|built|bought|came|cost|cut|died|drew|drove|"
    r"fell|felt|found|flew|forgot|fought|gave|got|grew|held|hit|kept|knew|led|left|lent|let|lost|made|meant|met|paid|"
    r"put|quit|ran|read|rose|said|sat|saw|say|sent|set|shot|shut|sold|spent|split|spoke|stole|stood|struck|sued|"
    r"swore|taught|told|took|thought|threw|understood|went|woke|won|wore|wrote|want|know|think|need|agree|argue|seem|"
    r"remain|vary|warn|expect|believe|include|offer|make|take|get|go|come|use|work|show|help|live|look)\b|\b(?:I|"
    r"[Ww]e|[Tt]hey|[Yy]ou|[Hh]e|[Ss]he|[Ii]t|[Tt]hat|[Ww]ho) [a-z]+|\b[a-z]{2,}(?:ed|es|s)\b"
)
_MINOR = frozenset("a an the and or of in on at to for by with from as vs via over into than but nor not its".split())
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")


def can_be_quoted(sentence: str, *, listed: bool = False) -> bool:
    """Whether a run of text is a sentence that states something.

    No headline, caption, byline, label, question, teaser, notice, order, fragment. A note that corrects the article is.
    `listed` says that it is an item of a list or a row of a table (`rag.text.list_lines`), which needs no full stop.
    """
    if len(sentence) > MOST_CHARS or _asks(sentence) or _is_furniture(sentence) or speaks_to_its_reader(sentence):
        return False
    words = sentence.split()
    if listed:
        return len(words) >= MIN_WORDS or (len(words) > 1 and any(map(str.isdigit, sentence)))
    if not _ENDS.search(sentence) or _is_fragment(sentence, words):
        return False
    return len(words) >= MIN_WORDS or _is_short_sentence(sentence, words)


def _is_short_sentence(sentence: str, words: list[str]) -> bool:
    """Whether a run of few words is a sentence: "Quill costs $2.50.", not "Image removed." or "Key points."."""
    if not sentence.isascii() and len(sentence) >= _MIN_LETTERS:
        return True
    verbs = (match.group() for match in _VERB.finditer(sentence, len(words[0])))
    # "View all results." ends in a plural, not in a verb.
    return len(words) >= _MIN_CLAUSE and any(
        verb != "this" and not (verb.endswith("s") and words[-1].startswith(verb)) for verb in verbs
    )


def _asks(sentence: str) -> bool:
    """Whether it is a question, and not a statement that ends in one: 'Marcus wrote on Monday, “What about us?”'."""
    if not _ASKS.search(sentence):
        return False
    opened = max(sentence.rfind("“"), sentence[:-1].rfind('"'))
    return len(sentence[: max(opened, 0)].split()) < MIN_WORDS


def _is_furniture(sentence: str) -> bool:
    if _CORRECTED.search(sentence) and _THIS_ARTICLE.search(sentence):
        return False
    patterns = (_CAPTION, _SCENE, _TEASER, _GLUED_LABEL)
    return any(pattern.match(sentence) for pattern in patterns) or any(
        pattern.search(sentence) for pattern in (_NOTICE, _CREDIT_AT_END, _THIS_ARTICLE, _CODE)
    )


def _is_fragment(sentence: str, words: list[str]) -> bool:
    if _BROKEN.match(sentence):
        return True
    if not sentence.isascii() and not re.search(r"[a-z]", sentence):
        return False  # another script: the rest looks for English
    told = _VERB.search(sentence) or any(map(is_foreign, words))  # of other languages the verbs are not known
    if not told and (len(words) < SHORT_WORDS or _is_list(words) or _POSED.match(sentence)):
        return True
    return _is_headline(sentence)


def _is_list(words: list[str]) -> bool:
    """Whether most words are names and figures, as in a table of results or a line of tags."""
    marked = sum(not word[:1].islower() for word in words)
    return marked >= 0.75 * len(words)


def _is_headline(sentence: str) -> bool:
    """Whether Every Word of It Has a Capital."""
    words = _WORDS.findall(sentence)
    small = [word for word in words if word[0].islower() and word not in _MINOR]
    return not small and sum(len(word) > 3 for word in words) >= 4 and '"' not in sentence and "”" not in sentence


# What stands glued before a sentence in scraped pages. Each must leave what could open one.
_OPENER = r"(?=[\"“‘(\[]?[A-Z0-9$£€])"
_AGENCY = r"(?:CNN(?: Business)?|AP|Reuters|REUTERS|AFP|Bloomberg(?: News)?|The Associated Press|CNBC|UPI|dpa)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?(?: [ECMPBG][SDM]?[TS]T?)?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}})"
_NO_ASIDE = r"(?![^.]*\s[–—]\s)"
"""No second dash: "TSMC — Apple's supplier — said" has no dateline."""
_LEADING = tuple(
    re.compile(f"{pattern}{_OPENER}")
    for pattern in (
        r">>[^<>]*<<\s*",
        r"[^\w\"“”‘’'(\[$€£#@&…¿¡.]+",  # bullets, arrows, bars
        r"\d{1,2}[.)]\s+(?=[\"“‘(\[]?[A-Z])",
        r"(?:\(\d{1,2}\)|[a-z]\)|\((?:Credit|Photo|Image|Picture|Photograph)s?\b[^()]*\))\s+",
        (
            r"(?:Key (?:points?|takeaways?)|In brief|At a glance|TL;DR|The latest|UPDATED?|BREAKING|EXCLUSIVE|WATCH|"
            r"LIVE|OPINION|ANALYSIS|EXPLAINER|DEVELOPING|JUST IN|Breaking(?: news)?|Exclusive|Update|"
            r"Analysis)\s*[:|]\s*"
        ),
        (
            rf"(?:[A-Z][A-Z.’'-]+(?:[ /][A-Z][A-Z.’'-]+){{0,3}}(?:, [A-Z][\w. ]{{1,20}}?)?(?:, {_MONTH} \d{{1,2}})?|"
            rf"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, [A-Z][\w.]+)?)\s*\({_AGENCY}\)\s*[-–—]*\s*"
        ),
        rf"[A-Z][A-Z.’'-]{{2,}}(?:[ /][A-Z][A-Z.’'-]+){{0,3}}(?:, [A-Z][\w.]{{1,12}})?\s+[–—]+\s*{_NO_ASIDE}",
        rf"\(?{_AGENCY}\)?\s*[-–—]+\s*{_NO_ASIDE}",
        rf"\({_AGENCY}\)\s*",
        (
            rf"(?:Updated|Published|Last updated|Posted|First published)(?: on| at)?:?\s+(?:(?:{_DATE}|"
            rf"{_CLOCK})[,|·]?\s*(?:at )?)+"
        ),
        rf"{_DATE}(?:,? (?:at )?{_CLOCK})?\s+(?:\d+ min(?:ute)? read\s+)?(?![-–—])",
        (
            r"(?:(?:Share|Tweet|Pin|Save)(?: (?:on|this|to) \w+)+\s*(?:Save\s+)*|Share on [A-Z]\w*\s+|"
            r"Advertisement\s+|Skip to main content\s+|Most Popular\s+|\|\s+|\d+ min(?:ute)? read\s+|"
            r"Reddit Pocket Flipboard Email\s+)+"
        ),
        (
            r"By [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,2}\s+(?=(?:The|An?|In|On|At|It|He|She|They|We|When|While|As|For|"
            r"After|If|This)\s)"
        ),
    )
)
_TRAILING = re.compile(
    r"(?<=[.!?”\"’)])(?:\s*\[(?:…|\.\.\.|\+\d+ chars)\]|\s+(?:Read (?:more|on|next)|Learn more|Sign up(?: here)?|"
    r"Subscribe)\W*|\s*\((?:Photo|Image|Photograph|Picture|Credit|File)s?\b[^()]*\)|\s+(?:https?://t\.co/\w+|"
    r"pic\.twitter\.com/\w+)|\s+— [^.\n]{2,60}\(@\w+\).*|\s+(?:Photograph|Photo|Image|Credit|"
    r"Illustration): [^.!?]{3,80}|\s*>>[^<>]*<<|\s+[♦■|•]+)\s*$"
)
_SITE = re.compile(r"\s[|–—-]\s{1,3}[^|–—-]{2,40}$|\s{0,3}\.\.\.$|…$")


def trimmed(text: str, span: Span, title: str = "") -> Span:
    """`span` without what a page glued to the ends of its sentence: datelines, labels, bullets, `title`, credits.

    What is left is a run of whole words of `text`; a sentence is never cut inside, and never to fewer than four words.
    """
    begin, end = span
    while end - begin <= MOST_CHARS:
        sentence = text[begin:end]
        cut = _leading(sentence, title)
        tail = _TRAILING.search(sentence, cut)
        stop = tail.start() if tail else len(sentence)
        rest = sentence[cut:stop].strip()
        if (cut, stop) == (0, len(sentence)) or len(rest.split()) < MIN_WORDS:
            return trim(text, begin, end)
        begin, end = trim(text, begin + cut, begin + stop)
    return span


def _leading(sentence: str, title: str) -> int:
    """How many characters at the start of `sentence` are not of it."""
    for pattern in _LEADING:
        if (match := pattern.match(sentence)) and match.end():
            return match.end()
    return _headline(sentence, title) if title else 0


def _headline(sentence: str, title: str) -> int:
    """Where the title ends that `sentence` begins with, whole or without its first words; 0 where it does not."""
    words = _plain(_SITE.sub("", _SITE.sub("", title))).split()
    own = sentence.split()
    heads = [_plain(word) for word in own[: len(words)]]
    for first in range(max(1, len(words) - 3)):
        size = len(words) - first
        if heads[:size] == words[first:]:
            run = r"\s+".join(re.escape(word) for word in own[:size])
            match = re.match(rf"\s*{run}(?:\s+by [A-Z]\w+)?[\s/|–—-]+{_OPENER}", sentence)
            return match.end() if match else 0
    return 0


def _plain(text: str) -> str:
    """`text` with straight quotation marks and in small letters, to compare."""
    return text.translate(str.maketrans("“”‘’", "\"\"''")).lower()
