"""Runs of the real pipeline over a small corpus: the same on a rerun, gone on with after a break, ended by a crash."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pytest
from small_news import ARTICLES, CASES, write_lines

import evals.run
from corpus.errors import GroundwireError
from evals.cases import Case, load_cases
from evals.observe import ask_room, observe
from evals.result import Run
from evals.run import corpus_hash, open_articles, run_room, settings_of
from rag import Newsroom, open_newsroom


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder with the files of articles and of cases."""
    folder = tmp_path_factory.mktemp("evals")
    write_lines(folder / "articles.jsonl", ARTICLES)
    write_lines(folder / "cases.jsonl", CASES)
    return folder


@pytest.fixture(scope="module")
def cases(files):
    return load_cases(files / "cases.jsonl")


@pytest.fixture(scope="module")
def room(files, embedder, outside_connections):
    """A newsroom of the three articles; tests only read from it."""
    with open_newsroom(files / "home", embedder=embedder) as room:
        room.ingest(files / "articles.jsonl")
        yield room


@pytest.fixture(scope="module")
def finished(room, cases) -> Run:
    """One whole run."""
    return run_room(room, cases, silent)


@pytest.fixture
def shared_model(monkeypatch, embedder):
    """Homes that a run opens use the one model that is loaded."""
    monkeypatch.setattr(evals.run, "open_newsroom", partial(open_newsroom, embedder=embedder))


