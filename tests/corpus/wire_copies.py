"""Copies of a story as wire clients print them: what `corpus.near_duplicates` has to see through.

Everything is drawn from the `random.Random` handed in, so that a seed gives the same texts again. Added words (leads,
bylines, boilerplate, new facts) are made up.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘'A-Z0-9])")
LEADS = (
    "It was a step that much of the industry had been waiting for, and on {day} it came.",
    "Readers who follow {name} will want to take note of what emerged on {day}.",
    "A development around {name} drew attention from investors and researchers alike this week.",
    "There is fresh movement in one of the most closely watched corners of technology, with {name} at its centre.",
    "{day} brought news that could matter well beyond the people directly involved.",
    "What began as a rumour about {name} has become rather more concrete.",
    "The latest turn in the story of {name} says a good deal about where the whole field is heading.",
    "Few expected the announcement so early in the year, yet here it is, and the details are worth a look.",
)
FACTS = (
    "{name} said on {day} that a further {n} people would join the effort before the end of the quarter.",
    "A spokesperson declined to say how much had been spent since then, but put the figure above ${n} million.",
    "Analysts had expected something of the kind since the spring, when {n} customers were told to prepare.",
    "Regulators in Brussels have opened file number {n} on the matter and gave the parties {m} weeks to reply.",
    "According to minutes seen on {day}, the board approved the plan by {m} votes after a session of {n} minutes.",
    "Shares in the sector moved by about {m} percent within an hour of the disclosure.",
    "Two former employees, who asked not to be named, described a hurried decision taken late on {day}.",
    "The court set a hearing for the {m}th of next month and asked for {n} further pages of exhibits.",
    "In a letter to staff, the head of the division thanked {n} engineers and promised an answer within {m} days.",
    "Rivals were quick to respond: one cut its prices by {m} percent, another brought a launch forward by {n} days.",
    "The new site will draw {n} megawatts once complete, and local officials hope for {m} suppliers to follow.",
    "Nobody at {name} would be drawn on whether the earlier plan still stands, though {m} partners have left it.",
    "Independent testers ran the system on {n} tasks and found it wrong in {m} of every hundred.",
    "The agreement, dated {day}, runs for {m} years and can be ended by either side with {n} days of notice.",
)
_BOILERPLATE = (
    "Sign up for our morning newsletter and get the stories that matter in your inbox before breakfast.",
    "This article is part of our continuing series on machines that learn. Find every instalment on our topic page.",
    "Advertisement. Story continues below.",
    "Read also: five charts that explain the chip shortage; why data centres are moving north.",
    "Have a tip? Write to our newsroom. Your message is handled in confidence.",
    "Subscribers can comment on this story. Please keep to the rules of the house and stay on the topic at hand.",
    "The views expressed by contributors are their own. Our journalism is funded by readers like you.",
)
_BYLINES = (
    ("By Example Wire Staff\n\n", "\n\n(Reporting by the Example Wire bureau; editing by the night desk)"),
    ("LONDON (Example Wire) — ", "\n\nPublished from a wire agency feed without modifications to the text."),
    ("EXAMPLE DAILY | TECHNOLOGY DESK\n\n", "\n\nCopyright Example Daily. All rights reserved."),
)  # fmt: skip
_SPELLING = (
    ("ization", "isation"), ("izing", "ising"), ("ized", "ised"), ("ize ", "ise "), ("color", "colour"),
    ("center", "centre"), ("labor", "labour"), ("behavior", "behaviour"), ("program ", "programme "),
    ("defense", "defence"), ("modeling", "modelling"), ("analyze", "analyse"), ("favorite", "favourite"),
)  # fmt: skip
_ABBREVIATIONS = (
    (r"\bartificial intelligence\b", "AI"), (r"\bU\.S\.", "US"), (r"\bUnited States\b", "US"),
    (r"\b(Inc|Corp|Ltd|Co)\b\.?", ""), (r"\bchief executive officer\b", "CEO"), (r"\bCEO\b", "chief executive"),
    (r"\bNew York Times\b", "NYT"), (r"\bEuropean Union\b", "EU"), (r"\bOpenAI\b", "Open AI"),
    (r"\bMr\. ", ""), (r"\bpercent\b", "per cent"), (r"(\d)%", r"\1 per cent"), (r" (million|billion)\b", r"\1"),
    (r"(?<!US)\$(\d)", r"US$\1"), (r"(\d)billion\b", r"\1bn"), (r"(\d)million\b", r"\1m"), (r"(\d),(\d{3})\b", r"\1\2"),
)  # fmt: skip
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SYNONYMS = dict(
    pair.split(":")
    for pair in (
        "said:stated,company:firm,many:numerous,big:large,large:sizeable,new:fresh,use:employ,uses:employs,used:employed,"
        "help:assist,helps:assists,show:demonstrate,shows:demonstrates,showed:demonstrated,make:create,makes:creates,"
        "made:created,get:obtain,start:begin,started:began,also:in addition,but:however,because:since,while:whereas,"
        "about:around,more than:over,last year:a year ago,people:individuals,users:customers,tool:instrument,"
        "tools:instruments,model:system,models:systems,says:notes,told:informed,announced:unveiled,launched:introduced,"
        "launch:introduction,important:significant,likely:probable,could:might,would:is set to,need:require,"
        "needs:requires,want:wish,wants:wishes,try:attempt,work:function,works:functions,working:operating,"
        "different:distinct,good:fine,bad:poor,problem:difficulty,problems:difficulties,research:study,"
        "researchers:scientists,data:information,including:among them,such as:like,like:such as,around:some,"
        "according to:as reported by,every:each,often:frequently,very:highly,really:truly,just:only,now:at present,"
        "recently:of late,first:initial,right:correct,think:believe,thinks:believes,build:construct,built:constructed,"
        "plan:scheme,plans:intends,money:funds,world:globe,way:manner,same:identical,ability:capacity,able:capable"
    ).split(",")
)
_SYNONYM = re.compile(r"\b(" + "|".join(sorted(_SYNONYMS, key=len, reverse=True)) + r")\b")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def sentences(text: str) -> list[str]:
    """The sentences of `text`, roughly: split behind a full stop, exclamation or question mark."""
    return [part.strip() for block in text.split("\n\n") for part in _SENTENCE_END.split(block) if part.strip()]


def in_paragraphs(parts: Sequence[str], rng: random.Random) -> str:
    """Sentences as text again, one to five to a paragraph."""
    blocks, at = [], 0
    while at < len(parts):
        size = rng.randint(1, 5)
        blocks.append(" ".join(parts[at : at + size]))
        at += size
    return "\n\n".join(blocks)


def name_in(text: str) -> str:
    """The capitalised word that stands most often inside the sentences of `text`."""
    words = re.findall(r"(?<=[a-z,] )[A-Z][A-Za-z]{3,}", text)
    return max(sorted(set(words)), key=words.count) if words else "the company"


def filled(form: str, name: str, rng: random.Random) -> str:
    return form.format(name=name, day=rng.choice(_WEEKDAYS), n=rng.randint(13, 990), m=rng.randint(3, 24))


def new_lead(text: str, rng: random.Random) -> str:
    """The first one to three sentences replaced by one to three others."""
    parts = sentences(text)
    name = name_in(text)
    lead = [filled(form, name, rng) for form in rng.sample(LEADS, rng.randint(1, 3))]
    replaced = min(rng.randint(1, 3), max(1, len(parts) // 6))
    return " ".join(lead) + "\n\n" + in_paragraphs(parts[replaced:], rng)


def cut_tail(text: str, rng: random.Random) -> str:
    """The first 40 to 60% of the sentences."""
    parts = sentences(text)
    return in_paragraphs(parts[: max(4, round(len(parts) * rng.uniform(0.4, 0.6)))], rng)


def cut_middle(text: str, rng: random.Random) -> str:
    """Three to five in ten paragraphs left out anywhere behind the first, to fit the space."""
    blocks = in_paragraphs(sentences(text), rng).split("\n\n")
    share = rng.uniform(0.3, 0.5)
    return "\n\n".join([blocks[0], *(block for block in blocks[1:] if rng.random() > share)])


def changed_byline(text: str, rng: random.Random) -> str:
    """Another outlet's name and dateline before it, its credits behind it."""
    before, after = rng.choice(_BYLINES)
    return before + text + after


