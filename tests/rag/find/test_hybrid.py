"""Hybrid search on real vectors and a real full-text index; the fusion of the two by its arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import any_text
from stories import HIRING, LAWSUIT, POWER, RESULTS, STORIES, article, day

from rag import Answer, Passage, open_newsroom
from rag.asked.question import Window
from rag.find.hybrid import MOST_OF_ARTICLE, favour, fuse, nearness, on_topic, select
from rag.values.filters import Filters
from rag.values.passage import StoredPassage


@pytest.mark.parametrize(
    ("query", "story"),
    [
        ("Mara Lindqvist", HIRING),
        ("writers take a chatbot company to court over copyright", LAWSUIT),
        ("electricity from an atomic reactor", POWER),
        ("dividend", RESULTS),
    ],
)
def test_the_nearest_passage_is_found_by_its_words_or_by_its_meaning(newsroom, query, story):
    assert newsroom.search(query, k=3)[0].title == story.title


def test_a_passage_is_the_exact_text_between_its_offsets(newsroom):
    for passage in newsroom.search("Borealis", k=20):
        version = newsroom.article(passage.article_id, passage.version)
        assert version.text[passage.start : passage.end] == passage.text
        assert (passage.title, passage.source, passage.url) == (version.title, version.source, version.url)
        assert passage.published == version.published


def test_the_best_passages_come_first_and_no_more_than_asked_for(newsroom):
    scores = [passage.score for passage in newsroom.search("graphics processors", k=5)]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert newsroom.search("graphics processors", k=2) == newsroom.search("graphics processors", k=5)[:2]


def test_the_same_search_finds_the_same(newsroom):
    assert newsroom.search("Quillon novelists") == newsroom.search("Quillon novelists")


def unscored(answer: Answer) -> Answer:
    """`answer` without its passages' scores: a vector's last bits depend on what was embedded in the same batch."""
    return replace(answer, related=tuple(replace(passage, score=0) for passage in answer.related))


def test_the_order_in_which_articles_came_in_does_not_change_what_is_answered(newsroom, tmp_path, embedder):
    with open_newsroom(tmp_path, embedder=embedder) as other:
        for story in reversed(STORIES):
            other.ingest(story)
        for question in ("Who joined Borealis?", "What was Quarry's revenue?", "Who is the chief executive of Quarry?"):
            mine, theirs = newsroom.ask(question), other.ask(question)
            assert unscored(mine) == unscored(theirs)
            assert [passage.score for passage in mine.related] == pytest.approx(
                [p.score for p in theirs.related], abs=1e-5
            )


@pytest.mark.parametrize("query", ["", " \n", "?!…", "x" * 10_000])
def test_what_is_no_query_finds_nothing(newsroom, query):
    assert newsroom.search(query) == []


def test_an_empty_home_finds_nothing(tmp_path, embedder):
    with open_newsroom(tmp_path, embedder=embedder) as room:
        assert room.search("Borealis") == []


HOSTILE = [
    '"Borealis',
    '""" Borealis',
    "Borealis AND",
    "AND OR NOT",
    "NEAR(Borealis Quillon, 2)",
    "Borealis NEAR",
    "Borea*",
    "* Borealis",
    "-Borealis",
    "header:Borealis",
    "Borealis : body",
    "(Borealis",
    "Borealis))",
    "{header body}: Borealis",
    "^Borealis + Quillon",
    "Borealis'; DROP TABLE passages; --",
    "Borealis\0Quillon",
    "\0 Borealis",
    "Borealis \\ % _ ?",
    "Who’s at Q&A vs. A.I.-3.5?",
    "\u202eBorealis\u202c",
    "½ ² ① Borealis",
    "𞤀𞤣𞤤𞤢𞤥 Borealis",
    "\ue000 Borealis",
    "<|endoftext|> [CLS] [SEP] Borealis",
]


@pytest.mark.parametrize("question", HOSTILE, ids=ascii)
def test_no_character_of_a_question_is_an_operator(newsroom, question):
    newsroom.ask(question)
    assert newsroom.search(question, k=len(STORIES) * 2)


def test_half_a_surrogate_pair_in_a_question_does_not_crash(newsroom):
    """A terminal that is not UTF-8 hands such characters over in `sys.argv`."""
    answer = newsroom.ask("Who joined Borealis \udcff?")
    assert answer.status in ("answered", "abstained")


@settings(max_examples=20)
@given(any_text)
def test_any_text_can_be_searched_for(newsroom, text):
    newsroom.search(text, k=3)


# Fusion --------------------------------------------------------------------------------------------------------------


def stored(key: str, published: datetime | None = None) -> StoredPassage:
    passage = Passage(
        article_id=key,
        version=1,
        title="",
        source="",
        published=published,
        url=None,
        text=key,
        start=0,
        end=len(key),
    )
    return StoredPassage(key, passage, key, published.date().toordinal() if published else None)


