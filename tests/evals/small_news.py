"""Three made-up articles and the cases over them, on which whole runs take seconds."""

from __future__ import annotations

import json
from pathlib import Path

ARTICLES = [
    {
        "url": "https://example.com/harbor",
        "title": "Harbor Labs opens a research office in Lisbon",
        "source": "Example Wire",
        "published": "2024-05-14",
        "text": "Harbor Labs opened a research office in Lisbon on Tuesday.\n\n"
        "Ines Castro, who ran speech research at Harbor Labs for six years, will lead the Lisbon office.\n\n"
        "About 40 people are to work there by the end of the year.",
    },
    {
        "url": "https://example.com/quill",
        "title": "Quill cuts the price of its small model",
        "source": "Example Daily",
        "published": "2024-05-16",
        "text": "Quill lowered the price of its small language model Feather by 60 percent on Thursday.\n\n"
        "A million words read by Feather now cost 20 cents, the company said.\n\n"
        "Quill said cheaper chips made the cut possible.",
    },
    {
        "url": "https://example.com/orchid",
        "title": "Regulator opens an inquiry into Orchid's chip orders",
        "source": "Example Wire",
        "published": "2024-05-20",
        "text": "The competition regulator opened an inquiry into the chip orders of Orchid Systems on Monday.\n\n"
        "Orchid Systems had ordered 3,000 accelerators from a single supplier in March.\n\n"
        "The inquiry may take until autumn, the regulator said.",
    },
]
CASES = [
    {
        "id": "lead",
        "category": "single_fact",
        "question": "Who will lead the Lisbon research office of Harbor Labs?",
        "answers": ["Ines Castro"],
        "quotes": ["Ines Castro, who ran speech research at Harbor Labs for six years, will lead the Lisbon office."],
        "asked": "2024-05-17",
    },
    {
        "id": "price",
        "category": "single_fact",
        "question": "By how much did Quill lower the price of its small language model Feather this week?",
        "answers": ["60%", "60 cents"],
        "asked": "2024-05-17",
    },
    {
        "id": "hidden",
        "category": "as_of",
        "question": "Which company's chip orders does the regulator look into?",
        "answerable": False,
        "as_of": "2024-05-15",
        "note": "that article appeared later",
    },
    {
        "id": "absent",
        "category": "off_topic",
        "question": "How many satellites did Zephyr Orbital launch?",
        "answerable": False,
    },
]


def write_lines(path: Path, records: list[dict[str, object]]) -> Path:
    """Write records as JSON Lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
