"""How the models that ship are made. Nothing imports this: what it writes is committed and read by `rag.models`."""
