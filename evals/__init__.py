"""Cases, metrics and runs: what Groundwire claims about its answers, measured."""
