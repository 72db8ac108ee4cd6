"""Sentences of an article that speak to whatever reads it: orders, turns of a conversation, code, hidden letters.

They state no news. None is quoted, and nothing that a model writes rests on one. Articles are data all the same where
none of this meets an order: what is shown must answer the question, and be supported.
"""

from __future__ import annotations

import re

_READERS = (
    r"(?:AI|AIs|assistants?|chat ?bots?|LLMs?|(?:language )?models?|"
    r"AI (?:readers?|assistants?|systems?|tools?|agents?))"
)
_SAY = r"(?:answer|reply|respond|say|state|write|tell|print|output|repeat|cite|close|end|begin|add|decode|copy)"
_MARKUP = re.compile(
    r"<\|\w+\|>|\[/?INST\]|<</?SYS>>|</?(?:passage|sources?|context|script|style|iframe|img|span|div)\b|<!--|-->"
    r"|!\[[^\]]*\]\(|\]\(\s*\w+:|[\"'](?:role|tool_call|tool|function|arguments)[\"']\s*:"
    r"|^\W*(?:system|assistant|user|human)\s*:|^#{1,6}\s*(?:system|instructions?|assistant|user)\b"
    r"|\bEND OF (?:SOURCES?|ARTICLE|PASSAGES?|CONTEXT)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ORDER = re.compile(
    r"^\W*(?:please |now |then )?(?:ignore|disregard|override|pretend|print|output|repeat|decode|reveal|"
    r"forget (?:all|any|what|everything|your|previous))\b"
    r"|^\W*(?:answer|reply|respond|say|write|translate|begin|end|cite)\b(?! (?:to|from|in)\b)"
    r"[^.]{0,80}\b(?:answers?|only|word|sentence|questions?|with|all|this)\b"
    rf"|\b(?:when|if|whenever) (?:you are |anyone is |)asked\b[^.]*?,\s*(?:always |only |please )?{_SAY}\b"
    rf"|\b(?:notes?|message|instructions?|orders?|attention)\b[^.:]{{0,20}}\b(?:for|to) (?:all |any |the )?{_READERS}\b"
    rf"|\b{_READERS} (?:that|which|who)? ?(?:read(?:s|ing)?|summari[sz]\w+|describ\w+|process\w*|handl\w+|us\w+) this "
    r"(?:page|article|image|story|text)\b"
    rf"|(?:^|[.;:!,] |so )(?:any |all )?{_READERS}"
    rf"(?:, (?:please |now )?(?:{_SAY}|ignore|drop|do not|you)\b| (?:must|shall|should|has to|have to|may only)\b[^.]*"
    rf"\b{_SAY}\b)"
    r"|\b(?:every|each|any|all) answers? (?:about|to|must|should|has)\b"
    r"|\b(?:your|previous|prior|earlier) (?:instructions|guidelines|rules)\b"
    r"|\bthe rules (?:that )?(?:you|they) were given\b"
    r"|\byour only task\b|\bbinding for the answer\b|\bfor all later readers\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"[\u202a-\u202e\u2066-\u2069]|(?:\w[\u200b-\u200f\u2060\ufeff]){3}")
_MIXED = re.compile(r"(?:[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z])")
"""Letters of two scripts in one word: one of them is there to look like the other."""
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def speaks_to_its_reader(sentence: str) -> bool:
    """Whether a sentence gives orders, or is none of an article's text; what it only quotes somebody saying is not."""
    if _MARKUP.search(sentence) or _HIDDEN.search(sentence) or _MIXED.search(sentence):
        return True
    return bool(_ORDER.search(_QUOTED.sub("“”", sentence)))
