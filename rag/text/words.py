"""The words of a text: as full-text search sees them, those that say nothing alone, and the parts of a name."""

from __future__ import annotations

import re

from rag.text.figures import as_figure
from rag.text.spelling import plain

WORD = re.compile(r"[^\W_]+(?:[.'’\-&][^\W_]+)*")
STOP_WORDS = frozenset(
    "a about according after again all also am an and any are as at be been before being between both but by can "
    "could did do does doing for from further get gets getting give gives go goes going had has have having he "
    "her here hers him his how i if in into is it its just ll made make makes many may me might more most much "
    "must my no nor not of off on once only or other our ours out over own please re s said same say says shall "
    "she should since so some such t take takes tell than that the their them then there these they this those "
    "through to too under until up us used very was we were what when where which while who whom whose why will "
    "with would you your yours ve d news article articles report reports reported know happen happened happening "
    "describe explain".split()
)
NO_NAMES = frozenset(
    "ai ceo cfo coo cto ipo ml llm llms gpu gpus api apis pc tv it hr pr r&d mr mrs ms dr prof sir rep sen gov".split()
)
"""Written with capitals, yet the name of no one: an article can say the same without them."""


def query_terms(text: str) -> list[str]:
    """The words of `text` as full-text search sees them: runs of letters and digits, lower-cased, without accents."""
    return re.findall(r"[^\W_]+", plain(text))


def name_parts(name: str) -> list[str]:
    """What must be found of a name: each of its words, a number only right behind the word before it ("llama 5")."""
    parts: list[str] = []
    if as_figure(name):
        return [name]
    for word in query_terms(name):
        if word.isdecimal() and parts:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts
