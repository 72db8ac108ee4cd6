"""The kind of answer a question wants, the noun it turns on, and the type of thing that answers it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import any_text

from rag.asked.kinds import Asked, answer_type, read_asked, read_kind


@pytest.mark.parametrize(
    ("question", "asked", "answer"),
    [
        ("Who, according to The Verge, leads the unit?", Asked("who", "", "leads"), "person"),
        ("Who bought Figma?", Asked("who", "", "bought"), "name"),
        ("Who is the CEO of xAI?", Asked("who", "", "is ceo"), "person"),
        ("Whose voice did it resemble?", Asked("who", ""), "person"),
        ("On which date did Italy ban ChatGPT?", Asked("when", "date"), "date"),
        ("In what year was DeepMind founded?", Asked("when", "year"), "date"),
        ("Which country banned it first?", Asked("where", "country"), "place"),
        ("How many employees did Meta lay off?", Asked("how_many", "employees"), "number"),
        ("How many AI chips does it run?", Asked("how_many", "chips"), "number"),
        ("How many years did he get?", Asked("how_many", "years"), "duration"),
        ("How many billion dollars did it invest?", Asked("how_many", "dollars"), "money"),
        ("How long was the pause?", Asked("how_many", "long"), "duration"),
        ("How old is he?", Asked("how_many", "old"), "number"),
        ("How much did Mistral raise?", Asked("how_much", "money"), "money"),
        ("Revenue grew by how much?", Asked("how_much", ""), "amount"),
        ("By how much was the fine raised?", Asked("how_much", ""), "amount"),
        ("The clocks moved by how much time?", Asked("how_much", "time"), "duration"),
        ("How big is the fund?", Asked("how_many", "big"), "amount"),
        ("How expensive is the plan?", Asked("how_many", "expensive"), "amount"),
        ("How fast does it run?", Asked("how_many", "fast"), "amount"),
        ("How much of the revenue comes from chips?", Asked("how_much", "share"), "percent"),
        ("By how much did revenue grow?", Asked("how_much", ""), "amount"),
        ("What percentage of jobs is exposed?", Asked("how_much", "percentage"), "percent"),
        ("What did it cost to train?", Asked("how_much", "cost"), "money"),
        ("What does Copilot cost per month?", Asked("how_much", "cost"), "money"),
        ("What was the price?", Asked("what", "price"), "money"),
        ("What is Anthropic worth?", Asked("how_much", "worth"), "money"),
        ("What had Microsoft paid for it?", Asked("how_much", "money"), "money"),
        ("What is worth knowing about Q*?", Asked("what", ""), "any"),
        ("At what price did Arm go public?", Asked("how_much", "price"), "money"),
        ("What fine did Clearview get?", Asked("what", "fine"), "money"),
        ("What was Nvidia's revenue in May?", Asked("what", "revenue"), "money"),
        ("What is the name of the chip?", Asked("what", "chip"), "name"),
        ("What is the chatbot called?", Asked("what", "name"), "name"),
        ("What happened to Galactica?", Asked("what", ""), "any"),
        ("What is Bard?", Asked("what", ""), "any"),
        ("Which three companies signed the pledge?", Asked("which", "companies"), "organisation"),
        ("Which coffee chain announced plans?", Asked("which", "chain"), "organisation"),
        ("Which executive left Tesla?", Asked("which", "executive"), "person"),
        ("Which of these companies signed?", Asked("which", "companies"), "organisation"),
        ("Why was he fired?", Asked("why", ""), "reason"),
        ("What was the reason for the dismissal?", Asked("why", "reason"), "reason"),
        ("How does watermarking work?", Asked("how", ""), "any"),
        ("Did Nvidia buy Arm?", Asked("yes_no", ""), "any"),
        ("Name the company that bought MosaicML", Asked("which", "company"), "organisation"),
        ("List the models that Meta released.", Asked("list", "models"), "name"),
        ("Name three firms that signed", Asked("list", "firms"), "organisation"),
        ("What are the three risks in the letter?", Asked("list", "risks"), "any"),
        ("Compare GPT-4 and Claude 3 on price", Asked("compare", ""), "any"),
        ("difference between llama and llama 2", Asked("compare", ""), "any"),
        ("latest news on Mistral", Asked("other", ""), "any"),
        ("", Asked("other", ""), "any"),
    ],
)
def test_what_a_question_asks_for(question, asked, answer):
    assert read_asked(question) == asked
    assert answer_type(asked) == answer


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("Who makes the H100?", "makes"),
        ("Who's behind the deepfake?", "is behind"),
        ("Who is suing Stability AI?", "suing"),
        ("Who recently invested in Anthropic?", "invested"),
        ("Who will supply the chips?", "supply"),
        ("Who hired the team of Inflection?", "hired"),
        ("Who shipped the chips?", "shipped"),
        ("Who led the Series B round of Mistral?", "led round"),
        ("Who was fined by the regulator?", "was fined"),
        ("Who was Figma bought by?", "bought"),
        ("By whom was Figma bought?", "was bought"),
        ("Who did Getty sue?", "did sue"),
        ("Who is the maker of Grok?", "is maker"),
        ("Who are Nvidia's rivals?", "are rivals"),
    ],
)
def test_a_firm_may_answer_who_did_what_firms_do(question, verb):
    assert read_asked(question).verb == verb
    assert answer_type(read_asked(question)) == "name"


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("Who founded Anthropic?", "founded"),
        ("Who testified before the Senate?", "testified"),
        ("Who has just left OpenAI?", "left"),
        ("Who leads the unit?", "leads"),
        ("Who was fired on Friday?", "was fired"),
        ("Who did OpenAI hire from Tesla?", "did"),
        ("Who is the fund manager at Ark?", "is manager"),
        ("Who is in charge of safety?", "is in"),
        ("Who is Sam Altman?", "is"),
        ("Whose voice did it resemble?", ""),
        ("Who?", ""),
    ],
)
def test_only_a_person_answers_who_did_what_people_do(question, verb):
    assert read_asked(question).verb == verb
    assert answer_type(read_asked(question)) == "person"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did the judge decide when the case came up?", "what"),
        ("How did the board explain why it fired him?", "how"),
        ("Did OpenAI say when GPT-5 comes out?", "yes_no"),
        ("When OpenAI released its app, how many downloads did it get?", "how_many"),
        ("After the ban in Italy, which country was next?", "where"),
        ("According to Goldman Sachs, how many jobs are at risk?", "how_many"),
    ],
)
def test_the_word_that_opens_the_main_clause_decides(question, kind):
    assert read_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("The summit was held in which town?", "where"),
        ("The shares, which fell in May, were sold for how much?", "how_much"),
        ("The board of which AI company fired its chief this week?", "which"),
        ("Microsoft invested when?", "when"),
        ("The chatbot was renamed to?", "what"),
        ("OpenAI fired its CEO. Who replaced him?", "who"),
        ("in the comics who does archie end up with", "who"),
    ],
)
def test_a_question_may_begin_by_telling(question, kind):
    assert read_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Tell me who runs Hugging Face", "who"),
        ("Can you tell me when GPT-4 came out?", "when"),
        ("Could you explain why Cruise lost its permit?", "why"),
        ("Do you know which company made Midjourney?", "which"),
    ],
)
def test_courtesies_do_not_count(question, kind):
    assert read_kind(question) == kind


def test_a_relative_clause_asks_nothing():
    assert read_kind("a case in which hidden variables may matter") == "other"


TYPES = "person organisation place date duration amount money percent number name reason any".split()
ASKING = st.lists(
    st.sampled_from(
        "who whom who's what when where why how which much many long by did is was of in the three name list compare "
        "vs , ? . OpenAI paid worth company companies price released tell me difference between and".split()
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(ASKING, any_text))
def test_any_text_is_read_and_has_an_answer_type(text):
    asked = read_asked(text)
    assert answer_type(asked) in TYPES
    assert asked.noun == asked.noun.casefold()
    assert asked.kind == "who" or not asked.verb
