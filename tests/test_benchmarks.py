"""The arithmetic of the benchmarks, on values counted by hand; what they measure is in docs/measurements.md."""

from __future__ import annotations

import gzip
from datetime import date

import pytest

from benchmarks import ablation, abstention, answer_speed, questions, risk_coverage
from benchmarks.made_up_news import made_up_articles
from benchmarks.records import in_words, read_records, spread
from benchmarks.remembering import RememberingReader
from corpus.errors import GroundwireError
from evals.cases import Case
from evals.outcome import Outcome, ShownSentence
from rag import open_newsroom
from rag.asked.question import read_question
from rag.choose.gather import Gatherer
from rag.values.filters import Filters
from rag.values.judged import Stretch
from tests.fakes import HashEmbedder, SharedWords

OUTLETS = ("The Daily Ledger", "Harbour", "Gull News - Health", "Gull News - Sports", "Ferry | Sea News Today")


def named(text: str) -> list[set[str]]:
    return questions.outlets_named(text, questions.outlets_by_form(OUTLETS))


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("What did The Daily Ledger say?", [{"The Daily Ledger"}]),
        ("What did a Daily Ledger article say?", [{"The Daily Ledger"}]),
        ("Did FERRY and Harbour agree?", [{"Ferry | Sea News Today"}, {"Harbour"}]),
        ("Who works in the harbour?", []),
        ("What does Harbouring mean?", []),
        ("What did Gull News say?", [{"Gull News - Health", "Gull News - Sports"}]),
        ("What did 'Gull News - Sports' say?", [{"Gull News - Sports"}]),
    ],
)
def test_an_outlet_is_named_by_its_name_or_its_house(text, outlets):
    assert named(text) == outlets


def test_of_a_house_the_outlets_of_the_evidence_are_expected():
    assert questions.expected_outlets(named("What did Gull News say?"), {"Gull News - Sports", "Harbour"}) == {
        "Gull News - Sports"
    }


def test_without_evidence_every_outlet_named_is_expected():
    assert questions.expected_outlets(named("Did Harbour and Ferry agree?"), set()) == {
        "Harbour",
        "Ferry | Sea News Today",
    }


def turn(question: str, by_hand: str, ours: str, *history: str) -> questions.FollowUp:
    record = {"question": question, "standalone": by_hand, "history": history}
    return questions.FollowUp.of(record, ours, questions.STOP_WORDS)


def test_follow_ups_are_counted_by_the_words_that_people_added():
    turns = [
        turn(
            "Is it safe?",
            "Is the old lighthouse of Marrow safe?",
            "Is the lighthouse safe? (keepers)",
            "Who keeps the lighthouse?",
        ),
        turn("Who are you?", "Who are you?", "who are you"),
        turn("And when?", "And when?", "And when? (lighthouse)", "Who keeps the lighthouse?"),
    ]
    assert questions.figures(turns) == {
        "recall": pytest.approx(1 / 3),
        "ceiling": pytest.approx(1 / 3),
        "precision": pytest.approx(1 / 3),
        "left alone": 0.5,
    }


def test_figures_without_turns_to_count_on_are_left_out():
    assert questions.figures([turn("Is it safe?", "Is Marrow safe?", "Is it safe?")]) == {"recall": 0.0, "ceiling": 0.0}


def test_every_sixth_conversation_was_not_read():
    records = [{"id": f"2019_{talk}_{number}"} for talk in range(12) for number in range(2)]
    assert [record["id"] for record in questions.unread(records)] == [
        "2019_5_0",
        "2019_5_1",
        "2019_11_0",
        "2019_11_1",
    ]


def test_the_limit_counts_either_sort_of_question():
    records = [{"n": n} for n in range(5)]
    kept = abstention.first_of_each(records, [True, True, False, True, False], 1)
    assert [record["n"] for record in kept] == [0, 2]


def test_what_separates_is_area_and_a_point_of_the_curve():
    scored = [(0.9, True), (0.8, True), (0.2, True), (0.5, False), (0.1, False)]
    assert abstention.separates(scored) == "AUROC 0.833   refused at 10% 0.500"
    assert abstention.separates([(0.5, True)]) == "nothing to tell apart"


def test_the_passages_of_a_question_are_articles_of_an_outlet_of_their_own():
    passage = {"title": "Marrow", "text": "The lighthouse of Marrow was lit in 1871."}
    first, second = (abstention.as_articles({"id": n, "passages": [passage]})[0] for n in (1, 2))
    assert (first.source, second.source) == ("passages-of-1", "passages-of-2")
    assert first.id != second.id


def outcome(confidence: float, *, right: bool, refused: bool = False) -> Outcome:
    return Outcome(
        case=Case(id=f"{confidence}", question="Who keeps it?", answers=("Moy",)),
        status="abstained" if refused else "answered",
        reason="not_stated" if refused else None,
        text="",
        confidence=confidence,
        sentences=()
        if refused
        else (ShownSentence(text="Moy keeps it." if right else "Nobody does.", citations=(1,), support="", score=1.0),),
    )


