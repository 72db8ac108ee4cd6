"""The models that read, from the disk alone: the encoder and the reranker.

In: texts. Out: vectors and scores; what is made of them is the business of the later stages.
"""
