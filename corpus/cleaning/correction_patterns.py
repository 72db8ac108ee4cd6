"""The tables of `corpus.cleaning.corrections`: how newsrooms say that an article was changed, as regular expressions.

English in full, the usual forms in German, French and Spanish. To cover a new habit, add a line to a table, and to
`HINTS` a string that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from corpus.months import months_pattern

Kind = Literal["correction", "clarification", "update", "retraction"]


def _either(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _compile(alternatives: Iterable[str], *, opening: str = "") -> re.Pattern[str]:
    return re.compile(opening + _either(*alternatives), re.IGNORECASE)


_PIECE = _either(
    *("article", "stor(?:y|ies)", "post", "blog(?: post)?", "piece", "report", "column", "page", "headline", "caption"),
    *("transcript", "interview", "review", "obituary", "newsletter", "essay", "subheading", "live blog", "analysis"),
)
_SAID = r"(?:mis\w+|said|stated|stating|reported|gave|listed|noted|implied|suggested|described|identified|attributed)"
_WRONGLY = r"(?:in(?:correctly|accurately)|mistakenly|erroneously|wrongly|falsely)"
_CHANGED = (
    r"(?:updated|corrected|amended|clarified|revised|changed|modified|retracted|withdrawn"
    r"|edited(?! (?:and|for|down|lightly|slightly)\b))"
)
_EARLIER = r"(?:earlier|previous|prior|original|initial|former|first)"
_APPEARED = (
    r"(?:(?:was|were|has|first|originally|also|been) ){0,3}(?:appeared|appears|ran\b|published|posted|sent|printed)"
)
_OPENING = r"[\s*•●▪◦_([—–-]{0,4}"
"""What may stand before a notice: a bullet, an asterisk, a bracket."""
_TEXT_DE = r"(?:artikel|text|beitrag|bericht)"
_TEXT_ES = r"(?:artículo|nota|texto|noticia|información)"

OF_ITSELF = _compile(
    (
        rf"(?:an?|the) {_EARLIER} versions? of (?:this|our) {_PIECE}\b(?!,? {_APPEARED})",
        (
            rf"this (?:[A-Z][a-z]{{2,8}}\.? \d{{1,2}}(?:, \d{{4}})?,? )?{_PIECE}(?:[’']s headline)? "
            rf"(?:has (?:since )?been|was|is)(?: since)? {_CHANGED}\b"
        ),
        rf"this {_PIECE} (?:(?:previously|originally|initially) )?(?:{_WRONGLY} |{_SAID}\b.{{0,200}}\b{_WRONGLY}\b)",
        rf"this {_PIECE} (?:previously|originally|initially) {_SAID}\b",
        rf"in an? {_EARLIER} version of this {_PIECE}\b",
        (
            r"(?:in )?eine[rm]? (?:früheren?|ersten?|vorherigen?|älteren?|ursprünglichen?) (?:version|fassung)"
            rf" (?:dieses|des) {_TEXT_DE}e?s\b"
        ),
        rf"dieser {_TEXT_DE} wurde\b.{{0,80}}\b(?:aktualisiert|korrigiert|berichtigt|ergänzt|geändert)",
        r"une (?:version (?:antérieure|précédente|initiale)|(?:première|précédente) version) de cet article\b",
        r"cet article a été (?:mis à jour|corrigé|modifié|rectifié|actualisé|amendé)",
        rf"(?:en )?una (?:versión (?:anterior|previa|inicial)|primera versión) de est[ea] {_TEXT_ES}\b",
        rf"est[ea] {_TEXT_ES} (?:ha sido|fue) (?:actualizad|corregid|modificad|rectificad)[oa]",
    ),
    opening=_OPENING,
)
"""A sentence that begins by speaking of the article it stands in."""

BY_ITS_PLACE = _compile(
    (
        rf"the (?:original )?{_PIECE} (?:has (?:since )?been|was)(?: since)? {_CHANGED}\b",
        rf"(?:an?|the) {_EARLIER} version of the {_PIECE}\b(?!,? {_APPEARED})",
        rf"the {_PIECE} (?:previously|originally|initially|{_WRONGLY}) {_SAID}\b",
        rf"it has (?:since )?been {_CHANGED}\b",
        rf"(?:article|story|post) {_CHANGED}\b",
        rf"we (?:have |previously |originally |initially |{_WRONGLY} )+(?:{_CHANGED}|{_SAID})\b.{{0,60}}\b{_PIECE}\b",
        r"we (?:regret|apologi[sz]e for) (?:the|this|these) (?:errors?|mistakes?|inaccurac(?:y|ies)|confusion)\.",
        rf"[^.!?]{{0,250}},? (?:not|rather than) [^.!?]{{0,120}}\bas an? {_EARLIER} version\b",
    ),
    opening=_OPENING,
)
"""A sentence that may speak of the article: at its start or end, or after another notice, it does."""

_TIME = r"\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?|\d{1,2}:\d\d"
_LABEL_WORDS: tuple[tuple[Kind | None, str], ...] = (
    ("correction", r"corrections?(?: ?(?:and|&|/) ?(?:clarification|update)s?)?|korrektur(?:hinweis)?|berichtigung"),
    ("correction", r"correctif|rectificatif|errat(?:um|a)|corrección|rectificación|fe de err(?:ores|atas)"),
    ("clarification", r"clarifications?|klarstellung|précision|aclaración"),
    ("retraction", r"retraction|editorial retraction"),
    ("update", r"updated?|aktualisierung|aktualisiert|mise à jour|actualización"),
    (None, r"(?:editor(?:[’']?s|s[’'])?|editorial|publisher[’']s) note|anmerkung der redaktion|note de la rédaction"),
    (None, r"anm\. d\. red\.|nota (?:del editor|de la redacción)|ndlr"),
)
"""What stands before the colon, and what kind of notice it makes; None: what the note goes on to say decides."""


@cache
def label_pattern() -> re.Pattern[str]:
    """Return what matches a label with its colon or dash; the group `when` is the day or time it carries."""
    month = months_pattern("en", "de", "fr", "es")
    day = _either(
        rf"{month} \d{{1,2}}(?:st|nd|rd|th)?",
        rf"\d{{1,2}}(?:st|nd|rd|th|\.|er)?(?: de)? {month}",
        r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?",
        r"\d{4}-\d\d-\d\d",
        _TIME,
    )
    when = rf"[ ,(\[]{{1,3}}(?P<when>(?:[^\n.:;!?]{{0,25}}[ ,(]{{1,2}})?{day}(?:[^\n:;!?]|:\d\d){{0,45}}?)"
    words = _either(*(f"(?P<label{number}>{words})" for number, (_, words) in enumerate(_LABEL_WORDS)))
    return re.compile(rf"{_OPENING}{words}(?:{when})?[\])]?(?:\s?:|\s[—–-]{{1,2}}\s|$)", re.IGNORECASE)


OF_ITSELF_AFTER_LABEL = _compile(
    (
        rf"\b(?:this|an?|the|our) (?:[\w-]+ ){{0,3}}?{_PIECE}\b|\b{_EARLIER} version\b",
        rf"\bmis(?:stated|spelled|identified|attributed)|\b{_WRONGLY} {_SAID}|\bwe (?:regret|apologi)",
        r"\bupdated (?:at|on|to|with)\b|\badded\b",
        rf"dieses? {_TEXT_DE}(?:e?s)?\b|diese[rnm]? {_TEXT_DE}|cet article|est[ea] {_TEXT_ES}",
    )
)
"""A label without a day is a notice's if this follows; "Correction: the market's second fall" is a headline's."""
NOTE_OF_CHANGE = re.compile(
    OF_ITSELF.pattern + r"|\b(?:updated|corrected|clarified) (?:at|on)\b|\bin an? earlier version\b", re.IGNORECASE
)
"""What makes an editor's note a notice: most speak of other things."""