def house_style(text: str, rng: random.Random) -> str:
    """Another outlet's spelling, numbers, abbreviations, quotation marks and dashes."""
    for american, british in _SPELLING:
        text = text.replace(american, british)
    for pattern, instead in _ABBREVIATIONS:
        if rng.random() < 0.8:
            text = re.sub(pattern, instead, text)
    for number, word in enumerate(_NUMBER_WORDS, start=2):
        text = (
            re.sub(rf"(?<![\d.,$]){number}(?![\d.,%])", word, text)
            if number < 10
            else text.replace(f" {word} ", f" {number} ")
        )
    text = re.sub(r"\bdo not\b", "don't", text)
    text = re.sub(r"\b(it|that|there)'s\b", r"\1 is", text)
    return re.sub(r"\s+[-–—]+\s+|—", rng.choice((" – ", "—", " -- ", ", ")), text)


def translated_quotes(text: str, rng: random.Random) -> str:
    """Quotation marks of another language's typesetting, apostrophes straight or curly."""
    opening, closing = rng.choice((("«", "»"), ("„", "“"), ("‘", "’"), ("「", "」"), ("''", "''")))
    text = re.sub(r"(^|[\s(])[\"“]", rf"\1{opening}", text)
    text = re.sub(r"[\"”]", closing, text)
    return text.replace("’", "'") if rng.random() < 0.5 else text.replace("'", "’")


