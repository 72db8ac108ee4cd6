"""Whether passages support a claim: `support`, and the `Verifier` that reads and judges many at once."""

from rag.verify.verdict import SupportLabel
from rag.verify.verifier import Support, Verifier, support

__all__ = ["Support", "SupportLabel", "Verifier", "support"]
