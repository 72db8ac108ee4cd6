"""What a sentence points back to: "He", "The company", "the bill", and the name or the sentence that settles it.

Rules over capitals, titles and verbs, made for news in English. A name is given only where nothing else competes for
it, because a wrong one would be ours; otherwise the sentence before is offered. How it is shown is the caller's
business.
"""

from rag.choose.references.reference import Reference, reference

__all__ = ["Reference", "reference"]