def merged_paragraphs(text: str, rng: random.Random) -> str:
    """Other paragraph breaks, or none."""
    return " ".join(sentences(text)) if rng.random() < 0.5 else in_paragraphs(sentences(text), rng)


def inserted_boilerplate(text: str, rng: random.Random) -> str:
    """Two to five blocks of a site's furniture between the sentences."""
    parts = sentences(text)
    for block in rng.sample(_BOILERPLATE, rng.randint(2, 5)):
        parts.insert(rng.randint(1, len(parts)), block)
    return in_paragraphs(parts, rng)


def light_rewrites(text: str, rng: random.Random) -> str:
    """A quarter to two fifths of the sentences reworded, some shortened, one in twenty dropped."""
    share = rng.uniform(0.25, 0.4)
    kept = []
    for sentence in sentences(text):
        if rng.random() < 0.05:
            continue
        kept.append(_reworded(sentence, rng) if rng.random() < share else sentence)
    return in_paragraphs(kept, rng)


def _reworded(sentence: str, rng: random.Random) -> str:
    sentence = _SYNONYM.sub(lambda match: _SYNONYMS[match[1]], sentence)
    sentence = re.sub(r" \([^)]*\)", "", sentence)
    clauses = sentence.rstrip(".").split(", ")
    if len(clauses) > 2 and rng.random() < 0.5:
        clauses.pop(rng.randrange(1, len(clauses) - 1))
    if len(clauses) == 2 and rng.random() < 0.5:
        clauses.reverse()
    return ", ".join(clauses) + ("." if sentence.endswith(".") else "")


def updated_version(text: str, rng: random.Random) -> str:
    """Four fifths of the text with new paragraphs before, between and behind: the same story some hours later."""
    parts = [part for part in sentences(text) if rng.random() < 0.85]
    name = name_in(text)
    new = [filled(form, name, rng) for form in rng.sample(FACTS, min(len(FACTS), max(2, len(parts) // 4)))]
    for fact in new:
        parts.insert(rng.randint(0, len(parts)), fact)
    return in_paragraphs(parts, rng)


def in_round_up(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """The story, shortened or whole, among one or two others: a third of the page or more."""
    own = sentences(text)
    own = own[: max(4, round(len(own) * rng.uniform(0.6, 1)))]
    room = len(" ".join(own).split()) * rng.uniform(0.8, 1.8)
    before, after = (first_words(other, room / 2) for other in rng.sample(others, 2))
    return "\n\n".join(["The day in technology, in three stories.", before, in_paragraphs(own, rng), after])


def first_words(text: str, count: float) -> str:
    kept: list[str] = []
    for sentence in sentences(text):
        if len(" ".join(kept).split()) >= count:
            break
        kept.append(sentence)
    return " ".join(kept)


Change = Callable[[str, random.Random], str]
CHANGES: dict[str, Change] = {
    "new lead": new_lead,
    "cut tail": cut_tail,
    "cut middle": cut_middle,
    "changed byline": changed_byline,
    "house style": house_style,
    "translated quotes": translated_quotes,
    "merged paragraphs": merged_paragraphs,
    "inserted boilerplate": inserted_boilerplate,
    "light rewrites": light_rewrites,
    "updated version": updated_version,
}


def several(text: str, rng: random.Random) -> str:
    """Three to five of the changes at once."""
    names = ["cut tail", "new lead", "light rewrites", "house style", "inserted boilerplate", "changed byline"]
    chosen = rng.sample(names, rng.randint(3, 5))
    for name in sorted(chosen, key=names.index):
        text = CHANGES[name](text, rng)
    return text


def everything(text: str, rng: random.Random) -> str:
    """Cut, reworded, in another house style, with another lead, boilerplate, byline and quotation marks."""
    for change in (
        cut_tail,
        light_rewrites,
        new_lead,
        house_style,
        inserted_boilerplate,
        translated_quotes,
        changed_byline,
    ):
        text = change(text, rng)
    return text
