"""Whether independent stories contradict each other in what they answer: the amount, day, name, place or outcome.

Pure. Which statements speak to a question is decided by the caller, and how a disagreement is shown.
"""

from rag.choose.disagree.sides import disagreements
from rag.choose.disagree.statement import Disagreement, Statement

__all__ = ["Disagreement", "Statement", "disagreements"]
