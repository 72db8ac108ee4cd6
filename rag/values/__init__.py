"""What the stages hand to each other: answers, citations, passages, filters, and the Protocols of larger parts.

In: nothing, since a value imports no stage. Out: frozen values, which check themselves and compute nothing.
"""
