"""Where sentences begin and end in a text, in characters; what one is worth is `rag.choose`'s business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sentencex import get_sentence_boundaries  # type: ignore[attr-defined]  # compiled, and its stub lacks it

from corpus.months import month_number
from rag.text.common_words import common_words, language_of

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_ORDINAL_STOPS = frozenset(("de", "da", "fi", "sk", "pl"))
"""Those that write an ordinal with a full stop."""
_MARKS = str.maketrans("<>", "  ")
"""sentencex takes ">>Follow our coverage<<" for a quotation mark and joins what stands between two of them."""
# sentencex ends a sentence after "3 p.m." and "No."; these continue when what follows cannot open one.
_CONTINUES = re.compile(r"\b(?:[ap]\.m|No|vs|approx|est|ca|min|max)\.$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|[$€£¥₹]?\d|[a-z(])")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
_CLOSES = re.compile(r"\s*[”’)\]]+(?=\s|$)")
_LIST_MARK = re.compile(r"[•*\-–—]|\(?(?:\d{1,2}|[A-Za-z])[.)]")
"""The number before an item is no sentence: 8 of 300 boundaries sampled in news_quiz_2023 came after one."""
_DOMAIN = re.compile(r"(?:AI|ai|com|io|org|net|co|gov|edu|uk|eu|app|dev)\b")
"""What goes on with a name right behind its full stop: "Character.AI"."""
_SHORTENED = re.compile(r"(?<![\w.])[A-Z][a-z]{0,3}\.$|\b[A-Z]\w*!$|[”\"]$|[!?][’']$")
"""After these a lower-case word goes on: "Trump Org. attorneys", "E! starts", "“No!” said one". Not "x.com"."""
_LOWER = re.compile(r"(?:s\b|[a-z]{2,}[,;:]?(?=\s))")
_ORDINAL = re.compile(r"(?:\b(?P<before>[^\W\d_]{1,20}) )?\d{1,2}\.$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'-])*(?![\w])")
_ENDS_SHORTENED = re.compile(r"\w\.[)\]]?$|\w\. ?\[\d{1,3}\]$")
_LABEL = re.compile(r"(?<![\w.’'-])[B-HJ-Z](?![\w.’'&-])")
_AFTER_LABEL = re.compile(r"(?<=[a-z] )[A-Z]\.(?=\s+[A-Z])")
"""Where letters are labels ("stages A to C. Stage B is next"), one behind a word in small letters is no initial."""
_NEAR = 600
"""As much of a paragraph tells whether a quotation is open, and what comes next: all of it at each place would take for
ever."""
_TOLD_FROM = 1500
_ASKED_BY = re.compile(
    r"(?:[A-Z][\w’'-]+ ){1,3}(?:said|says|asked|asks|wrote|writes|added|adds|tweeted|told|replied|exclaimed)\b"
)
# "Series H. The round ..." ends a sentence, "Michael H. Jordan" does not: sentencex takes both for an initial.
# It also takes the month "May." for an abbreviation.
_LETTERED = re.compile(
    r"\b(?:(?:Series|Plan|Class|Phase|Group|Type|Grade|Part|Appendix|Category|Schedule|Level|Tier) [A-Z]|"
    r"May)\.(?=\s+[A-Z“\"])"
)
# "... in Brussels Tue 24 Oct 2023 09.44 EDT The EU is ...": a page's time stamp, scraped into its first sentence.
_STAMPED = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? \d{1,2} [A-Z][a-z]{2,8} \d{4},? \d{1,2}[.:]\d{2} [A-Z]{2,4}(?=\s)"
)
# "Joe Raedle/Getty Images A resident of ...": a picture's credit, before the next caption or the text.
_CREDITED = re.compile(
    r"(?:/|\bvia |\b(?:Photograph|Photo|Image|Illustration|Picture)s?: )(?:[A-Z][\w ]{1,20}/)*(?:Getty Images|AP|AFP|"
    r"EPA|R(?:euters|EUTERS)|Redux|Alamy|Shutterstock|USA T(?:oday|ODAY) (?:N(?:etwork|ETWORK)|Sports))(?: Photo|"
    r" Images| Stock Photo)?(?=\s+[A-Z“\"(])"
)
_POSTED = re.compile(
    r"\bpic\.twitter\.com/\w+(?=\s+[A-Z“\"])|— [^.\n]{2,60}\(@\w+\) [A-Z][a-z]+ \d{1,2}, \d{4}(?=\s)|"
    r">>[^<>\n]{5,150}<<(?=\s)"
)
_BULLET = re.compile(r"\s(?=[•▪●◦] )")
# "a 7-under par 65.Koepka made the turn": glued by a scraper. "Dream.Green" and "freepress.com" are names.
_GLUED = re.compile(r"(?<=[\s“\"(][a-z]{2}|[a-z]{3}|\s\d{2})[.!?][”\"]?(?=[A-Z][a-z’']*,? [a-z])")
_STOP = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘(\[]?[A-Z])")
_WORD = re.compile(r"[\w.&’'-]+$")
_ABBREVIATED = re.compile(
    r"(?:vs|v|approx|est|avg|al|ca|e\.g|i\.e|cf|ft|Mrs?|Ms|Mx|Dr|Prof|Gov|Sen|Sens|Rep|Reps|Lt|Gen|Col|Sgt|Capt|Maj|"
    r"Brig|Adm|Cmdr|Hon|Rev|Fr|St|Ste|Mt|Ft|No|Nos|Fig|Ex|Pres|Supt|Dist|Atty|Messrs|[A-Z])",
)
# Words that open a sentence and follow no abbreviation or name within one.
_OPENS = re.compile(
    r"[\"“‘(\[]?(?:The|An?|In|On|At|It|It[’']s|He|She|They|We|But|And|Or|This|That|These|Those|If|When|While|As|For|"
    r"However|Since|After|Before|Its|His|Her|Their|Our|You|Your|There|What|How|Why|Who|By|With|From|To|Also|So|Then|"
    r"Now|Some|Many|Most|Both|Another|Meanwhile|According|Although|Though|Despite|During|Instead|Not|Is|Are|Can|"
    r"Until)\s"
)


class Span(NamedTuple):
    """Half-open character range of a text: `text[start:end]`."""

    start: int
    end: int


def split_paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text`, separated by blank lines, without the white space around them."""
    return [trim(text, match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]


def split_sentences(text: str) -> list[Span]:
    """The sentences of `text` in order, without the white space around them; none crosses a blank line.

    Abbreviations and ordinals are those of the language that its common words are of.
    """
    language = language_of(text[:_TOLD_FROM], "en")
    return [span for paragraph in split_paragraphs(text) for span in _sentences_of(text, paragraph, language)]


def _sentences_of(text: str, paragraph: Span, language: str) -> Iterator[Span]:
    body = text[paragraph.start : paragraph.end]
    language = language_of(body[:_TOLD_FROM], language)
    begin = 0
    for found in _ends(body, language):
        end = _at_quotation(body, begin, found)
        if end <= begin or _goes_on(body[begin:end].strip()[-_NEAR:], body[end : end + _NEAR], language):
            continue
        for cut in [*_missed(body, begin, end), end]:
            span = trim(text, paragraph.start + begin, paragraph.start + cut)
            begin = cut
            if span.end > span.start:
                yield span


def _ends(body: str, language: str) -> list[int]:
    plain = body.translate(_MARKS)
    # English titles and initials ("Dr.", "M. Petit") stand in other languages too.
    found = set.intersection(*(_boundaries(code, plain) for code in {language, "en"}))
    for pattern in (_STAMPED, _CREDITED, _POSTED, _BULLET, _GLUED):
        found.update(match.end() for match in pattern.finditer(body))
    lettered = list(_LETTERED.finditer(body)) if language == "en" else []
    lettered += _AFTER_LABEL.finditer(body) if _LABEL.search(body) else []
    ends = (match.end() for match in lettered)
    found.update(end for end in ends if not _is_open(body[max(0, end - _NEAR) : end]))
    return sorted({*found, len(body)})


def _boundaries(language: str, body: str) -> set[int]:
    return {int(boundary["end_index"]) for boundary in get_sentence_boundaries(language, body)}


def _at_quotation(body: str, begin: int, end: int) -> int:
    """`end`, or the place before a mark that opens what comes next ('he said. " It was') or after one that closes."""
    if closing := _CLOSES.match(body, end):
        return closing.end()
    piece = body[begin:end].rstrip()
    if piece.endswith(">>") and end < len(body):
        return begin + len(piece) - 2
    opens = piece.endswith("“") or (piece.endswith('"') and piece.count('"') % 2 == 1)
    if opens and end < len(body) and piece[:-1] != piece[:-1].rstrip():
        return begin + len(piece) - 1
    return end


def _goes_on(piece: str, rest: str, language: str) -> bool:
    """Whether the sentence that `piece` begins goes on in `rest`, although a boundary was seen between them."""
    after = rest.lstrip()
    if not after or not piece:
        return False
    if (
        _LIST_MARK.fullmatch(piece)
        or piece.endswith(",")
        or after[0] in ";:,"
        or (_MONTH.search(piece) and after[0].isdigit())
    ):
        return True
    if piece[-1] == "." and not rest[0].isspace() and _DOMAIN.match(rest):
        return True
    if _CONTINUES.search(piece) and _GOES_ON.match(after):
        return True
    small = _SMALL.match(after) if _ENDS_SHORTENED.search(piece) else None
    if small and small[0].islower():
        return True
    if _is_ordinal(piece, after, language):
        return True
    if _SHORTENED.search(piece) and _LOWER.match(after):
        return True
    return piece[-2:-1] in "?!" and piece[-1] in '”"' and bool(_ASKED_BY.match(after))


def _is_ordinal(piece: str, after: str, language: str) -> bool:
    """Whether a number with a full stop goes on: "am 5. Juni", "im 1. Quartal", not "Er ist 45. Die Firma"."""
    number, word = _ORDINAL.search(piece), _FIRST_WORD.match(after)
    if number is None or word is None or language not in _ORDINAL_STOPS:
        return False
    follows = word[0].casefold()
    if word[0].islower() or month_number(follows, language):
        return True
    before = (number["before"] or "").casefold()
    return before in common_words(language) and follows not in common_words(language)


def _missed(body: str, begin: int, end: int) -> Iterator[int]:
    """Ends of sentences within one run, outside quotations and brackets, that stand beyond doubt."""
    start = begin
    for stop in _STOP.finditer(body, begin, end):
        near = max(start, stop.end() - _NEAR)
        after = body[stop.end() : min(end, stop.end() + _NEAR)]
        if not _is_open(body[near : stop.end()]) and _ends_there(body[near : stop.start()], stop.group(), after):
            yield stop.end()
            start = stop.end()


def _is_open(run: str) -> bool:
    """Whether a quotation or a bracket that `run` opens is still open at its end."""
    if run.count('"') % 2 or any(run.count(opening) > run.count(closing) for opening, closing in ("()", "[]", "“”")):
        return True
    return run.rfind("‘") > run.rfind("’")


def _ends_there(before: str, stop: str, after: str) -> bool:
    """Whether a sentence ends at `stop`, a full stop and closing marks, between `before` and `after`."""
    after = after.lstrip()
    if _LIST_MARK.fullmatch(before.strip() + stop):
        return False
    if stop[-1] in ")]":
        inner = before[max(before.rfind("("), before.rfind("[")) + 1 :]
        return len(inner.split()) > 2 and inner[:1] in '“"‘ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    if stop[0] in "?!" and _ASKED_BY.match(after):
        return False
    word = _WORD.search(before)
    last = word.group() if word else ""
    if _ABBREVIATED.fullmatch(last):
        return False
    if len(stop) == 1 and (stop == "…" or last[-1:] in ".…" or not last.islower() or len(last) < 3 or "." in last):
        return bool(_OPENS.match(after))
    return bool(last)


def trim(text: str, start: int, end: int) -> Span:
    """`text[start:end]` without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