def order(passages, cosines, bm25, window=None) -> list[str]:
    return [passage.key for passage in favour(fuse(passages, cosines, bm25), window, None)]


def test_fusion_prefers_what_both_searches_found():
    passages = [stored(key) for key in "abc"]
    assert order(passages, {"a": 0.8, "b": 0.8}, {"b": 4.0, "c": 4.0})[0] == "b"


def test_fusion_prefers_the_nearer_of_two_that_share_as_many_words():
    assert order([stored("a"), stored("b")], {"a": 0.5, "b": 0.6}, {"a": 3.0, "b": 3.0}) == ["b", "a"]


def test_fusion_prefers_the_nearer_also_where_all_are_far():
    """Cosines of texts that have nothing in common are often a little below zero."""
    assert order([stored("a"), stored("b")], {"a": -0.3, "b": -0.1}, {}) == ["b", "a"]
    assert order([stored("a"), stored("b")], {"a": -0.3, "b": 0.0}, {}) == ["b", "a"]


def test_fusion_prefers_more_of_the_words_where_the_meaning_is_as_near():
    assert order([stored("a"), stored("b")], {"a": 0.5, "b": 0.5}, {"a": 3.0, "b": 5.0}) == ["b", "a"]


def test_fusion_prefers_an_article_of_the_days_that_the_question_means():
    window = Window(date(2023, 5, 1), date(2023, 5, 7))
    passages = [stored("a"), stored("b", day(2023, 5, 7)), stored("c", day(2023, 5, 8))]
    cosines = dict.fromkeys("abc", 0.5)
    assert order(passages, cosines, {}, window)[0] == "b"
    assert order(passages, cosines, {}) == ["a", "b", "c"]


def test_the_days_of_a_window_include_its_bounds_and_others_are_the_less_near_the_further_off():
    window = Window(date(2023, 5, 2), date(2023, 5, 7))
    near = [nearness(date(2023, 5, number).toordinal(), window) for number in range(1, 12)]
    assert [number for number, value in enumerate(near, start=1) if value == 1] == [2, 3, 4, 5, 6, 7]
    assert near[0] == near[7] > near[8] > near[9] > near[10] > 0
    assert nearness(None, window) == 0
    assert nearness(date(2023, 5, 3).toordinal(), None) == 0


def test_fusing_nothing_gives_nothing():
    assert favour(fuse([], {}, {}), None, "latest") == []


some_scores = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1), max_size=8)


@given(some_scores, some_scores, st.permutations("abcdefgh"), st.sampled_from([0.25, 2.0, 64.0]))
def test_fusion_keeps_every_passage_once_in_an_order_that_input_order_and_scale_do_not_change(
    cosines, bm25, keys, scale
):
    fused = fuse([stored(key) for key in keys], cosines, bm25)
    assert sorted(passage.key for passage in fused) == sorted(keys)
    scores = [passage.passage.score for passage in fused]
    assert scores == sorted(scores, reverse=True)
    scaled = {key: score * scale for key, score in bm25.items()}  # a power of two: exact
    again = fuse([stored(key) for key in sorted(keys)], cosines, scaled)
    if all(score == 0 or score > 1e-300 for score in bm25.values()):
        assert [passage.key for passage in again] == [passage.key for passage in fused]


@given(some_scores, some_scores)
def test_doing_better_in_both_searches_is_never_ranked_lower(cosines, bm25):
    keys = sorted(set(cosines) | set(bm25))
    ranked = order([stored(key) for key in keys], cosines, bm25)
    for better in keys:
        for worse in keys:
            by_cosine = cosines.get(better, 0) - cosines.get(worse, 0)
            by_words = bm25.get(better, 0) - bm25.get(worse, 0)
            if by_cosine > 1e-4 and by_words > 1e-4:
                assert ranked.index(better) < ranked.index(worse)


# The newest and the earliest -----------------------------------------------------------------------------------------


def ranked(*scores: tuple[str, float, datetime | None]) -> list[StoredPassage]:
    return [
        replace(one, passage=replace(one.passage, score=score))
        for key, score, when in scores
        for one in [stored(key, when)]
    ]


def test_asked_for_the_latest_an_older_passage_as_good_loses_and_a_newer_one_off_topic_does_not_win():
    passages = ranked(
        ("older", 1.0, day(2023, 5, 1)), ("newer", 0.95, day(2023, 9, 1)), ("off topic", 0.5, day(2023, 12, 1))
    )
    assert [one.key for one in favour(passages, None, "latest")] == ["newer", "older", "off topic"]
    assert [one.key for one in favour(passages, None, "first")] == ["older", "newer", "off topic"]
    assert [one.key for one in favour(passages, None, None)] == ["older", "newer", "off topic"]