def silent(what: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


def run_over(articles, cases, home) -> Run:
    """A run over the articles of a file."""
    with open_articles(articles, home, silent) as (room, failed):
        return run_room(room, cases, silent, failed=failed)


def timeless(result: Run) -> str:
    """The JSON of a run without its times."""
    record = result.to_dict()
    del record["timings"]
    return json.dumps(record)


class Asker:
    """The real answerer; lists the cases it was asked, and fails as told at one of them."""

    def __init__(self, fails_at: str = "", error: BaseException | None = None) -> None:
        self.asked: list[str] = []
        self.fails_at, self.error = fails_at, error

    def __call__(self, room: Newsroom, case: Case):
        self.asked.append(case.id)
        if case.id == self.fails_at and self.error:
            raise self.error
        return ask_room(room, case)


# A run


def test_a_run_finds_shows_and_refuses_what_it_should(finished):
    assert finished.articles == 3
    figures = finished.figures()
    for key in ("recall_at_5", "answer_in_passages", "answer_shown", "quotes_exact", "refused_unanswerable"):
        assert figures[key] == 1.0, key
    assert figures["refused_answerable"] == 0.0
    assert figures["confidence_auroc"] == 1.0
    assert 0 < figures["ms_median"] <= figures["ms_p95"]


def test_each_case_has_its_outcome_and_an_as_of_hides_what_came_later(finished, cases):
    outcomes = {outcome.case.id: outcome for outcome in finished.outcomes}
    assert [outcome.case for outcome in finished.outcomes] == cases
    assert [outcome.refused for outcome in outcomes.values()] == [False, False, True, True]
    assert "Ines Castro" in outcomes["lead"].shown[0]
    assert outcomes["lead"].reason is None
    assert outcomes["hidden"].reason is not None
    assert not [passage for passage in outcomes["hidden"].passages if "Orchid" in passage.text]


def test_the_confidence_of_an_answer_is_what_the_newsroom_decided_by(finished, room):
    """It is read off the surest sentence, since weighing the question again takes as long as answering it."""
    for outcome in finished.outcomes[:2]:
        weighed = room.confidence(outcome.case.question, asked=outcome.case.asked)
        assert outcome.confidence == pytest.approx(weighed, abs=1e-4)


def test_every_sentence_and_quote_was_looked_at(finished):
    sentences = [sentence for outcome in finished.outcomes for sentence in outcome.sentences]
    assert {(sentence.support, sentence.verdict) for sentence in sentences} == {("verbatim", "supported")}
    assert all(sentence.needed == sentence.citations for sentence in sentences)
    assert all(citation.exact for outcome in finished.outcomes for citation in outcome.citations)


def test_a_rerun_is_the_same_to_the_last_digit_whether_indexed_anew_or_not(
    files, finished, cases, shared_model, tmp_path
):
    articles = files / "articles.jsonl"
    (tmp_path / "turned.jsonl").write_text(
        "\n".join(reversed(articles.read_text("utf-8").splitlines())), encoding="utf-8"
    )
    for home, source in (("first", articles), ("first", articles), ("second", tmp_path / "turned.jsonl")):
        assert timeless(run_over(source, cases, tmp_path / home)) == timeless(finished)


def test_progress_tells_how_many_cases_are_done(room, cases):
    told = []
    run_room(room, cases[2:], lambda *step: told.append(step))
    assert [step for step in told if step[0] == "asking"] == [("asking", n, 2) for n in range(3)]


def test_the_hash_of_a_corpus_tells_words_versions_and_ids_and_not_their_order(room):
    articles = list(room.catalogue.articles())
    first, *rest = articles
    others = [replace(first, text=first.text + "!"), replace(first, version=2), replace(first, id="0")]
    hashes = {corpus_hash([other, *rest]) for other in others} | {corpus_hash(rest), corpus_hash(articles)}
    assert len(hashes) == 5
    assert corpus_hash(reversed(articles)) == corpus_hash(articles)


def test_settings_hold_what_bears_on_answers_and_no_path(tmp_path, monkeypatch):
    monkeypatch.setenv("GROUNDWIRE_RERANKER", str(tmp_path / "models" / "ranker"))
    monkeypatch.setenv("GROUNDWIRE_CANDIDATES", "80")
    with open_newsroom(tmp_path / "home") as room:
        settings = settings_of(room)
    assert settings == {
        "candidates": 80,
        "embed_batch": 32,
        "embedding_model": "all-MiniLM-L6-v2",
        "reranker": "ranker",
    }


def test_versions_name_what_answered(finished):
    assert {"groundwire", "python", "torch", "chromadb", "code"} <= finished.versions.keys()
    assert "not installed" not in finished.versions.values()


# Interruptions


def test_an_interrupted_run_goes_on_where_it_ended_and_comes_to_the_same(room, cases, finished, tmp_path):
    file, told = tmp_path / "unfinished.jsonl", []
    with pytest.raises(KeyboardInterrupt):
        run_room(room, cases, silent, Asker("hidden", KeyboardInterrupt()), file)
    second = Asker()
    result = run_room(room, cases, silent, second, file, tell=told.append)
    assert second.asked == ["hidden", "absent"]
    assert timeless(result) == timeless(finished)
    assert told == [f"Going on after 2 of 4 cases ({file})."]


def test_a_run_that_crashed_goes_on_too(room, cases, finished, tmp_path):
    file, second = tmp_path / "unfinished.jsonl", Asker()
    with pytest.raises(GroundwireError):
        run_room(room, cases, silent, Asker("price", KeyError("lost")), file)
    assert timeless(run_room(room, cases, silent, second, file)) == timeless(finished)
    assert second.asked == ["price", "hidden", "absent"]


def test_an_unfinished_run_of_other_cases_or_another_mode_is_not_gone_on_with(room, cases, tmp_path):
    file = tmp_path / "unfinished.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run_room(room, cases, silent, Asker("price", KeyboardInterrupt()), file)
    told, fewer = [], Asker()
    run_room(room, cases[2:], silent, fewer, file, tell=told.append)
    assert fewer.asked == ["hidden", "absent"]
    assert told == [f"{file} is of a run with other cases_hash: beginning anew."]
    other = Asker()
    run_room(room, cases[2:], silent, other, file, mode="other", tell=told.append)
    assert other.asked == ["hidden", "absent"]
    assert told[1] == f"{file} is of a run with other mode: beginning anew."


# What ends a run


@pytest.mark.parametrize(("method", "case"), [("ask", "lead"), ("search", "lead"), ("confidence", "hidden")])
def test_a_crash_ends_the_run_naming_the_case_and_is_no_refusal(room, cases, monkeypatch, method, case):
    def crash(*_, **__):
        raise KeyError("lost")

    monkeypatch.setattr(Newsroom, method, crash)
    with pytest.raises(GroundwireError, match=rf"case {case} crashed: KeyError: 'lost' \(test_run\.py:\d+\)"):
        run_room(room, cases, silent)


def test_an_error_in_words_names_the_case_too(room, cases):
    with pytest.raises(GroundwireError, match="case price: The disk is full"):
        run_room(room, cases, silent, Asker("price", GroundwireError("The disk is full.")))


def test_a_quote_that_stands_in_no_article_ends_the_run_before_it_asks(room, files, tmp_path):
    wrong = CASES[0] | {"id": "wrong", "quotes": ["Ines Castro left."]}
    file, asker = write_lines(tmp_path / "cases.jsonl", [CASES[0], wrong]), Asker()
    with pytest.raises(GroundwireError, match=r"case wrong: the quote “Ines Castro left\.” stands in no article"):
        run_room(room, load_cases(file), silent, asker)
    with pytest.raises(GroundwireError, match=r"cases\.jsonl:2: the quote"):
        run_room(room, load_cases(file), silent, asker, cases_file=file)
    assert asker.asked == []


def test_no_cases_and_articles_that_cannot_be_read_are_errors(room, cases, shared_model, tmp_path):
    with pytest.raises(GroundwireError, match="There is no case to ask"):
        run_room(room, [], silent)
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(GroundwireError, match=r"empty\.jsonl: no article could be read"):
        run_over(tmp_path / "empty.jsonl", cases, tmp_path / "home")


def test_a_home_with_other_articles_in_it_is_refused(files, cases, shared_model, tmp_path):
    fewer = write_lines(tmp_path / "articles.jsonl", ARTICLES[:1])
    run_over(files / "articles.jsonl", cases[3:], tmp_path / "home")
    with pytest.raises(GroundwireError, match="the others would answer too"):
        run_over(fewer, cases[3:], tmp_path / "home")


# One case observed


@pytest.fixture
def changed(room, cases):
    """Observe the first case with its answer changed: `changed(citation=..., sentence=...)` replaces fields of each."""
    reply = ask_room(room, cases[0])

    def observed(citation=None, sentence=None, **fields):
        answer = replace(
            reply.answer,
            citations=tuple(replace(item, **(citation or {})) for item in reply.answer.citations[:1]),
            sentences=tuple(replace(item, **(sentence or {})) for item in reply.answer.sentences[:1]),
        )
        return observe(room, cases[0], lambda *_: replace(reply, answer=replace(answer, **fields)))

    return observed


def test_whether_a_quote_is_exact_is_read_from_the_article(changed, room):
    assert [citation.exact for citation in changed().citations] == [True]
    citation = changed().citations[0]
    length = len(room.article(citation.article_id).text)
    for wrong in (
        {"start": citation.start + 1, "end": citation.end + 1},
        {"start": citation.start - length, "end": citation.end - length},  # counts from the end in Python
        {"quote": citation.quote.replace("six", "seven")},
        {"quote": ""},
        {"quote": "", "start": 5, "end": 5},
        {"version": 7},
        {"article_id": "0" * 16},
    ):
        assert [citation.exact for citation in changed(citation=wrong).citations] == [False], wrong


def test_the_verdict_is_the_verifiers_whatever_the_answer_claims(changed):
    (sentence,) = changed(sentence={"text": "Ines Castro will lead the office in Oslo for nine years."}).sentences
    assert sentence.support == "verbatim"
    assert sentence.verdict not in ("", "supported")
    assert sentence.needed == ()


@pytest.mark.parametrize("citations", [(), (9,)])
def test_a_sentence_that_cites_nothing_that_is_there_is_unsupported(changed, citations):
    (sentence,) = changed(sentence={"citations": citations}).sentences
    assert (sentence.verdict, sentence.needed) == ("unsupported", ())


def test_of_two_citations_the_one_that_supports_alone_is_needed(room, cases):
    reply = ask_room(room, cases[0])
    first, *_ = reply.answer.citations
    idle = replace(first, n=2, quote="Quill said cheaper chips made the cut possible.")
    sentence = replace(reply.answer.sentences[0], citations=(2, 1))
    answer = replace(reply.answer, sentences=(sentence,), citations=(first, idle))
    (shown,) = observe(room, cases[0], lambda *_: replace(reply, answer=answer)).sentences
    assert (shown.verdict, shown.needed) == ("supported", (1,))
    twice = replace(answer, citations=(first, replace(first, n=2)))
    (shown,) = observe(room, cases[0], lambda *_: replace(reply, answer=twice)).sentences
    assert shown.needed == (2, 1)  # each supports it alone


def test_a_follow_up_is_searched_for_with_what_the_conversation_gives_it(room):
    case = Case(
        id="f",
        question="Who will lead it?",
        answers=("Ines Castro",),
        history=("Where did Harbor Labs open a research office?",),
    )
    outcome = observe(room, case)
    assert "Harbor Labs" in outcome.passages[0].text
    asked = observe(room, case, partial(ask_room, mode="extractive"))
    assert (asked.text, asked.passages, asked.confidence) == (outcome.text, outcome.passages, outcome.confidence)


def test_what_a_reply_says_of_time_and_tokens_is_kept(room, cases):
    reply = replace(ask_room(room, cases[0]), ms=1234.56, tokens=7, cost=0.25)
    outcome = observe(room, cases[0], lambda *_: reply)
    assert (outcome.ms, outcome.tokens, outcome.cost) == (1234.6, 7, 0.25)
    assert observe(room, cases[0], lambda *_: replace(reply, ms=None)).ms >= 0
