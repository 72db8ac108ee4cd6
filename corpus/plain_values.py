"""Frozen values as JSON-ready ones: the one rule by which everything of Groundwire becomes JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any


def json_ready(value: Any) -> Any:  # noqa: ANN401 - walks values of any type
    """`value` with dataclasses as dicts in the order of their fields, tuples as lists, dates as ISO 8601 strings."""
    if is_dataclass(value):
        return {item.name: json_ready(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {key: json_ready(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_ready(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value
