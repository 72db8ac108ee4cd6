"""What a sentence points back to, the one name it stands for, and the sentence before where no name is sure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from made_up import any_text, texts

from rag.choose.references import Reference, reference
from rag.text.sentences import Span, split_sentences

FOUNDING = "Quarry, a startup that makes chips, was founded by Daniel Lau."


def last(text: str, title: str = "") -> Reference | None:
    """The reference of the last sentence of `text`."""
    return reference(text, split_sentences(text)[-1], title)


def before(text: str) -> str:
    found = last(text)
    assert found is not None
    assert found.name == ""
    return text[found.before.start : found.before.end] if found.before else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Daniel Lau said he would leave.",
        "In his book, Daniel Lau says chips are cheap.",
        "It is unclear how much was paid.",
        "It rained in London on Monday.",
        "It’s hard to say what comes next.",
        "“We hired three engineers,” Daniel Lau said.",
        "The company that makes ChatGPT raised $10 billion.",
        "A handler brushes his dog before the show.",
        "Quarry said the company would hire more.",
        "This week, OpenAI hired three engineers.",
        "As it became clear, Daniel Lau said, nobody paid.",
        "When he was a senator, Daniel Lau wrote two laws.",
    ],
)
def test_a_sentence_that_stands_alone_points_nowhere(sentence):
    assert last(f"{FOUNDING} Daniel Lau spoke on Monday. {sentence}") is None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Daniel Lau joined Tesla in May. He left in June.", "He", "Daniel Lau"),
        ("Daniel Lau joined Tesla in May. But he left in June.", "he", "Daniel Lau"),
        ("Daniel Lau joined Tesla.\n\nLau left in June.\n\n“It was time,” he said.", "he", "Daniel Lau"),
        ("Maria Ng joined in May. Her contract ends in June.", "Her", "Maria Ng"),
        ("Mr. Lau joined Tesla in May. He left in June.", "He", "Mr. Lau"),
        (f"{FOUNDING} Quarry raised $5 million. The startup will hire ten people.", "The startup", "Quarry"),
        ("OpenAI made ChatGPT. OpenAI is in talks. In May, the company hired Lau.", "the company", "OpenAI"),
        ("OpenAI made ChatGPT. OpenAI is in talks. It also plans to hire.", "It", "OpenAI"),
        ("“It works,” Daniel Lau said. “We sell it now.”", "the speaker", "Daniel Lau"),
        ("Senators wrote the Open Chips Act in May. The bill failed.", "The bill", "Open Chips Act"),
        ("The case is at the Supreme Court. The court will rule in June.", "The court", "Supreme Court"),
        ("The Federal Trade Commission sued in May. The agency lost.", "The agency", "Federal Trade Commission"),
        ("Google made Bard in May. The chatbot is slow.", "The chatbot", "Bard"),
        ("Senate Bill 475 passed in May. The bill is short.", "The bill", "Senate Bill 475"),
    ],
)
def test_the_one_name_that_nothing_competes_with_is_given_in_full(text, words, name):
    assert last(text) == Reference(words, name)


@pytest.mark.parametrize(
    "text",
    [
        "Daniel Lau met Peter Ng in May. He left in June.",
        "A spokesman for Daniel Lau spoke in May. He left in June.",
        "He hired Daniel Lau in May. He left in June.",
        "Maria Ng joined Tesla in May. He left in June.",
        "Peter Ng spoke in May. The facts around his death are not clear.",
        "Henkel AG, which owns Dial Labs, spoke in May. The company left.",
        "Daniel Lau and his brother Tom Lau joined in May. He left in June.",
        "Google and Microsoft invested in May. The company lost money.",
        "Google made Bard and OpenAI made ChatGPT. The chatbot is slow.",
        "OpenAI released GPT-4 in May. It can read images.",
        "Prices rose by a third in May. This surprised the banks.",
        "Quarry bought Acme in May. The deal cost $5 million.",
        "Google’s model answered in May. It told Lau no.",
        "Quarry bought Acme in May. The move surprised the banks.",
    ],
)
def test_where_no_name_is_sure_the_sentence_before_is_shown(text):
    assert before(text) == text[: text.index(".") + 1]


def test_whoever_is_named_in_the_sentence_is_not_meant_by_its_pronoun():
    found = last("Doctors saw Maria Ng in May. While she spoke with Ng, a boy shouted.")
    assert found is not None
    assert found.name == ""


def test_two_sentences_are_shown_where_the_first_points_back_too():
    text = "Prices rose by a third in May. This surprised the banks. That is why they sold."
    assert before(text) == "Prices rose by a third in May. This surprised the banks."


@pytest.mark.parametrize(
    "text",
    [
        "Google made LaMDA. Lau asked LaMDA to sing. It said no.",
        "OpenAI hired Lau in May. The offices were closed. The bank paid Lau.",
        "Writers sued OpenAI. The suit was filed by the Joseph Roe Law Firm. The firm also sues Adobe.",
    ],
)
def test_a_company_named_before_another_thing_is_not_meant(text):
    found = last(text)
    assert found is not None
    assert found.name not in ("Google", "OpenAI")


def test_a_word_that_only_opens_a_sentence_is_no_company():
    found = last("Specifically, the company keeps its data apart. The company will say more.")
    assert found is not None
    assert found.name == ""


def test_the_name_of_a_text_that_is_no_law_is_not_cut_to_one():
    found = last("The White House wrote the AI Bill of Rights in May. The bill is short.")
    assert found is not None
    assert found.name == ""


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Jo Roe stands in the snow. This surprised the banks.",
        "Prices rose " + "and rose " * 40 + "in May. This surprised the banks.",
        "This surprised the banks.",
        "The price rose by a third in May. He left in June.",
        "I hired Lau in May. We pay him well.",
    ],
)
def test_a_sentence_before_that_settles_nothing_is_not_shown(text):
    assert before(text) == ""


def test_a_headline_between_two_sentences_ends_the_search():
    found = last("Daniel Lau joined Tesla in May.\n\nOther news\n\nHe left in June.")
    assert found == Reference("He")


def test_the_speaker_is_the_one_beside_the_verb():
    found = last("“I try,” said Tom, who came with his father, David Lau. “My best is nine.”")
    assert found is not None
    assert found.name != "David Lau"


def test_a_pronoun_inside_a_quotation_is_the_speakers():
    text = "Peter Ng said: “I saw the data. He turned the wheel. Nobody did more.”"
    middle = text.index("He turned")
    found = reference(text, Span(middle, middle + len("He turned the wheel.")))
    assert found is not None
    assert found.words == "the speaker"


def check(text: str) -> None:
    for span in split_sentences(text):
        found = reference(text, span, "A title")
        if found is None:
            continue
        assert found.words
        assert not (found.name and found.before)
        assert found.name in text
        if found.before:
            assert found.before.end <= span.start
            assert not text[found.before.end : span.start].strip()
            assert 1 <= len(split_sentences(text[found.before.start : found.before.end])) <= 2


@given(any_text)
def test_names_are_the_articles_and_what_is_shown_stands_directly_before_in_any_text(text):
    check(text)


@settings(max_examples=30)
@given(texts(most=20))
def test_names_are_the_articles_and_what_is_shown_stands_directly_before_in_articles(text):
    check(text)
