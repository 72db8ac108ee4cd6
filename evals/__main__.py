"""`python -m evals`: the same as `groundwire eval`."""

from evals.cli import app

if __name__ == "__main__":
    app()
