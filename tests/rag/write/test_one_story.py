"""Copies of a story count as one source, and an answer says who carried it, what was corrected and what superseded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import HashEmbedder
from stories import HIRING, RESULTS, article, day

from corpus.article import Article
from rag import Answer, open_newsroom
from rag.write.carriers import says_the_same

STATEMENT = "Borealis will open a research laboratory in Lisbon with 120 engineers in September."
LAB = f"{STATEMENT}\n\nThe company has rented two floors of a former shipyard.\n\nThe mayor welcomed the plan."


def carried(outlet: str, text: str = LAB, when: int = 4) -> Article:
    told = article(text, url=f"https://{outlet}.example/lisbon", published=day(2024, 3, when))
    return replace(told, source=outlet.title())


def answer(tmp_path, *articles: Article, **options) -> Answer:
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest([*articles, HIRING, RESULTS])
        return room.ask("Where will Borealis open a research laboratory with 120 engineers?", **options)


def test_copies_are_cited_once_and_counted_as_one_source(tmp_path):
    said = answer(tmp_path, *(carried(outlet) for outlet in ("wire", "herald", "gazette")))
    cited = [citation for citation in said.citations if citation.quote == STATEMENT]
    assert [(citation.carried_by, citation.independent_sources) for citation in cited] == [(3, 1)]
    assert "(3 outlets carried this story; 1 independent)" in said.text


def test_another_story_that_says_the_same_is_an_independent_source(tmp_path):
    own = f"{STATEMENT} Its rival Quillon looks for staff in Porto.\n\n" + "Officials had talked for a year. " * 3
    said = answer(tmp_path, *(carried(outlet) for outlet in ("wire", "herald")), carried("tribune", own))
    assert (said.citations[0].carried_by, said.citations[0].independent_sources) == (3, 2)


def test_a_story_that_one_outlet_tells_twice_has_one_source(tmp_path):
    again = replace(
        carried("wire", f"{STATEMENT} Hiring begins at once.\n\nRents have risen there."),
        id="again",
        url="https://wire.example/again",
    )
    said = answer(tmp_path, carried("wire"), again)
    assert (said.citations[0].carried_by, said.citations[0].independent_sources) == (1, 1)
    assert "carried" not in said.text


def test_who_carried_a_story_later_does_not_count_on_an_earlier_day(tmp_path):
    said = answer(tmp_path, carried("wire", when=4), carried("herald", when=9), as_of="2024-03-05")
    assert said.citations[0].carried_by == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (STATEMENT, STATEMENT.replace("company", "firm").replace("engineers in", "engineers this"), True),
        (STATEMENT, STATEMENT.replace("120", "150"), False),
        (STATEMENT, "Quillon closed its office in Porto.", False),
        ("", "", False),
    ],
)
def test_a_statement_is_the_same_when_nearly_all_words_and_every_figure_are(one, other, same):
    assert says_the_same(one, other) is same


def test_a_citation_of_words_that_were_replaced_says_so(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest([carried("wire"), HIRING, RESULTS])
        now = replace(carried("wire", LAB.replace("120", "140")), updated=day(2024, 3, 20))
        assert room.ingest(now).updated == 1
        before = room.ask("Where will Borealis open a research laboratory?", as_of="2024-03-05")
        after = room.ask("Where will Borealis open a research laboratory?")
    assert before.citations[0].superseded
    assert "superseded: a newer version of this article is here" in before.text
    assert not after.citations[0].superseded
    assert "140" in after.citations[0].quote


def test_a_citation_of_an_article_that_says_it_was_corrected_says_so(tmp_path):
    notice = "Correction, March 5, 2024: An earlier version of this article misstated the number of engineers."
    said = answer(tmp_path, carried("wire", f"{LAB}\n\n{notice}"))
    assert said.citations[0].corrected
    assert "this article says that it was corrected" in said.text


def test_copies_of_an_older_home_are_found_when_it_is_used_again(tmp_path):
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.ingest([carried("wire"), carried("herald")])
        with room.catalogue.transaction() as connection:
            for table in ("signatures", "bands"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("UPDATE articles SET cluster = id")
    with open_newsroom(tmp_path, embedder=HashEmbedder()) as room:
        room.embed_pending()
        assert len({article.cluster for article in room.catalogue.articles()}) == 1
