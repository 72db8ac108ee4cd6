"""Furniture is learned from what unrelated articles of one outlet repeat, and news that recurs stays."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning.clean import clean_text
from corpus.cleaning.recurring import Furniture, learn, without_furniture
from corpus.cleaning.recurring_evidence import MIN_ARTICLES

SUBJECTS = "chips rockets banks museums ferries vaccines orchards bridges lotteries glaciers schools tunnels".split()
VERBS = "bought sold tested opened closed repaired praised delayed counted painted moved shared".split()
PLACES = "Leeds Turin Osaka Quito Tromso Perth Accra Lyon Gdansk Halifax Nairobi Boise".split()
OBJECTS = "engines ledgers paintings sensors timetables contracts seedlings cables tickets samples desks drills".split()
STARTS = ("The", "The", "The", "A", "Every", "Our", "One", "Another")

NOTICE = "Thank you for reading The Daily Ledger. You can support our reporting with a gift of any size, at any time."
TEASER = "Follow the money: what every league pays its players this season, club by club"
SHARE = "Share This Story Save For Later Listen Now Gift This Story Today"
BIO = (
    "Jane Roe covers harbours for the Ledger from an office above the fish market. "
    "She edited a trade weekly before and keeps bees."
)
PROMOTION = (
    "Every Thursday our reporters pick the stories that mattered and tell you what they mean, "
    "so get The Brief on paper."
)


def sentences(seed: int, count: int = 24) -> list[str]:
    """Sentences of one article, none of which another article has."""
    draw = random.Random(seed)
    return [
        f"{draw.choice(STARTS)} clerk {seed * 100 + index} {draw.choice(VERBS)} {draw.choice(OBJECTS)} of "
        f"{draw.choice(SUBJECTS)} near {draw.choice(PLACES)} while {draw.choice(SUBJECTS)} {draw.choice(VERBS)} "
        f"{draw.choice(OBJECTS)} elsewhere."
        for index in range(count)
    ]


def paragraphed(seed: int) -> str:
    """An article in six paragraphs of four sentences."""
    own = sentences(seed)
    return "\n\n".join(" ".join(own[start : start + 4]) for start in range(0, len(own), 4))


def one_line(seed: int, *, insert: str = "", at: int = 12) -> str:
    """An article as many scrapers give it, with `insert` after its `at`-th sentence."""
    own = sentences(seed)
    return " ".join([*own[:at], *([insert] if insert else []), *own[at:]])


def cleaned(texts: list[str]) -> list[str]:
    furniture = learn(texts)
    return [without_furniture(text, furniture) for text in texts]


# What goes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("furniture", [NOTICE, TEASER])
def test_a_paragraph_that_unrelated_articles_end_with_goes(furniture: str):
    texts = [paragraphed(seed) + (f"\n\n{furniture}" if seed < 3 else "") for seed in range(8)]
    assert cleaned(texts) == [paragraphed(seed) for seed in range(8)]


def test_a_headline_between_paragraphs_of_unrelated_articles_goes():
    plain = [paragraphed(seed) for seed in range(8)]
    texts = [text.replace("\n\n", f"\n\n{TEASER}\n\n", 1) if number < 3 else text for number, text in enumerate(plain)]
    assert cleaned(texts) == plain


def test_a_short_label_goes_from_the_start_of_articles_and_stays_as_a_heading_within_one():
    taught = learn([f"New York Ledger —\n\n{paragraphed(seed)}" for seed in range(6)])
    assert without_furniture(f"New York Ledger —\n\n{paragraphed(9)}", taught) == paragraphed(9)
    first, second, third, *others = paragraphed(9).split("\n\n")
    within = "\n\n".join([first, second, third, "New York Ledger", *others])
    assert without_furniture(within, taught) == within


def test_furniture_glued_to_the_end_of_a_one_line_text_goes_and_the_last_sentence_stays():
    texts = [f"{one_line(seed)} {BIO}" if seed % 2 else one_line(seed) for seed in range(8)]
    assert cleaned(texts) == [one_line(seed) for seed in range(8)]


def test_a_share_bar_glued_before_the_first_sentence_goes_and_that_sentence_keeps_its_first_word():
    texts = [f"{SHARE} {one_line(seed)}" for seed in range(16)]
    assert sum(text.startswith(f"{SHARE} The ") for text in texts) >= MIN_ARTICLES
    assert cleaned(texts) == [one_line(seed) for seed in range(16)]


def test_a_promotion_within_the_text_of_most_articles_goes_and_what_it_parted_are_two_paragraphs():
    texts = [one_line(seed, insert=PROMOTION, at=6 + seed) if seed < 7 else one_line(seed) for seed in range(10)]
    for seed, text in enumerate(cleaned(texts)[:7]):
        own = sentences(seed)
        assert text == " ".join(own[: 6 + seed]) + "\n\n" + " ".join(own[6 + seed :])


def test_no_eight_words_that_furniture_repeats_are_left():
    texts = [f"{SHARE} {one_line(seed, insert=PROMOTION, at=5 + seed)} {BIO}" for seed in range(10)]
    left = "\n".join(cleaned(texts))
    for furniture in (SHARE, PROMOTION, BIO):
        words = furniture.split()
        assert not any(" ".join(words[start : start + 8]) in left for start in range(len(words) - 7))


def test_a_notice_printed_in_place_of_several_articles_leaves_nothing():
    notice = "We use the details you have shared to manage your registration.\n\nWould you like The Daily Ledger?"
    texts = [notice] * MIN_ARTICLES + [paragraphed(seed) for seed in range(5)]
    assert cleaned(texts) == [""] * MIN_ARTICLES + [paragraphed(seed) for seed in range(5)]


def test_a_block_of_a_language_without_spaces_goes():
    def story(seed: int) -> str:
        return "\n\n".join(
            f"第{seed}家公司在第{seed * 31 + part}天宣布了第{seed * 17 + part}项新计划。" for part in range(9)
        )

    notice = "本网站的所有文章均受版权保护未经书面许可不得以任何方式转载或者复制请联系编辑部获取授权"
    texts = [f"{story(seed)}\n\n{notice}" for seed in range(6)]
    assert cleaned(texts) == [story(seed) for seed in range(6)]


# What stays ----------------------------------------------------------------------------------------------------------


def assert_stays(texts: list[str]) -> None:
    assert cleaned(texts) == texts


def test_a_quotation_stays_in_every_article_that_quotes_it():
    quotation = "“We take the safety of our systems very seriously and we will keep improving them,” a spokesman said."
    assert_stays([one_line(seed, insert=quotation, at=5 + seed) for seed in range(10)])
    assert_stays([f"{paragraphed(seed)}\n\n{quotation}" for seed in range(10)])
    straight = quotation.replace("“", '"').replace("”", '"')
    assert_stays([one_line(seed, insert=straight, at=5 + seed) for seed in range(10)])


def test_a_standing_description_within_sentences_stays():
    description = "OpenAI, the San Francisco company behind the popular chatbot ChatGPT,"
    texts = [
        one_line(seed, insert=f"Doctor {seed} told {description} that {SUBJECTS[seed]} matter.") for seed in range(10)
    ]
    assert_stays(texts)
    assert_stays([f"{description} {VERBS[seed]} {OBJECTS[seed]}.\n\n{paragraphed(seed)}" for seed in range(10)])


def test_the_name_of_a_law_or_an_agency_within_sentences_stays():
    name = "the Executive Order on the Safe, Secure, and Trustworthy Development and Use of Artificial Intelligence"
    assert_stays(
        [one_line(seed, insert=f"Critics of {name} in {PLACES[seed]} met {OBJECTS[seed]} twice.") for seed in range(10)]
    )
    agency = "the U.S. Centers for Disease Control and Prevention"
    assert_stays([one_line(seed, insert=f"It rose, {agency} {VERBS[seed]} again.") for seed in range(10)])


def test_a_formula_of_reporting_stays():
    formula = "The company did not immediately respond to a request for comment on the matter."
    assert_stays([one_line(seed, insert=formula, at=4 + seed) if seed < 6 else one_line(seed) for seed in range(20)])


def test_a_sentence_that_explains_a_company_once_more_stays():
    background = (
        "OpenAI, which is backed by Microsoft with billions of dollars, released ChatGPT in November 2022, "
        "and it became the fastest-growing application in history."
    )
    assert_stays([one_line(seed, insert=background, at=4 + seed) if seed < 6 else one_line(seed) for seed in range(20)])


def test_copies_and_updates_of_one_story_stay():
    copies = [f"{paragraphed(0)}\n\nUpdate {number}: {' '.join(sentences(50 + number, 4))}" for number in range(6)]
    assert_stays([*copies, *(paragraphed(seed) for seed in range(1, 9))])


def test_the_paragraphs_that_a_series_on_one_subject_repeats_stay():
    shared = sentences(0, 14)
    series = [paragraphed(40 + number) + "\n\n" + "\n\n".join(shared) for number in range(6)]
    assert_stays([*series, *(paragraphed(seed) for seed in range(1, 9))])


def test_furniture_beside_the_updates_of_a_story_goes_all_the_same():
    updates = [f"{paragraphed(0)}\n\n{' '.join(sentences(50 + number, 4))}" for number in range(4)]
    plain = [*updates, *(paragraphed(seed) for seed in range(1, 9))]
    assert cleaned([f"{text}\n\n{NOTICE}" for text in plain]) == plain


def test_headings_and_answers_that_recur_within_articles_stay():
    texts = [
        "\n\n".join(
            [
                "Background",
                paragraphed(seed),
                "Yes.",
                paragraphed(seed + 20),
                "What happens next",
                paragraphed(seed + 40),
            ]
        )
        for seed in range(8)
    ]
    assert [text.removeprefix("Background\n\n") for text in cleaned(texts)] == [
        text.removeprefix("Background\n\n") for text in texts
    ]


def test_words_learned_as_furniture_stay_where_they_are_part_of_a_sentence():
    furniture = learn([f"{paragraphed(seed)}\n\n{NOTICE}" for seed in range(8)])
    sentence = "It printed that you can support our reporting with a gift of any size, at any time of the year."
    assert without_furniture(f"{paragraphed(30)}\n\n{sentence}", furniture) == f"{paragraphed(30)}\n\n{sentence}"


@pytest.mark.parametrize("count", range(MIN_ARTICLES))
def test_fewer_articles_than_five_teach_nothing(count: int):
    assert learn([f"{paragraphed(seed)}\n\n{NOTICE}" for seed in range(count)]) == Furniture()


def test_texts_without_words_teach_nothing_and_stay():
    assert learn(["", "…", "—", "!", "?", "one two"]) == Furniture()
    assert without_furniture("", learn([f"{paragraphed(seed)}\n\n{NOTICE}" for seed in range(8)])) == ""


# What was learned is kept --------------------------------------------------------------------------------------------


def test_an_article_that_arrives_alone_is_cleaned_by_what_earlier_ones_taught():
    taught = learn([f"{paragraphed(seed)}\n\n{NOTICE}" for seed in range(8)])
    kept = Furniture.from_json(taught.to_json())
    assert kept == taught
    assert without_furniture(f"{paragraphed(60)}\n\n{NOTICE}", kept) == paragraphed(60)


def test_json_holds_nothing_but_lists_of_strings():
    kept = json.loads(learn([f"{SHARE} {one_line(seed)}\n\n{NOTICE}" for seed in range(8)]).to_json())
    assert set(kept) == {"blocks", "runs"}
    assert all(isinstance(phrase, str) for phrases in kept.values() for phrase in phrases)
    assert all(kept.values())


def test_merging_keeps_what_either_learned_in_whichever_order():
    notice = learn([f"{paragraphed(seed)}\n\n{NOTICE}" for seed in range(8)])
    bio = learn([f"{one_line(seed)} {BIO}" for seed in range(8)])
    both = notice.merge(bio)
    assert both == bio.merge(notice) == both.merge(both)
    assert without_furniture(f"{paragraphed(60)} {BIO}\n\n{NOTICE}", both) == paragraphed(60)


def test_the_same_articles_in_another_order_teach_the_same():
    texts = [f"{SHARE} {one_line(seed, insert=PROMOTION, at=5 + seed)}\n\n{NOTICE}" for seed in range(9)]
    assert learn(texts) == learn(texts[::-1])


# Always true ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [SHARE, BIO, PROMOTION, NOTICE, TEASER, "“Quoted " + NOTICE + "”", "(", "•", "—", "Own words."]
)
TAUGHT = learn(
    [f"{SHARE} {one_line(seed, insert=PROMOTION, at=5 + seed)}\n\n{TEASER}\n\n{BIO}\n\n{NOTICE}" for seed in range(9)]
)


@given(
    st.lists(st.one_of(PIECES, st.text(alphabet="aB .,“”\"'(|•é中", max_size=30)), max_size=12),
    st.sampled_from([" ", "\n\n"]),
)
def test_cutting_keeps_the_form_of_clean_text_adds_no_word_and_is_done_at_once(pieces: list[str], between: str):
    text = clean_text(between.join(pieces))
    left = without_furniture(text, TAUGHT)
    assert without_furniture(left, TAUGHT) == left
    assert left == "\n\n".join(block.strip() for block in left.split("\n\n") if block.strip())
    words, rest = re.findall(r"\w+", text), iter(re.findall(r"\w+", text))
    assert len(re.findall(r"\w+", left)) <= len(words)
    assert all(word in rest for word in re.findall(r"\w+", left))  # in the same order


@given(st.lists(st.text(alphabet="ab AB.“”\n", max_size=80), min_size=5, max_size=9))
def test_any_texts_can_be_learned_from(texts: list[str]):
    for text in map(clean_text, texts):
        assert len(without_furniture(text, learn([clean_text(each) for each in texts]))) <= len(text)
