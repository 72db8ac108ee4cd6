"""Hybrid search: by vector and by BM25, fused, with the passages of each outlet and story that is asked about.

In: a question and filters. Out: passages, best first.
"""
