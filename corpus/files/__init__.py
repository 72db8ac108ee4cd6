"""What reads each kind of file; `corpus.loaders` has the table."""