def test_the_table_of_risk_answers_the_surest_first():
    outcomes = [
        outcome(0.9, right=True),
        outcome(0.8, right=True),
        outcome(0.4, right=False),
        outcome(0.1, right=False, refused=True),
    ]
    lines = risk_coverage.table(outcomes)
    assert lines[2] == "| 0.1 | 0.000 | 0.900 |"
    assert lines[6] == "| 0.5 | 0.000 | 0.800 |"
    assert lines[7] == "| 0.6 | 0.333 | 0.400 |"
    assert lines[11] == "| 1.0 | 0.500 | 0.100 |"
    assert lines[13] == "AURC 0.208, in the best order 0.208, in none 0.500 (4 cases)"
    assert lines[14] == "answered: coverage 0.750, risk 0.333"


def test_a_run_without_a_case_to_judge_is_told_in_words():
    with pytest.raises(GroundwireError, match="no case whose answer is known"):
        risk_coverage.table([])


def test_the_exponent_of_linear_time_is_one():
    assert answer_speed.exponent([10, 40], [3.0, 12.0]) == pytest.approx(1)
    assert answer_speed.exponent([10, 40], [3.0, 3.0]) == pytest.approx(0)


def test_cases_are_spread_over_the_file():
    assert spread("abcdef", 3) == ["a", "c", "e"]
    assert spread("abcdef", 4) == ["a", "c", "e"]
    assert spread("ab", 40) == ["a", "b"]


def test_each_ablation_changes_the_product_and_puts_it_back():
    import rag.asked.question
    import rag.choose.weigh

    before = rag.choose.weigh.UNKNOWN_NAMES_WEIGHT, rag.asked.question.read_parts
    off = {one.words: one for one in ablation.ablations()}
    with ablation.switched_off(off["unknown names"]):
        assert rag.choose.weigh.UNKNOWN_NAMES_WEIGHT == 0
    with ablation.switched_off(off["several questions in one"]):
        assert rag.asked.question.read_parts("Who left, and when?") == ()
    assert (rag.choose.weigh.UNKNOWN_NAMES_WEIGHT, rag.asked.question.read_parts) == before


def test_every_ablation_finds_what_it_replaces():
    for one in ablation.ablations():
        with ablation.switched_off(one):
            pass


def test_a_name_that_is_gone_from_the_product_is_an_error():
    with (
        pytest.raises(GroundwireError, match="no longer"),
        ablation.switched_off(ablation.Ablation("x", {"GONE": 0})),
    ):
        pass


def test_what_is_remembered_answers_as_the_product_does():
    articles = made_up_articles(6)
    cases = [
        Case(id=str(n), question=answer_speed.made_up_question(a), asked=date(2024, 2, 1))
        for n, a in enumerate(articles)
    ]
    with open_newsroom(embedder=HashEmbedder(), reader=SharedWords()) as room:
        room.ingest(articles)
        expected = [room.confidence(case.question, asked=case.asked) for case in cases]
        with ablation.remembered():
            search = ablation.RememberingSearch(ablation.search_of(room, ""))
            gatherer = Gatherer(room.passages, lambda: search, RememberingReader(room.reader))
            for _ in range(2):
                assert [ablation.asked(gatherer, room, case)[0] for case in cases] == expected
            unread = Gatherer(room.passages, lambda: search, ablation.Unread())
            assert [ablation.asked(unread, room, case)[0] for case in cases] != expected
    assert len(set(expected)) > 1


def test_a_stretch_is_read_once_for_each_question():
    one, other = Stretch("A head", ("Lumen hired Falk.", "Falk stays.")), Stretch("Another", ("Lumen stays.",))
    read: list[Stretch] = []

    class Counting(SharedWords):
        def read(self, asked, stretches):
            read.extend(stretches)
            return super().read(asked, stretches)

    reader = RememberingReader(Counting())
    said = reader.read("Who hired Falk?", [one, other, one])
    assert said == SharedWords().read("Who hired Falk?", [one, other, one])
    assert reader.read("Who hired Falk?", [other])[0] == said[1]
    assert read == [one, other]
    assert reader.read("Who stays?", [one]) == SharedWords().read("Who stays?", [one])


@pytest.mark.parametrize(("silent", "finds"), [("", True), ("match", True), ("nearest", False)])
def test_of_words_that_stand_nowhere_only_the_search_by_vectors_finds_a_passage(silent, finds):
    with open_newsroom(embedder=HashEmbedder()) as room:
        room.ingest(made_up_articles(3))
        question = read_question("Who polished the zeppelin?", date(2024, 2, 1), {})
        found = ablation.search_of(room, silent).search(question, Filters(), 5)
    assert bool(found.passages) == finds


def missing(path) -> None:
    read_records(path)


def test_missing_data_is_one_line_in_words(tmp_path, capsys):
    assert in_words(lambda: missing(tmp_path / "none.jsonl")) == 1
    told = capsys.readouterr().err
    assert "none.jsonl: cannot be read" in told
    assert told.count("\n") == 1


def test_records_may_be_zipped_and_must_be_objects(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1}\n\n{"id": 2}\n'))
    assert read_records(tmp_path / "a.jsonl.gz") == [{"id": 1}, {"id": 2}]
    for text, why in (("[1]", "not an object"), ("", "holds no record"), ("{", "is not JSON")):
        (tmp_path / "b.jsonl").write_text(text)
        with pytest.raises(GroundwireError, match=why):
            read_records(tmp_path / "b.jsonl")
