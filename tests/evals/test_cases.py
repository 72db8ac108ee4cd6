"""A file of cases is read whole or refused, with the file, the line and the mend."""

from __future__ import annotations

import json
from datetime import date

import pytest

from corpus.errors import GroundwireError
from evals.cases import Case, load_cases

PLAIN = {"id": "a", "question": "Who left?", "answers": ["Ada Brook"]}


@pytest.fixture
def write(tmp_path):
    """Write records (dicts, or lines as they stand) to a file of cases."""

    def write(*records):
        path = tmp_path / "cases.jsonl"
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
        return path

    return write


def test_a_case_has_every_field_of_the_file(write):
    path = write(
        {
            "id": "a",
            "category": "dated",
            "question": "Who left this week?",
            "answers": ["Ada Brook", "Brook"],
            "all_of": True,
            "answerable": True,
            "urls": ["https://example.com/1"],
            "quotes": ["Ada Brook left."],
            "since": "2024-05-01",
            "until": "2024-05-31",
            "as_of": "2024-06-01",
            "asked": "2024-05-30",
            "history": ["Who runs it?"],
            "note": "two names",
        }
    )
    assert load_cases(path) == [
        Case(
            id="a",
            category="dated",
            question="Who left this week?",
            answers=("Ada Brook", "Brook"),
            all_of=True,
            answerable=True,
            urls=("https://example.com/1",),
            quotes=("Ada Brook left.",),
            since=date(2024, 5, 1),
            until=date(2024, 5, 31),
            as_of=date(2024, 6, 1),
            asked=date(2024, 5, 30),
            history=("Who runs it?",),
            note="two names",
        )
    ]


def test_what_is_left_out_or_null_has_its_default(write):
    assert load_cases(write({**PLAIN, "asked": None})) == [Case(id="a", question="Who left?", answers=("Ada Brook",))]


def test_blank_lines_a_byte_order_mark_and_odd_line_separators_do_no_harm(write):
    question = "Who\u2028left?"
    path = write("\ufeff" + json.dumps(PLAIN | {"question": question}, ensure_ascii=False), "", PLAIN | {"id": "b"})
    assert [(case.id, case.question) for case in load_cases(path)] == [("a", question), ("b", "Who left?")]


@pytest.mark.parametrize(
    ("line", "fault", "mend"),
    [
        ('{"id": "b", ', "is not JSON", "one whole JSON object a line"),
        ("[" * 100_000, "is JSON without end", "Shorten it"),
        ('{"id": "\udcff"}', "is not UTF-8", "Save the file as UTF-8"),
        ('["b"]', "not an object", "Write one {...} a line"),
        (PLAIN | {"id": "b", "answer": "x"}, "unknown key `answer`", "answers"),
        (PLAIN, "the id 'a' is that of line 1 too", "Give each case its own"),
        ({"question": "Who?", "answers": ["x"]}, "has no `id`", "Add one"),
        ({"id": "b", "answers": ["x"]}, "has no `question`", "Add one"),
        ({"id": "b", "question": "  ", "answers": ["x"]}, "has no `question`", "Add one"),
        ({"id": "b", "question": None, "answers": ["x"]}, "has no `question`", "Add one"),
        ({"id": "b", "question": "Who?"}, "answerable without `answers`", "set `answerable` to false"),
        (PLAIN | {"id": 7}, "`id` is 7", "a string"),
        (PLAIN | {"id": "b", "answers": "x"}, "`answers` is 'x'", "a list of strings"),
        (PLAIN | {"id": "b", "answers": ["x", " "]}, "`answers` is ['x', ' ']", "not empty"),
        (PLAIN | {"id": "b", "answerable": "no"}, "`answerable` is 'no'", "true or false"),
        (PLAIN | {"id": "b", "asked": "31.5.2024"}, "`asked` is '31.5.2024'", '"2024-05-31"'),
        (PLAIN | {"id": "b", "asked": 20240531}, "`asked` is 20240531", '"2024-05-31"'),
    ],
)
def test_a_bad_line_is_named_with_its_file_its_number_and_the_mend(write, line, fault, mend):
    path = write(PLAIN, line, PLAIN | {"id": "last"})
    with pytest.raises(GroundwireError) as raised:
        load_cases(path)
    message = str(raised.value)
    assert message.startswith(f"{path}:2: ")
    assert fault in message
    assert mend in message


@pytest.mark.parametrize("lines", [[], ["", "  "]])
def test_a_file_without_cases_is_an_error(write, lines):
    path = write(*lines)
    with pytest.raises(GroundwireError, match="holds no case") as raised:
        load_cases(path)
    assert str(path) in str(raised.value)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(GroundwireError, match="cannot be read"):
        load_cases(tmp_path / "absent.jsonl")
