"""How figures are written and in which order they stand, the same in a terminal, in Markdown and in a report."""

from __future__ import annotations

from collections.abc import Mapping

from evals.metrics import METRICS, Metric

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Finding": ("recall_", "mrr_", "ndcg_", "answer_in_passages"),
    "Answering": ("answer_", "key_fact_", "token_f1"),
    "Citing": ("citation", "quotes_", "supported", "withheld"),
    "Refusing": ("refus", "reason_", "confidence_", "risk_"),
    "Days and disagreement": ("disagreement_", "sides_", "stale_", "within_"),
    "Time and money": ("ms_", "tokens", "cost"),
}
"""By heading, how the keys of its metrics begin; the first heading that fits has a metric, "Other" has what is left."""


def grouped() -> dict[str, list[Metric]]:
    """Return the metrics under their headings, in their order; no heading is empty."""
    found: dict[str, list[Metric]] = {heading: [] for heading in (*GROUPS, "Other")}
    for metric in METRICS:
        headings = (heading for heading, begins in GROUPS.items() if metric.key.startswith(begins))
        found[next(headings, "Other")].append(metric)
    return {heading: members for heading, members in found.items() if members}


def is_share(key: str) -> bool:
    """Whether a metric lies between 0 and 1, and so has a place on that axis."""
    return not key.startswith(GROUPS["Time and money"])


def figure(key: str, value: float | None, *, signed: bool = False) -> str:
    """Write the value of a metric: scores with three places, milliseconds whole, a dash where there is none."""
    if value is None:
        return "-"
    places = 0 if key.startswith("ms_") else 1 if key == "tokens" else 4 if key == "cost" else 3
    written = f"{value:{'+' if signed else ''},.{places}f}"
    return written if written.strip("+-0.") else written.lstrip("+-")  # no "-0.000"
