"""What the readers of questions share: words that ask, where a question's sentences end, what in it is quoted."""

from __future__ import annotations

import re

LONGEST = 1_000
"""Characters; a longer text is no question (`rag.asked.question.MAX_LENGTH`)."""
AUX = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must|shall|"
    r"(?:is|are|was|were|do|does|did|has|have|had|could|would|should|wo|ca)n['’]?t)\b"
)
WH = r"(?:who|whom|whose|what|when|where|why|which|how)"
PREP = r"(?:in|on|at|to|from|by|for|with|of|under|during|about|against|into|since|until|after|before|over|through)"
_QUOTED = re.compile(
    r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|‘[^’\n]{1,300}’(?!\w)|(?<!\w)'[^'\n]{1,300}'(?!\w)|`[^`\n]{1,300}`"
)
SENTENCE_END = re.compile(
    r"(?:(?<=[?!])\s+(?=\S)|(?:(?<=[^\W_]{2}\.)|(?<=[)”\"’]\.)|(?<=\.[”\"]))"
    r"(?<!\b[DMJS]r\.)(?<!\bM[sx]\.)(?<!\b(?:St|No|vs)\.)(?<!\b(?:Mrs|Gov|Sen|Rep|Gen|Inc)\.)(?<!\bProf\.)"
    r"\s+(?=[A-Z“\"']))"
)
"""Between the sentences of a question; short for the many abbreviations that an article has (`rag.text.sentences`)."""


def masked(text: str) -> str:
    """`text` with what is quoted made into one long word of equal length, so that no rule looks inside."""
    return _QUOTED.sub(lambda quote: "Q" * len(quote.group()), text)
