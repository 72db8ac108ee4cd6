"""How a question is read, part by part; `rag.question` puts the parts together."""
