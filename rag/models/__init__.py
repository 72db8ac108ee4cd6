"""The models that read: texts come in, vectors go out. What is made of vectors is the business of the rest of rag."""