def test_an_undated_passage_is_neither_the_latest_nor_the_first():
    passages = ranked(("undated", 1.0, None), ("dated", 0.95, day(2023, 5, 1)))
    assert [one.key for one in favour(passages, None, "latest")] == ["dated", "undated"]
    assert [one.key for one in favour(passages[:1], None, "first")] == ["undated"]


CHIEFS = [
    article(
        f"Quarry Semiconductor named {name} its chief executive on Tuesday. The board of Quarry chose {name} after a "
        "search of three months, and said that the change takes effect at once.",
        title="Quarry names a chief executive",
        source=outlet,
        url=f"https://paper.example/{name.split()[0].lower()}",
        published=when,
    )
    for name, outlet, when in [
        ("Ottilie Brandt", "The Paper", day(2021, 2, 2)),
        ("Samir Haddad", "The Echo", day(2023, 8, 8)),
        ("Jun Watanabe", "The Courier", day(2022, 5, 10)),
    ]
]
NEWER = [
    article(
        f"The museum of Port Vance opened its {number} hall to visitors on Sunday. The hall shows ships and maps.",
        title=f"Museum opens its {number} hall",
        source="The Paper",
        url=f"https://paper.example/museum-{number}",
        published=day(2024, 1, n),
    )
    for n, number in enumerate(["second", "third", "fourth"], start=2)
]


@pytest.fixture(scope="module")
def chiefs(embedder, tmp_path_factory):
    with open_newsroom(tmp_path_factory.mktemp("chiefs"), embedder=embedder) as room:
        room.ingest([*CHIEFS, *NEWER])
        yield room


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is the latest chief executive of Quarry Semiconductor?", "Samir Haddad"),
        ("Who was first named chief executive of Quarry Semiconductor?", "Ottilie Brandt"),
    ],
)
def test_the_latest_or_first_of_like_reports_comes_first_and_nothing_newer_off_topic_before_them(
    chiefs, question, name
):
    found = chiefs.search(question, k=4, asked="2024-02-01")
    assert name in found[0].text
    assert [passage.title for passage in found[:3]] == ["Quarry names a chief executive"] * 3


# Outlets and articles ------------------------------------------------------------------------------------------------


def copies(count: int, outlet: str, score: float, words: str) -> list[StoredPassage]:
    """Passages of so many articles of one outlet, each a little worse than the one before."""
    made = []
    for number in range(count):
        one = stored(f"{outlet}-{number}")
        text = " ".join(f"{words}{number}{n}" for n in range(6))
        passage = replace(one.passage, source=outlet, score=score - number / 100, text=text)
        made.append(replace(one, passage=passage))
    return made


def test_every_outlet_asked_for_keeps_its_share_of_the_places_for_what_is_on_topic():
    loud, quiet = copies(8, "Wired", 1.0, "loud"), copies(3, "Reuters", 0.7, "quiet")
    passages = [*loud, *quiet]
    both = Filters(outlets=("reuters", "wired"))
    kept = select(passages, 6, on_topic(passages, 0.5), both)
    assert [one.passage.source for one in kept] == ["Wired"] * 3 + ["Reuters"] * 3
    off_topic = select(passages, 6, on_topic(passages, 0.9), both)
    assert [one.passage.source for one in off_topic] == ["Wired"] * 6
    assert [one.passage.source for one in select(passages, 6, on_topic(passages, 0.5), Filters())] == ["Wired"] * 6


def test_a_story_that_two_outlets_print_alike_is_kept_from_each_that_was_asked_for():
    one, two = copies(1, "Wired", 1.0, "same"), copies(1, "Reuters", 0.9, "same")
    passages = [replace(each, cluster="one story") for each in (*one, *two)]
    telling = on_topic(passages, 0.5)
    assert len(select(passages, 4, telling, Filters(outlets=("reuters", "wired")))) == 2
    assert len(select(passages, 4, telling, Filters())) == 1


def test_one_article_gives_few_passages_while_there_are_others_and_all_where_there_are_none():
    long = [replace(one, passage=replace(one.passage, article_id="long")) for one in copies(6, "Wired", 1.0, "long")]
    others = copies(3, "Reuters", 0.5, "other")
    kept = select([*long, *others], 5, set(), Filters())
    assert [one.passage.article_id for one in kept].count("long") == MOST_OF_ARTICLE
    assert select(long, 5, set(), Filters()) == tuple(long[:5])


def test_each_outlet_named_in_a_question_is_searched_by_itself(newsroom):
    found = newsroom.search("What did The Guardian and Wired report about Quillon?", k=4)
    assert {passage.source for passage in found} == {"The Guardian", "theguardian.com", "Wired"}
    assert not newsroom.search("What did Reuters report about Quillon?", k=4, sources="The Nowhere Times")
