"""Articles made findable: passages, their full text, their vectors, and what keeps all of it in step.

In: articles, or words and vectors to find. Out: passages and counts, by the words and by the vectors they were stored
with.
"""
