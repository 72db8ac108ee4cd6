"""Whether a question with "today" asks how things stand, as "Who heads it today?" does, and not what happened then."""

from __future__ import annotations

import re

_STATES = (
    r"(?:head|lead|run|own|hold|control|chair|rule|make|sell|cost|employ|use|supply|supplie|support|dominate|mean|"
    r"stand|work|live|sit|remain|rank|charge|offer|earn|need|belong|rely|relie|depend|compete|count|have|believe|"
    r"think|look|serve|pay|exist|include|contain|weigh|range|operate|manage|direct|govern|represent|back|finance|host)"
)
"""Verbs of what lasts; "announces" or "testifies" is done on a day."""
_STANDS = re.compile(
    rf"^\W*(?:and |so |but )?(?:(?:by |for |to |in |at )?(?:who|whom|whose|what|which|where|how)\b[^?]{{0,60}}?"
    rf"\b(?:{_STATES}s|has|(?:is|are|['’]s)|(?:do|does) [^?]{{1,60}}?\b{_STATES})\b"
    rf"|(?:is|are|does|do|has|have)\b)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:new|news|newest|latest|did|was|were|will|happen\w*|going on|up|[a-z]{2,}ing|"
    r"(?!(?:based|located|headquartered|called|named|valued|used|owned|controlled|priced|needed|supported|employed|listed|"
    r"related|united|limited|red|bed|med|shed|speed|seed|feed|need)\b)[a-z]{2,}ed)\b"
)
"""Words for what is done or comes about; in small letters, since a capital makes a name of one."""


def stands(text: str) -> bool:
    """Whether `text` asks in the present tense for what lasts."""
    return bool(_STANDS.match(text)) and not _DONE.search(text)
