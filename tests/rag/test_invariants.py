"""What is always true of an answer, on articles made to break it.

The embedder is a fake (see `fakes`): each example opens a home of its own, and the real model would take minutes. The
catalogue, the full-text search and Chroma are real.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fakes import HashEmbedder, SharedWords
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import articles, options, questions
from stories import STORIES, article

from corpus.article import Article
from corpus.outlets import outlet_key
from rag import Answer, Newsroom, open_newsroom
from rag.choose import chooser, further
from rag.choose.quotable import trimmed
from rag.text.sentences import split_sentences

QUESTIONS = (
    "Who did Borealis hire from Halden Motors?",
    "What did Quillon release in June?",
    "What did the novelists accuse Quillon of, and how much do they ask for?",
)
MARKER = re.compile(r"\[\d+\]")


def without_timings(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.to_dict().items() if name != "timings"}


def assert_citations_hold(answer: Answer, room: Newsroom) -> None:
    """Each citation is an exact, whole sentence of the article version it names."""
    for citation in (*answer.citations, *(one.citation for one in answer.more)):
        version = room.article(citation.article_id, citation.version)
        assert version.text[citation.start : citation.end] == citation.quote
        sentences = split_sentences(version.text)
        whole = [*sentences, *(trimmed(version.text, span, version.title) for span in sentences)]
        assert citation.start in {span.start for span in whole}
        assert citation.end in {span.end for span in whole}
        assert (citation.title, citation.source, citation.url) == (version.title, version.source, version.url)
        assert (citation.authors, citation.published) == (version.authors, version.published)
        assert citation.independent_sources >= 1


def assert_numbers_hold(answer: Answer) -> None:
    """Numbers run 1, 2, 3 in order of use, those of `more` last; each is a citation, and every citation is used."""
    used = [n for sentence in answer.sentences for n in sentence.citations]
    assert list(dict.fromkeys(used)) == list(range(1, len(answer.citations) + 1))
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(sentence.citations for sentence in answer.sentences)
    shown = len(answer.citations)
    assert [one.citation.n for one in answer.more] == list(range(shown + 1, shown + 1 + len(answer.more)))


def assert_text_holds(answer: Answer) -> None:
    """Outside the quotes and the outlets' own names, which may hold "[3]", the text's markers are 1, 2, 3.

    None is of `more`.
    """
    rest = answer.text
    markers: list[str] = []
    for citation in answer.citations:
        introduction, found, rest = rest.partition(citation.quote)
        assert found
        assert citation.source in introduction
        markers += MARKER.findall(introduction.replace(citation.source, ""))
        assert re.match(rf"\W{{0,2}}\[{citation.n}\](?!\d)", rest)
    numbers = [f"[{citation.n}]" for citation in answer.citations]
    if answer.conflicts:
        behind = MARKER.findall(rest)
        assert set(behind[1:]) <= set(numbers)
        markers += behind[:1]
    else:
        markers += MARKER.findall(rest) if answer.citations else []
    assert markers == numbers


def assert_sound(answer: Answer, room: Newsroom) -> None:
    assert_citations_hold(answer, room)
    assert_numbers_hold(answer)
    quotes = {citation.n: citation.quote for citation in answer.citations}
    assert all(one.citation.quote == one.text for one in answer.more)
    for sentence in answer.sentences:
        assert sentence.support == "verbatim"
        assert [quotes[n] for n in sentence.citations] == [sentence.text]
        assert 0 <= sentence.score <= 1
    if answer.status == "abstained":
        assert answer.reason is not None
        assert not answer.sentences
        assert not answer.more
        assert not answer.citations
        assert answer.text.strip()
    else:
        assert answer.status == "answered"
        assert answer.reason is None
        assert answer.sentences
        assert_text_holds(answer)
    texts = [sentence.text for sentence in (*answer.sentences, *answer.more)]
    assert len(set(texts)) == len(texts)
    assert not answer.more or len(texts) <= further.MOST_IN_ALL
    assert json.loads(json.dumps(answer.to_dict())) == answer.to_dict()


def assert_filtered(answer: Answer, chosen: dict[str, Any]) -> None:
    """Nothing cited, and nothing offered as related, lies outside what was asked for."""
    for shown in (*answer.citations, *answer.related):
        known = shown.published.astimezone(UTC).date() if shown.published else None
        if "since" in chosen:
            assert known is not None
            assert known >= chosen["since"]
        if "until" in chosen:
            assert known is not None
            assert known <= chosen["until"]
        if "as_of" in chosen:
            # One without a day may still say when it was last changed, and that day counts.
            assert known is None or known <= chosen["as_of"]
        if "sources" in chosen:
            assert outlet_key(shown.source) in {outlet_key(source) for source in chosen["sources"]}


def assert_asked_well(room: Newsroom, question: str, chosen: dict[str, Any]) -> Answer:
    grown = list(room.stream(question, **chosen))
    for answer in grown:
        assert_sound(answer, room)
        assert_filtered(answer, chosen)
    for shorter, longer in itertools.pairwise(grown):
        assert longer.sentences[: len(shorter.sentences)] == shorter.sentences
        # the last may have the same sentences, with what is remarked and offered besides
        assert len(longer.sentences) > len(shorter.sentences) or longer is grown[-1]
        assert not shorter.more
    asked = room.ask(question, **chosen)
    assert without_timings(asked) == without_timings(grown[-1])
    assert asked == grown[-1]
    assert asked.question == question
    return asked


def asked_about_everything(examples: int) -> Counter[str]:
    """Check answers to questions about generated articles; returns how many there were of each kind."""
    seen: Counter[str] = Counter()

    @settings(max_examples=examples)
    @given(st.lists(articles(), min_size=1, max_size=3), st.data())
    def check(stories: list[Article], data: st.DataObject) -> None:
        with TemporaryDirectory() as home, open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords()) as room:
            report = room.ingest(stories)
            assert report.added + report.updated + report.unchanged + report.duplicates == len(stories)
            for _ in range(4):
                answer = assert_asked_well(room, data.draw(questions(stories)), data.draw(options()))
                seen[answer.status] += 1
                seen["several"] += len(answer.sentences) > 1

    check()
    return seen


def test_every_answer_to_every_question_keeps_the_promises_of_an_answer():
    seen = asked_about_everything(examples=20)
    assert seen["answered"] >= 5, seen
    assert seen["abstained"] >= 5, seen


def test_promises_do_not_rest_on_the_bar_for_answering(monkeypatch):
    """With the bar taken away, whatever can be quoted at all is answered, three sentences at a time."""
    monkeypatch.setattr(chooser, "ANSWER_FROM", 0.0)
    monkeypatch.setattr(chooser, "MOST_BEHIND", 100.0)
    monkeypatch.setattr(further, "MOST_BEHIND", 100.0)
    seen = asked_about_everything(examples=25)
    assert seen["answered"] >= 30, seen
    assert seen["several"] >= 10, seen


def test_further_evidence_keeps_the_promises_of_what_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(chooser, "ANSWER_FROM", 0.0)
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest(STORIES)
        asked = [assert_asked_well(room, question, {"as_of": date(2023, 6, 30)}) for question in QUESTIONS]
    assert any(answer.more for answer in asked)


def one_article_room(home: str, text: str, **about: Any) -> Newsroom:
    room = open_newsroom(home, embedder=HashEmbedder(), reader=SharedWords())
    assert room.ingest([article(text, **about)]).failed == ()
    return room


def test_a_bracketed_number_inside_a_quote_is_not_taken_for_a_citation(tmp_path):
    quote = "OpenAI hired twelve engineers from Tesla [3] and paid them well [12]."
    with one_article_room(str(tmp_path), quote, source="News [2]") as room:
        answer = assert_asked_well(room, quote, {})
    assert [(citation.n, citation.quote) for citation in answer.citations] == [(1, quote)]


@pytest.mark.parametrize("clauses", [28, 34, 40, 46, 60])
def test_a_sentence_too_long_to_embed_at_once_is_never_quoted_in_part(tmp_path, monkeypatch, clauses):
    """The end of it alone would say the opposite of the whole."""
    monkeypatch.setattr(chooser, "ANSWER_FROM", 0.0)
    long = "It is not true that " + ", ".join(f"Borealis hired engineer {n} from Tesla" for n in range(clauses)) + "."
    with one_article_room(str(tmp_path), f"{long} Borealis denied all of it on Monday.") as room:
        for question in ("Who did Borealis hire from Tesla?", f"Borealis hired engineer {clauses - 1} from Tesla."):
            assert_asked_well(room, question, {})


def test_a_day_is_the_same_in_the_filter_and_before_the_quote(tmp_path):
    """An article of 23:30 in New York on 1 May: whichever day that is held to be, it is held everywhere."""
    late = datetime(2023, 5, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    quote = "Borealis hired twelve engineers from Tesla."
    with one_article_room(str(tmp_path), quote, published=late) as room:
        answers = {day: room.ask(quote, since=day, until=day) for day in (date(2023, 5, 1), date(2023, 5, 2))}
    ((day, answer),) = [(day, answer) for day, answer in answers.items() if answer.status == "answered"]
    assert answer.newest_evidence == day
    assert f"{day.day} May 2023" in answer.text


def test_the_newest_evidence_is_never_newer_than_the_day_the_reader_goes_back_to(tmp_path):
    early = datetime(2023, 5, 2, 1, 0, tzinfo=timezone(timedelta(hours=9)))  # still 1 May in UTC
    quote = "Borealis hired twelve engineers from Tesla."
    with one_article_room(str(tmp_path), quote, published=early) as room:
        answer = room.ask(quote, as_of=date(2023, 5, 1))
        if answer.status == "answered":
            assert answer.newest_evidence <= date(2023, 5, 1)
