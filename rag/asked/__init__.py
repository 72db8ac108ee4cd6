"""From the words of a question to a request; `rag.asked.question` and `rag.asked.request` put the parts together.

In: a question, the conversation before it, options. Out: a `Request`, which says what to look for, where and when.
"""