WIRE_SLUG = re.compile(
    r"(?:(?:CORRECTED|CORRECTION|REFILE|UPDATE)(?:[ -]\d{1,2})?(?:-CORRECTED)?|RETRACTION)[-–—:] ?(?=\S)"
)
WIRE_NOTE = re.compile(r"\((?:Corrects|Fixes|Removes|Refiles|Clarifies|Adds|Updates|Recasts)\b[^()]{5,300}\)")
WIRE_CORRECTS = re.compile(r"\(?(?:correct|fix|remov|refile)|.*CORRECTED", re.IGNORECASE)

CORRECTS = _compile(
    (
        rf"{_EARLIER} version|as an? \w+ version|\b(?:to|and|which) (?:correct|fix|rectify|remove)\b|\bcorrected\b",
        rf"\bwith the (?:correct|right)\b|\b{_WRONGLY}\b|\b(?:previously|originally|initially) {_SAID}\b",
        r"\bamended\b(?!.{0,60}\bto (?:add|include)\b)|\bwe (?:regret|apologi)",
        r"\bmis(?:stated|spelled|identified|attributed|reported)\b|korrigiert|berichtigt",
        r"(?:version|fassung) (?:dieses|des)|corrigé|rectifié|(?:version|versión).{0,20} de (?:cet|est[ea])",
        r"corregid|rectificad",
    )
)
RETRACTS = _compile((r"\b(?:retracted|withdrawn)\b",))
CLARIFIES = _compile((r"\b(?:clarif(?:y|ied|ies|ication)|more clearly|make clear)\b",))

HINTS = (
    *("correct", "clarif", "updat", "amended", " version", "retract", "withdrawn", "regret", "apolog", "refile"),
    *("previously ", "originally ", "initially ", "mistakenly", "inaccura", "erroneous", "wrongly", "falsely"),
    *("been edited", "been revised", "been changed", "been modified", "s note", "editor note", "editorial note"),
    *("was edited", "was revised", "was changed", "was modified", "(adds", "(recasts", "(removes", "(fixes"),
    *("korrektur", "korrigiert", "berichtig", "fassung", "klarstell", "aktualisier", "redaktion", "ergänzt"),
    *("geändert", "version dieses", "errat", "rectif", "mise à jour", "mis à jour", "corrigé", "modifié", "ndlr"),
    *("précision", "actualis", "note de la rédaction", "anm. d. red", "versión", "corrección", "corregid"),
    *("modificad", "actualiz", "aclaración", "fe de err", "nota del editor", "nota de la redacción"),
)
"""Every notice holds one of these, in lower case: looking for them first is many times faster than the patterns."""


def label_kind(label: re.Match[str]) -> Kind | None:
    """Return the kind that a match of `label_pattern` stands for; None for an editor's note, about whatever it is."""
    return next(kind for number, (kind, _) in enumerate(_LABEL_WORDS) if label[f"label{number}"])
