"""The reader is asked in the words that it was trained on."""

from __future__ import annotations

from datetime import date

import pytest

from rag.asked.question import read_question
from rag.choose.sentence_reading import asked_of


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who left in March?", "Who left in March?"),
        ("What did Wired report about the Lagos office?", "What about the Lagos office?"),
        ("According to Wired, who left?", "who left?"),
        ("What was the Q1 2025 revenue?", "What was the first quarter of 2025 revenue?"),
        ("Who was fined \u20ac9m?", "Who was fined \u20ac9 million?"),
        ("Who asks for 0.04bn dollars?", "Who asks for $40 million?"),
        ("Which model has 70B parameters?", "Which model has 70 billion parameters?"),
        ("Which machine holds 0.14m processors?", "Which machine holds 140,000 processors?"),
        ("Who pays SEK 40m?", "Who pays SEK 40 million?"),
        ("What costs $0.50 or 4%?", "What costs $0.50 or 4%?"),
    ],
)
def test_outlets_are_left_out_and_times_and_figures_written_in_full(question, asked):
    assert asked_of(read_question(question, date(2025, 6, 1), {"wired": "Wired"})) == asked
