"""Whether passages support a claim, with the real embedding model, on stories about companies that do not exist."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest
from fakes import HashEmbedder
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text, sentences, texts
from stories import FUNDING, HIRING, LAWSUIT, POWER, RELEASE, RESULTS, ROBOTS, RULES, STORIES

import rag.verify.opposites as opposites_module
from rag.values.passage import Passage
from rag.verify import Verifier, support
from rag.verify.stated import accounted_for, read_stated, rivals, same

TEXTS = [story.text for story in STORIES]


@pytest.fixture(scope="session")
def judged(embedder):
    """Judge a claim by all eight stories."""
    return lambda claim: support(claim, TEXTS, embedder=embedder)


@pytest.mark.parametrize(
    ("claim", "story", "quote"),
    [
        ("Mara Lindqvist joined Borealis as head of its scaling group.", HIRING, "joined Borealis on Monday"),
        ("Revenue of Quarry rose to $3.5bn in the first quarter.", RESULTS, "Revenue rose to $3.5 billion"),
        ("Heron 2 can read up to 90,000 words at once.", RELEASE, "reads up to 90,000 words"),
        ("Quarry's shares rose 11% after the report.", RESULTS, "rose by 11 percent"),
        (
            "Lumen Tongue raised 60 million dollars from Parnassus Capital and other investors.",
            FUNDING,
            "raised $60 million",
        ),
    ],
)
def test_a_claim_in_other_words_is_supported_by_the_sentence_that_says_it(judged, claim, story, quote):
    found = judged(claim)
    assert found.label == "supported"
    assert TEXTS[found.passage] == story.text
    assert quote in story.text[found.start : found.end]


@pytest.mark.parametrize(
    ("claim", "story"),
    [
        ("Revenue rose to $4.5 billion in the first quarter.", RESULTS),  # another amount
        ("Revenue fell to $3.5 billion in the first quarter.", RESULTS),  # the opposite verb
        ("Four novelists sued Quillon in a federal court in Chicago.", LAWSUIT),  # another name
        ("Five novelists sued Quillon in a federal court in Boston.", LAWSUIT),  # another number, in words
        ("Developers may not download its weights without paying.", RELEASE),  # a negation
        ("The law allows the police to scan crowds with cameras.", RULES),
        ("Halden Motors resumed its fleet of driverless taxis in the city of Port Vance.", ROBOTS),
        ("The station closed in 2012 and is to be restarted by 2027.", POWER),  # another year
        ("Quillon sued four novelists in a federal court in Boston.", LAWSUIT),  # who sued whom
    ],
)
def test_a_claim_that_differs_in_one_thing_is_contradicted_by_the_sentence_it_differs_from(judged, claim, story):
    found = judged(claim)
    assert found.label == "contradicted"
    assert TEXTS[found.passage] == story.text
    assert found.score <= 0.1


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "Borealis fined the Coast Guard $9 million.",
            "The Coast Guard fined Borealis $9 million on Tuesday.",
        ),  # who whom
        ("Quarry sold Tern for $210 million.", "Quarry bought Tern for $210 million on Friday."),
        ("Tern hired Lena Brandt from Quarry.", "Quarry hired Lena Brandt, who had been head of sales at Tern."),
        ("Segar replaced Haas at Tern.", "Haas, who ran sales at Quarry, replaced Segar at Tern."),
        ("Keeping pirated copies was fair use.", "Training on books was fair use, but keeping pirated copies was not."),
        (
            "Quarry signed the pledge in Vienna.",
            "Six labs signed a pledge in Vienna. Quarry refused to sign the pledge.",
        ),
        ("Tern raised $58 million in a Series A round.", "Tern raised $58 million in a Series B round."),
        (
            "Tern's sales were $56 million in 2025.",
            "Tern's sales were $78 million in 2025, up from $56 million in 2024.",
        ),
        ("Quarry bought Tern for $210 million.", "Quarry plans to buy Tern for $210 million."),  # a plan
        ("Quarry bought Tern for $210 million.", "Quarry bought Tern on Friday and named no price."),
        ("Tern copied the books.", "The authors accuse Tern of copying the books."),
        ("Tern made all of its models public.", "Tern made two of its models public."),
        ("Quarry sold the plant in July.", "Quarry sold the plant in December."),
        ("Tern made a loss of $9 million.", "Tern's sales were $9 million, and Tern made a loss of $4 million."),
        ("The rules for chips are delayed.", "The bans of May and the rules for chips are not delayed."),
        ("Tern released Heron on Monday.", "Tern released Sparrow on Monday, two days before Heron."),
        ("Quarry's shares tumbled 11% after the report.", "Shares of Quarry rose by 11 percent after the report."),
    ],
)
def test_what_a_passage_says_otherwise_or_only_in_part_is_never_supported_by_it(embedder, claim, passage):
    assert support(claim, [passage], embedder=embedder).label != "supported"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Borealis was fined $9 million by the Coast Guard.", "The Coast Guard fined Borealis $9 million on Tuesday."),
        ("Tern was bought by Quarry in 2024.", "Tern was founded in Oslo in 2010 and was bought by Quarry in 2024."),
        (
            "The EU Chat Act entered into force on 1 August.",
            "The European Union's Chat Act entered into force on 1 August.",
        ),
        ("The CGA fined Borealis.", "The Coast Guard Agency fined Borealis on Tuesday."),
        ("Quarry did not sign the pledge.", "Tern and Quarry did not sign the pledge in Vienna."),
    ],
)
def test_the_passive_initials_and_a_negation_on_both_sides_keep_a_claim_supported(embedder, claim, passage):
    assert support(claim, [passage], embedder=embedder).label == "supported"


def test_what_only_the_title_says_is_supported_by_no_sentence_that_lacks_it(embedder):
    text = "Skarholm was shut down in 2019 for economic reasons. It has two reactors."
    title = "Quarry restarts Skarholm for Tern"
    passage = Passage(
        article_id="a",
        version=1,
        title=title,
        source="Reuters",
        published=None,
        url=None,
        text=text,
        start=0,
        end=len(text),
    )
    assert support("Tern will restart Skarholm for Quarry.", [passage], embedder=embedder).label != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "The weather in Paris was fine all week.",
        "Zephyrine opened a bakery in Lisbon.",
        "The orchestra will play two symphonies in April.",
        "Tomatoes were cheaper than cucumbers for most of the summer.",
    ],
)
def test_what_no_passage_speaks_of_is_unsupported_and_never_contradicted(judged, claim):
    assert judged(claim).label == "unsupported"


@pytest.mark.parametrize(
    "claim", ["Mara Lindqvist joined Borealis for a salary of $9 million.", "Quillon is based in Reykjavik."]
)
def test_a_figure_or_name_that_no_passage_holds_keeps_a_claim_from_being_supported(judged, claim):
    assert judged(claim).label in ("partial", "unsupported")


def test_every_sentence_of_the_stories_is_supported_by_its_own_story_in_full(embedder):
    for story in STORIES:
        for sentence in story.text.replace("\n\n", " ").split(". ")[:2]:
            found = support(sentence, [story.text], embedder=embedder)
            assert (found.label, found.score) == ("supported", 1.0), sentence


def test_words_that_are_taken_back_before_they_end_are_no_verbatim_support(embedder):
    passage = "It is not true that Borealis will buy the power station at Skarholm."
    found = support("Borealis will buy the power station at Skarholm.", [passage], embedder=embedder)
    assert found.score < 1


def test_the_least_supported_sentence_of_several_counts(judged):
    true, made_up = "Heron 2 can read up to 90,000 words at once.", "It was painted green by sailors in Lisbon."
    assert judged(f"{true} {made_up}").score < judged(true).score
    assert judged(f"{true} {made_up}").label != "supported"


def test_a_passage_that_says_it_outweighs_one_that_says_otherwise(embedder):
    says, denies = "Quarry raised $60 million from investors on Monday.", "Quarry raised $50 million from investors."
    found = support("Quarry raised $60 million from its investors.", [denies, says], embedder=embedder)
    assert (found.label, found.passage) == ("supported", 1)


def test_the_title_outlet_and_day_of_a_passage_count_as_known(embedder):
    text = "The chip maker said on Wednesday that its revenue rose to $3.5 billion."
    claim = "The chip maker Quarry said on 24 May 2023 that its revenue rose to $3.5 billion."
    passage = Passage(
        article_id="a",
        version=1,
        title=RESULTS.title,
        source="Reuters",
        published=RESULTS.published,
        url=None,
        text=text,
        start=0,
        end=len(text),
    )
    assert support(claim, [passage], embedder=embedder).label == "supported"
    assert support(claim, [text], embedder=embedder).label != "supported"


def test_nothing_is_supported_by_nothing():
    assert support("Borealis hired her.", [], embedder=HashEmbedder()).score == 0
    for empty in ("", "  \n", "... !", "[1]"):
        found = support(empty, TEXTS, embedder=HashEmbedder())
        assert (found.label, found.score, found.passage) == ("unsupported", 0.0, None)
    assert support("Borealis hired her.", ["", "\n\n", "—"], embedder=HashEmbedder()).label == "unsupported"


@pytest.mark.parametrize(
    "claim",
    [
        "half a pair \ud83d is no character here",
        "وقالت الشركة إنها استثمرت ٣٫٥ مليار دولار في الذكاء الاصطناعي.",
        "The table holds " + " ".join(str(n) for n in range(500)) + ".",
        "word " * 600,
    ],
)
def test_odd_claims_are_judged_and_raise_nothing(embedder, claim):
    assert 0 <= support(claim, [*TEXTS, claim.encode("utf-8", "replace").decode()[:300]], embedder=embedder).score <= 1


@given(claim=st.one_of(sentences(), any_text), passages=st.lists(st.one_of(texts(), any_text), max_size=3))
def test_the_place_is_a_stretch_of_its_passage_and_the_score_a_share(claim, passages):
    found = Verifier(HashEmbedder()).support(claim, passages)
    assert 0 <= found.score <= 1
    if found.passage is not None and found.label != "unsupported":
        text = passages[found.passage]
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip()


# Figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$1.5bn", "1.5 billion dollars"),
        ("$1,500,000,000", "$1.5 billion"),
        ("40%", "40 per cent"),
        ("twenty-five people", "25 people"),
        ("a dozen people", "12 people"),
        ("29 May 1943", "May 29, 1943"),
        ("2023-05-29", "29 May 2023"),
        ("£3m", "three million pounds"),
        ("$3.5 billion", "$3.47 billion"),  # the claim rounds what the passage says
        ("May 2023", "29 May 2023"),  # and a month is less than a day
    ],
)
def test_figures_written_otherwise_are_the_same(one, other):
    (mine,), (theirs,) = read_stated(one), read_stated(other)
    assert same(mine, theirs)
    assert not rivals(mine, theirs)


@pytest.mark.parametrize(
    ("one", "other"),
    [("$1.5bn", "$1.6bn"), ("40%", "41%"), ("29 May", "30 May"), ("2022", "2023"), ("four people", "five people")],
)
def test_figures_of_one_kind_that_differ_are_rivals(one, other):
    (mine,), (theirs,) = read_stated(one), read_stated(other)
    assert rivals(mine, theirs)
    assert not same(mine, theirs)


@pytest.mark.parametrize(("one", "other"), [("40%", "40 people"), ("$40", "£41"), ("29 May", "29 people")])
def test_figures_of_different_kinds_are_neither_the_same_nor_rivals(one, other):
    (mine,), (theirs,) = read_stated(one), read_stated(other)
    assert not same(mine, theirs)
    assert not rivals(mine, theirs)


def test_a_weekday_of_an_article_is_the_date_that_its_publishing_gives_it():
    (day,), passage = read_stated("22 May 2023"), read_stated("on Monday")
    assert accounted_for(day, passage, RESULTS.published.date())
    assert not accounted_for(day, passage, None)


@given(any_text)
def test_figures_stand_where_they_say_and_never_overlap(text):
    stated = read_stated(text)
    assert all(0 <= one.start < one.end <= len(text) for one in stated)
    assert all(one.end <= other.start for one, other in pairwise(stated))


def test_opposites_are_all_known_to_each_of_the_threads_that_ask_for_them_first():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(20):
                opposites_module._table.cache_clear()
                barrier = Barrier(8)
                found = pool.map(
                    lambda barrier: barrier.wait() >= 0 and opposites_module.opposites("ad"), [barrier] * 8
                )
                assert list(found) == [{"remov"}] * 8
    finally:
        sys.setswitchinterval(interval)
