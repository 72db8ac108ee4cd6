"""Cleaning leaves the article and nothing else: characters, paragraphs, furniture."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning.clean import clean_text, without_title

SHARED = Path(__file__).parents[2].parent / "shared"
PROSE = "OpenAI hired David Lau from Tesla on Tuesday. He will lead a team of twelve engineers."
MORE_PROSE = "The company did not say what it pays him. Tesla declined to comment."


def with_article(*furniture: str, then: str = "") -> str:
    """Two paragraphs of an article with furniture between (or after) them."""
    return "\n\n".join(part for part in (PROSE, *furniture, then) if part)


# Characters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("One\r\nmore line.\r\n\r\nTwo.\rThree.", "One more line.\n\nTwo.\n\nThree."),
        ("A\tB\u00a0C\u2009D  E", "A B C D E"),
        ("Trailing space.   \n\n  Leading space.", "Trailing space.\n\nLeading space."),
        ("\ufeffMark at the start, zero\u200bwidth, soft\u00adhyphen.", "Mark at the start, zerowidth, softhyphen."),
        ("Order \u202ereversed\u202c and \u2066isolated\u2069 text.", "Order reversed and isolated text."),
        ("Bell\x07 and null\x00 and escape\x1b.", "Bell and null and escape."),
        ("Caf\u0065\u0301 opens.", "Café opens."),
        (
            "A pair \ud83d\ude00 of surrogates, and a lone one \ud800.",
            "A pair 😀 of surrogates, and a lone one \ufffd.",
        ),
        ("Line\u2028separator. \u2029 Paragraph separator.", "Line separator.\n\nParagraph separator."),
    ],
)
def test_characters_that_a_reader_does_not_see_are_settled(raw: str, clean: str):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "👩‍💻 and 👨‍👩‍👧 and 🏳️‍🌈 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿 work.",
        "می‌خواهم بروم.",
        "क्‍ष और क्‌ष अलग हैं।",
        "مرحبا بالعالم. שלום עולם.",
        "Z͑ͫ̓ a̐é with marks.",
    ],
)
def test_joiners_and_marks_that_are_spelling_stay(text: str):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_a_joiner_between_latin_letters_goes():
    assert clean_text("Open\u200dAI hired\u200c him.") == "OpenAI hired him."


# Paragraphs ----------------------------------------------------------------------------------------------------------


def test_a_newline_inside_a_paragraph_is_a_space_where_blank_lines_part_paragraphs():
    assert clean_text("He said that\nSam Altman left.\n\n\n\nNobody\nanswered him.") == (
        "He said that Sam Altman left.\n\nNobody answered him."
    )


def test_hard_wrapped_lines_become_one_paragraph_without_any_blank_line():
    wrapped = (
        "The company said on Tuesday that it had\n"
        "hired a former vice president of Tesla\n"
        "for the team that runs its computers. It\n"
        "gave no reason.\n"
        "The team is led by the president of the\n"
        "company, who founded it with others."
    )
    assert clean_text(wrapped) == (
        "The company said on Tuesday that it had hired a former vice president of Tesla for the team that runs its "
        "computers. It gave no reason.\n\n"
        "The team is led by the president of the company, who founded it with others."
    )


def test_one_paragraph_a_line_stays_one_paragraph_a_line():
    assert clean_text(f"{PROSE}\n{MORE_PROSE}") == f"{PROSE}\n\n{MORE_PROSE}"


def test_lines_that_go_on_in_lower_case_belong_together():
    assert (
        clean_text("The price rose\nto ten dollars, and\nfell again") == "The price rose to ten dollars, and fell again"
    )


def test_a_list_of_headlines_is_not_joined_into_a_sentence():
    text = clean_text(
        f"{PROSE}\n\nWhat else happened:\n\nNvidia Buys Arm\nIntel Sells a Plant in Ohio\nAMD Does Nothing At All"
    )
    assert text.endswith("Nvidia Buys Arm\n\nIntel Sells a Plant in Ohio\n\nAMD Does Nothing At All")


# Furniture -----------------------------------------------------------------------------------------------------------


def test_the_seed_article_loses_its_furniture_and_nothing_else():
    seed = SHARED / "seed" / "openai-scaling-team.txt"
    if not seed.is_file():
        pytest.skip("../shared/seed is not on this machine")
    raw = seed.read_text(encoding="utf-8")
    assert clean_text(raw) == raw[: raw.index("\n\nAI\n\nArticles You May Like")]


@pytest.mark.parametrize(
    "heading",
    [
        "Articles You May Like",
        "You may also like",
        "Related articles",
        "RELATED STORIES",
        "Related Posts:",
        "Recommended",
        "More from The Paper",
        "Most popular",
        "Trending now",
        "Read next",
        "Editor's Picks",
        "Recent Posts",
        "See also",
    ],
)
def test_a_heading_over_other_headlines_goes_with_them(heading: str):
    headlines = (
        "How Qwen Revolutionizes Intelligence\nTesla’s Robotaxi: A Leap or an Overreach?\nIntel’s Bold Turnaround"
    )
    assert clean_text(with_article(heading, headlines)) == PROSE
    assert clean_text(with_article(heading, headlines, then=MORE_PROSE)) == f"{PROSE}\n\n{MORE_PROSE}"


def test_prose_under_such_a_heading_stays():
    assert clean_text(with_article("Trending", then=MORE_PROSE)).endswith(MORE_PROSE)


def test_a_long_list_in_mid_article_is_the_articles_own():
    items = "\n\n".join(f"Model number {number}" for number in range(20))
    assert "Model number 19" in clean_text(with_article("Most popular", items, then=MORE_PROSE))


@pytest.mark.parametrize(
    "furniture",
    [
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *",
        "Leave a Reply\n\nCancel reply",
        "Name *\n\nEmail *\n\nWebsite",
        "Save my name, email, and website in this browser for the next time I comment.",
        "You must be logged in to post a comment.",
        "3 Comments",
        "Share on Facebook Share on X Share on LinkedIn",
        "Share this article",
        "Facebook Twitter LinkedIn WhatsApp Email",
        "Advertisement",
        "ADVERTISEMENT",
        "Sponsored Content",
        "Sign up for our newsletter",
        "Sign up for our daily newsletter. Get the best in your inbox. By signing up, you agree to our Privacy Policy.",
        "What's everyone talking about? Sign up for our trending newsletter to get the latest news of the day",
        "Subscribe to The Morning, our weekday newsletter!",
        "Get Dr. Smith's weekly newsletter Sign up here to read Dr. Smith every Tuesday.",
        "We use cookies to improve your experience. By clicking accept, you agree to this.",
        "By continuing to use this website you agree to our cookie policy.",
        "Accept all cookies",
        "Photograph: Joel Saget/AFP/Getty Images",
        "Image credit: Jane Doe",
        "Photo by Jane Doe on Unsplash",
        "Leah Millis/Pool via Getty Images",
        "Read more: Nvidia buys Arm in the biggest deal of the year",
        "More:Who are the 14 engineers that left Tesla? And why?",
        "READ MORE",
        "Fact check:Video of a robot walking out of a factory is fabricated",
        "Listen to this article 00:00 10:48",
        "5 min read",
        "© 2023 The Paper. All rights reserved.",
    ],
)
def test_furniture_goes_from_the_middle_and_from_the_end(furniture: str):
    assert clean_text(with_article(furniture, then=MORE_PROSE)) == f"{PROSE}\n\n{MORE_PROSE}"
    assert clean_text(with_article(furniture)) == PROSE


@pytest.mark.parametrize(
    "prose",
    [
        "Related articles of the law let the regulator fine a company that hides how its model was trained.",
        "The newsletter Platformer reported the hire first. Subscribe rates rose after its report, its owner said.",
        "He told readers to sign up for his newsletter, and 4,000 of them did within a day.",
        "Most popular chatbots answered the question wrongly. ChatGPT got it right twice.",
        "We use cookies here as an example of what a robot can bake, said Dr. Lee of MIT. It made 40 of them.",
        "Your email address will never be safe from such models, she said, unless the law changes.",
        "Advertisement revenue at Google fell by 4% in the quarter.",
        "Recommended doses vary. The agency will publish its own list.",
        "More: that is what investors want from Nvidia, and what it gave them on Wednesday.",
        "Related: the company said it would appeal.",
        "Share prices of Facebook, Twitter, Reddit and Pinterest fell.",
        "Facebook, Twitter and LinkedIn declined to comment. Reddit did not answer.",
        "Photograph: that was the first word the model read from the page.",
        "Read more books, he told his students, and fewer of my posts.",
        "Get rich quick was the message of his newsletter.",
        "Sign up for the newsletter, the page said, and 4,000 did.",
        "Image by image, the model learned to see. It took a year.",
        "Trending topics were written by a model that nobody had tested.",
    ],
)
def test_an_articles_own_sentences_stay_though_they_hold_such_words(prose: str):
    assert clean_text(with_article(prose, then=MORE_PROSE)) == f"{PROSE}\n\n{prose}\n\n{MORE_PROSE}"
    assert clean_text(prose) == prose


def test_sentences_beside_a_request_to_subscribe_stay():
    raw = f"{PROSE} Sign up for our newsletter to get the latest news of the day."
    assert clean_text(raw) == PROSE
    raw = f"Sign up for our newsletter. {PROSE}"
    assert clean_text(raw) == PROSE


def test_a_few_tag_lines_after_the_last_sentence_go():
    assert clean_text(with_article("AI")) == PROSE
    assert clean_text(with_article("OpenAI", "Tesla", "Talent wars")) == PROSE
    assert clean_text(with_article("Tags: AI, OpenAI, Tesla")) == PROSE


def test_a_list_at_the_end_stays():
    drivers = [f"{place}. Driver {place}" for place in range(1, 11)]
    assert clean_text(with_article("The result:", *drivers)).endswith("10. Driver 10")
    assert clean_text(with_article("The result:", "1. Verstappen", "2. Norris")).endswith("2. Norris")


def test_a_text_of_one_short_line_is_not_taken_for_a_tag():
    assert clean_text("OpenAI") == "OpenAI"


@pytest.mark.parametrize(
    ("glued", "clean"),
    [
        (f"{PROSE} Explore more on these topics OpenAI Tesla Chips", PROSE),
        (
            f"{PROSE} Explore more on these topics OpenAI More on this story More on this story Who left? 3 May 2022",
            PROSE,
        ),
        (f"{PROSE} Topics Artificial Intelligence ChatGPT", PROSE),
        (f"Headline of it Share on Facebook Share on X Share on LinkedIn {PROSE}", f"Headline of it\n\n{PROSE}"),
        (f"Headline of it Reddit Pocket Flipboard Email {PROSE}", f"Headline of it\n\n{PROSE}"),
        (f"Headline of it Save this story Save Save this story Save {PROSE}", f"Headline of it\n\n{PROSE}"),
        (f"By Jane Doe, a reporter. | Share this story {PROSE}", f"By Jane Doe, a reporter.\n\n{PROSE}"),
        (f"Lau in May. Photograph: Joel Saget/AFP/Getty Images {PROSE}", f"Lau in May.\n\n{PROSE}"),
        (f"Lau in May. Photograph: Ann Lee/The Washington Post/Getty {PROSE}", f"Lau in May.\n\n{PROSE}"),
        (f"Lau in May. Photograph: Reuters {PROSE}", f"Lau in May.\n\n{PROSE}"),
        (f"{PROSE} >>Don’t miss our special issue: chips.<< {MORE_PROSE}", f"{PROSE}\n\n{MORE_PROSE}"),
        ('He wrote "https://example.org/a?b=c\\">a report on it.', "He wrote a report on it."),
    ],
)
def test_furniture_inside_a_text_scraped_as_one_line_goes(glued: str, clean: str):
    assert clean_text(glued) == clean


@pytest.mark.parametrize("word", ["Topics", "Most viewed", "Related stories"])
def test_sentences_after_such_words_inside_a_line_stay(word: str):
    raw = f"{PROSE} {word} are on the agenda of the next meeting. {MORE_PROSE}"
    assert clean_text(raw) == raw


def test_what_is_furniture_only_leaves_nothing():
    assert clean_text("Advertisement\n\nShare on Facebook\n\nLeave a Reply") == ""
    assert clean_text(" \n\t\r\n\u200b\ufeff ") == ""


# Properties ----------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        PROSE,
        MORE_PROSE,
        "AI",
        "Related articles",
        "Advertisement",
        "Share on Facebook Share on X",
        "Leave a Reply",
        "|",
        "Explore more on these topics",
        "Photograph: A B/AFP/Getty Images",
        "More:Who left? And why?",
        "Topics AI Chips",
        "Sign up for our newsletter.",
        ">>Follow us<<",
        "Headline Without An End",
        "He went\nhome.",
        "é",
        "é",
        "👩\u200d💻",
        "\u200d",
        "\u200c",
        "\ufeff",
        "�",
        "\u202e",
        "نص",
        "1.",
        "U.S.",
        "“Quote.”",
        '"https://a.b/c">',
        "Tags: a",
    ]
)
GLUE = st.sampled_from(["\n\n", "\n", " ", "", "\r\n", "\t", "\u00a0", "\u2029", ". "])
PAGES = st.lists(st.tuples(PIECES | st.text(max_size=30), GLUE), max_size=12).map(
    lambda parts: "".join(piece + glue for piece, glue in parts)
)


@given(PAGES)
def test_cleaning_clean_text_changes_nothing(raw: str):
    once = clean_text(raw)
    assert clean_text(once) == once


@given(PAGES)
def test_clean_text_is_plain_paragraphs_parted_by_one_blank_line(raw: str):
    text = clean_text(raw)
    assert unicodedata.is_normalized("NFC", text)
    text.encode("utf-8")  # no lone surrogate is left to fail later
    assert all(line == line.strip() and line for line in text.split("\n\n")) or text == ""
    assert "\n" not in text.replace("\n\n", "")
    assert not set(text) & set("\r\t\u00a0\ufeff\u200b\u202e\x00\x07")


WORDS = st.lists(
    st.sampled_from(["openai", "hired", "a", "team", "of", "its", "rivals", "in", "may"]), min_size=4, max_size=20
)
SENTENCES = WORDS.map(lambda words: " ".join(words).capitalize() + ".")
PROSE_PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6)


@given(PROSE_PARAGRAPHS)
def test_paragraphs_of_full_sentences_come_out_as_they_went_in(blocks: list[str]):
    assert clean_text("\r\n\r\n".join(blocks)) == "\n\n".join(blocks)


# Titles --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"OpenAI hires from Tesla again {PROSE}", "OpenAI hires from Tesla again"),
        (f"OpenAI hires from Tesla again\n\n{PROSE}", "OpenAI hires from Tesla again | The Paper"),
        (f"‘Hires’ from Tesla – again and again {PROSE}", "'Hires' from Tesla - again and again - The Paper"),
        (f"OpenAI hires from Tesla again OpenAI hires from Tesla again {PROSE}", "OpenAI Hires From Tesla Again"),
    ],
)
def test_an_articles_own_title_before_its_first_sentence_is_taken_off(text: str, title: str):
    assert without_title(text, title) == PROSE


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("OpenAI hires from Tesla again and again, it says.", "OpenAI hires from Tesla again"),
        ("OpenAI said on Monday that it hired him.", "OpenAI"),
        ("OpenAI hires from Tesla again", "OpenAI hires from Tesla again"),
        ("He wrote that OpenAI hires from Tesla again and again.", "OpenAI hires from Tesla again"),
        (PROSE, ""),
    ],
)
def test_a_sentence_that_begins_like_the_title_stays_whole(text: str, title: str):
    assert without_title(text, title) == text


def test_an_articles_own_title_glued_between_a_summary_and_the_story_parts_them():
    text = f"A summary of it. Artificial intelligence OpenAI hires from Tesla -- again {PROSE}"
    parted = f"A summary of it. Artificial intelligence\n\n{PROSE}"
    assert without_title(text, "OpenAI hires from Tesla — again | Chips | The Paper") == parted
