"""Which sentences of the passages found answer, in which order, and whether any does.

In: a request and passages. Out: candidates, best first, with the evidence for each and the confidence in the best.
"""
