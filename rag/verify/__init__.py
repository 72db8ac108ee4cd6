"""Whether passages support a claim: `support`, the `Verifier` that judges many at once, and `rag.verify.check`.

In: a claim, or a whole text, and passages. Out: one of four labels, how sure it is, and the words it rests on.
"""

from rag.verify.verdict import SupportLabel
from rag.verify.verifier import Support, Verifier, support

__all__ = ["Support", "SupportLabel", "Verifier", "support"]
