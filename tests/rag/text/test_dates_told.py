"""Which periods a sentence of news tells of, read by the day of its article, and which of them a question asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from rag.text.dates import met, named, periods_asked, periods_told

SENTENCES = """
2025-07-30 | Revenue was $780 million in the second quarter of 2025, up from $560 million a year earlier. | \
the second quarter of 2025; (the second quarter of 2024)
2025-07-30 | In the first quarter it was $700 million. | the first quarter of 2025
2026-01-28 | Fourth-quarter sales rose. | the fourth quarter of 2025
2025-10-29 | Q3 2025 revenue was $850 million, it said on Wednesday. | the third quarter of 2025; 29 October 2025
2025-01-28 | Revenue rose to $2.4 billion in 2024 from $1.7 billion in 2023. | 2024; (2023)
2025-05-29 | Revenue in the first quarter of fiscal 2026 was $44.1 billion. | the first quarter of fiscal 2026
2025-05-29 | FY25 sales fell, and so did those of its 2024 fiscal year. | fiscal 2025; fiscal 2024
2023-08-24 | Sales were $13 billion in its second fiscal quarter, which ended on 30 July 2023. | \
the second quarter of fiscal 2023; the quarter to 30 July 2023
2023-05-25 | In the quarter to 30 April 2023 it was 19% higher than in the previous quarter and 13% lower than a year \
earlier. | the quarter to 30 April 2023; (the quarter to 31 January 2023); (the quarter to 30 April 2022)
2024-05-01 | In the three months ended 31 March 2024 it lost $3m. | the first quarter of 2024
2025-08-01 | Sales for the six months ended June 30, 2025 doubled. | the first half of 2025
2024-08-01 | Second-quarter revenue in 2023 was lower. | the second quarter of 2023; 2023
2024-08-01 | It earned more than in the same quarter last year. | (2023)
2025-06-03 | The release was delayed to October. | October 2025
2025-03-04 | The weights were published in February. | February 2025
2024-01-03 | The office closed in December. | December 2023
2025-05-06 | Profits will rise this year and fell last year. | 2025; 2024
2025-05-06 | The plant opens on 3 September 2025 and cost 2,000 euros. | 3 September 2025
2025-05-06 | They may march on. |
 | In the first quarter it fell, on Tuesday, and in 2024 it rose. | 2024
"""
"""The day of the article, empty where it has none, a sentence, and what it tells of, in brackets what is set beside."""


@pytest.mark.parametrize(
    ("day", "sentence", "says"),
    [[cell.strip() for cell in line.split("|")] for line in SENTENCES.strip("\n").splitlines()],
)
def test_what_a_sentence_tells_of(day: str, sentence: str, says: str):
    told = periods_told(sentence, date.fromisoformat(day) if day else None)
    assert "; ".join(f"({named(one)})" if one.aside else named(one) for one in told) == says


def test_a_year_earlier_counts_from_the_period_of_the_sentence_before():
    before = periods_told("Sales were $3 million in the second quarter of 2025.", date(2025, 7, 30))
    (told,) = periods_told("They were $2 million in the same quarter of the previous year.", date(2025, 7, 30), before)
    assert named(told) == "the second quarter of 2024"


MEETINGS = """
Q3 2025 | in the third quarter of 2025 | figure
Q3 2025 | in the second quarter of 2025 |
Q3 2025 | in the three months to 30 September 2025 | figure
Q3 2025 | in the quarter ended 28 September 2025 | figure
Q3 2025 | in August 2025 | event figure
Q3 2025 | in 2025 | event
Q3 2025 | in the third quarter of 2024 |
2025 | in 2025 | figure
2025 | in the third quarter of 2025 | event
2025 | on 3 May 2025 | event figure
2025 | in 2024 |
fiscal Q3 2025 | in the third quarter of fiscal 2025 | figure
fiscal Q3 2025 | in the second quarter of fiscal 2025 |
fiscal Q3 2025 | in the third quarter of fiscal 2024 |
fiscal Q3 2025 | in the quarter to 27 October 2024 | figure
May 2025 | on 3 May 2025 | event figure
May 2025 | on 3 June 2025 |
from 2023 to 2024 | in 2024 | figure
"""
"""A time asked for, one told of, and whether the second answers for an event of the first, and for a figure of it."""


@pytest.mark.parametrize(
    ("asked", "told", "answers"), [[cell.strip() for cell in line.split("|")] for line in MEETINGS.strip().splitlines()]
)
def test_a_figure_of_one_quarter_or_year_is_none_of_another(asked: str, told: str, answers: str):
    (period, *rest) = periods_asked(f"What was it in {asked}?", date(2026, 1, 1))
    if rest:
        period = rest[-1]
    (other,) = periods_told(f"It was 5 {told}.", date(2026, 1, 1))
    assert met(period, other, figure=True) == ("figure" in answers)
    assert met(period, other) == bool(answers)


@given(any_text, st.none() | st.dates())
def test_any_sentence_of_any_day_is_read(text: str, published: date | None):
    for period in periods_told(text, published):
        assert 0 <= period.start < period.end <= len(text)
        assert period.first <= period.last
        assert named(period)
