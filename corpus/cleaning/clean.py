"""Cleaning: raw extracted text in, the article and nothing else out."""

from __future__ import annotations

import re

from corpus.cleaning.furniture import PASSES
from corpus.cleaning.markup import read_entities
from corpus.cleaning.plaintext import one_line, paragraphs, tidy_characters

_BEFORE_OUTLET = re.compile(r"(.*\S)\s+[|–—-]\s+\S.{0,39}")
_MOST_LABELS = 3
_MOST_ROUNDS = 20
"""Pages need two or three; a text made to need one for each of its lines would take for ever."""
_MIN_TITLE_WORDS = 4
_TITLE_WITHIN = 2000
"""How far into a text its own title is looked for: after a summary, a caption, a section's name; not in the story."""
_LOOSE = {
    "'": "['‘’]",
    "‘": "['‘’]",
    "’": "['‘’]",
    '"': '["“”]',
    "“": '["“”]',
    "”": '["“”]',
    "-": "[-–—]+",
    " ": r"\s+",
}
_DASHES = re.compile("[-–—]+")


def clean_text(raw: str) -> str:
    r"""Return the article's own words in `raw`: plain paragraphs parted by one blank line, or "" if none are left.

    Characters and paragraphs are settled as `corpus.cleaning.plaintext` says, furniture is removed as
    `corpus.cleaning.furniture` says. Idempotent: cleaning clean text changes nothing.
    """
    text, previous = _clean_once(raw), raw
    for _ in range(_MOST_ROUNDS):  # removing one piece of furniture can lay bare another
        if text == previous:
            break
        text, previous = _clean_once(text), text
    return text


def _clean_once(raw: str) -> str:
    blocks = paragraphs(tidy_characters(read_entities(raw)))
    for furniture_pass in PASSES:
        blocks = furniture_pass(blocks)
    return "\n\n".join(blocks)


def without_title(text: str, title: str) -> str:
    """Clean `text` without its own title near the start; the `Article` keeps the title beside the text.

    Scraped pages often run "<section> <title> <first sentence>" together on one line; left so, the first sentence would
    be quoted with a headline stuck to it. A paragraph ends where the title stood. Quotation marks, dashes and an
    outlet's name after the title may differ. On one line with other words, titles under `_MIN_TITLE_WORDS` words stay:
    "OpenAI" begins many a sentence. A text that is all title stays.
    """
    titles = [one_line(title)]
    # "Title | Section | Outlet"; a title made of nothing but dashes would go on for ever
    while len(titles) <= _MOST_LABELS and (shorter := _BEFORE_OUTLET.fullmatch(titles[-1])):
        titles.append(shorter[1])
    patterns = [_title_pattern(each) for each in titles if each]
    while True:  # some pages print it three times
        head, rest = text[:_TITLE_WITHIN], text[_TITLE_WITHIN:]
        for pattern in patterns:
            head = pattern.sub("\n\n", head)
        without = clean_text(head + rest) if head + rest != text else ""
        if not without:
            return text
        text = without


def _title_pattern(title: str) -> re.Pattern[str]:
    loose = "".join(_LOOSE.get(character, re.escape(character)) for character in _DASHES.sub("-", title))
    alone = rf"(?:^|\n\n)(?i:{loose})\n\n"
    if len(title.split()) < _MIN_TITLE_WORDS:
        return re.compile(alone)
    # A headline that runs on in lower case, or inside a word, is the first half of a sentence; so is one at the end.
    glued = r" (?:[/|] )?(?=[A-Z\"“‘'])"
    return re.compile(rf"{alone}|^(?i:{loose}){glued}|(?<=\s){loose}{glued}")
