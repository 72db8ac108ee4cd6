"""The commands about the model that writes."""

from __future__ import annotations

import typer

from ui.shell import AsJson, show

models_app = typer.Typer(help="The model that writes answers, if one is set.", no_args_is_help=True)


@models_app.callback()
def models() -> None:
    """Keep `check` a command of its own while it is the only one."""


@models_app.command()
def check(as_json: AsJson = False) -> None:
    """Ask the model one question: whether it answers, how fast, and what is wrong if it does not."""
    from rag.config import load_settings
    from rag.models.llm_check import check_model

    state = check_model(load_settings())
    pace = f", then {state.pieces_a_second:.1f} pieces a second" if state.streams else "; it does not stream"
    lines = [
        f"{state.name} answers: {state.words!r}",
        f"first words after {state.first_s:.2f} s, all after {state.total_s:.2f} s{pace}",
        f"context: {state.context:,} tokens (GROUNDWIRE_LLM_CONTEXT)",
    ]
    show(state, lines, as_json)
