"""The web page and the command line: what people see. Everything they show is made in `rag` and `corpus`."""
