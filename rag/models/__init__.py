"""The models that read, from the disk alone: the encoder, the reader and the reranker.

In: texts. Out: vectors, what each sentence is to a question, scores; what is made of them is the business of the later
stages.
"""
