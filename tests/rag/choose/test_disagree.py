"""When independent stories contradict each other, and the many ways in which they only seem to.

The companies and people are made up. A pair is two sentences of different stories, each behind its day of publication.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asked.question import read_question
from rag.choose.disagree import Disagreement, Statement, disagreements
from rag.choose.disagree.days import read_days

CONFLICTS = """
When was Corvid founded?
    2022-08-03 Corvid was founded in 2015.
    2022-12-03 Corvid was founded in 2016.
How many jobs did Castellan cut in January?
    2023-01-18 Castellan cut 1,200 jobs.
    2023-01-19 In January, Castellan cut 1,800 jobs.
How much did Halcyon raise in its Series B?
    2023-05-02 Halcyon raised $450 million in its Series B round led by Orchard Capital.
    2023-05-04 The start-up Halcyon has raised $300 million in a Series B led by Orchard Capital.
How much was Lumora fined by the Italian regulator?
    2023-04-01 Italy's privacy regulator fined Lumora €15 million for breaking data rules.
    2023-04-02 The Italian privacy regulator has fined Lumora 20 million euros over its chatbot.
How much did Kestrel pay for Voxwave?
    2022-11-08 Kestrel paid $1.2bn for the speech company Voxwave.
    2022-11-15 Kestrel bought Voxwave for $900 million, according to a regulatory filing.
How much revenue did Quillon make in the third quarter of 2022?
    2022-10-20 Quillon reported revenue of $812 million for the third quarter of 2022.
    2022-10-22 In the third quarter of 2022 revenue at Quillon was $756 million.
What is Ardent AI valued at?
    2023-02-01 The round values Ardent AI at $4 billion.
    2023-02-09 Ardent AI is now valued at $6.5 billion after the round, said a person close to it.
What percentage of Nimbix did Tavros buy?
    2023-06-01 Tavros bought 49 percent of Nimbix.
    2023-06-02 Tavros bought 30% of Nimbix.
How many jobs did Castellan cut?
    2023-01-18 Castellan is cutting 1,200 jobs across its cloud division.
    2023-01-19 Castellan will cut 1,800 jobs in the cloud division, a spokesman said.
How many countries signed the Aldwick declaration?
    2023-11-01 Twenty-eight countries signed the Aldwick declaration on Wednesday.
    2023-11-02 The Aldwick declaration was signed by 31 countries.
How many parameters does Loom 3 have?
    2024-03-08 Loom 3 has 70 billion parameters.
    2024-03-09 Loom 3, which has 120 billion parameters, runs on one server.
How long will the pause on Hydra sales last?
    2022-09-02 The pause on Hydra sales will last six months.
    2022-09-03 The pause on Hydra sales will last two years.
When did Mirabel launch its chatbot Pip?
    2023-02-10 Mirabel launched its chatbot Pip on 6 February 2023.
    2023-02-14 Pip, the chatbot of Mirabel, was launched on 8 February 2023.
When did Ilse Brandt resign from Caldera?
    2023-05-20 Ilse Brandt resigned from Caldera on 15 May.
    2023-05-22 Brandt resigned from Caldera on 18 May after a row with the board.
When was Noor Haddad born?
    2023-12-01 Noor Haddad was born in 1971.
    2024-12-01 Noor Haddad, born in 1968, studied in Beirut.
Who replaced Ilse Brandt at Caldera?
    2023-05-24 Ilse Brandt was replaced by Joan Ferrer at Caldera.
    2023-05-25 Ilse Brandt was replaced by Hugo Stein at Caldera.
Which company bought Glimt?
    2023-09-04 Veridane bought Glimt on Monday.
    2023-09-05 Glimt was bought by Bramley.
Who is the chair of Orbis?
    2024-02-20 Lena Fuchs is the new chair of Orbis.
    2024-02-21 Orbis named Omar Reyes as its chair.
Where was Ilse Brandt arrested?
    2023-08-10 Ilse Brandt was arrested in Vienna on Thursday.
    2023-08-10 Brandt was arrested in Zurich, police said.
Did the regulator approve the Kestrel deal?
    2023-03-03 The competition regulator approved Kestrel's purchase of Voxwave.
    2023-03-03 The competition regulator has rejected Kestrel's purchase of Voxwave.
Was Ilse Brandt convicted of fraud?
    2023-11-03 Ilse Brandt was convicted of fraud by a jury in Vienna.
    2023-11-03 A jury in Vienna acquitted Ilse Brandt of fraud.
Will Chatterly be banned in schools in Norvia?
    2023-01-20 Chatterly will be banned in Norvia's schools, the minister said.
    2023-01-22 The minister said Chatterly will not be banned in Norvia's schools.
"""

LOOK_ALIKES = """
How much did Halcyon raise?
    2023-05-02 Halcyon raised $450 million.
    2023-05-04 Halcyon raised a further $50 million.
How many jobs did Castellan cut?
    2023-01-18 Castellan cut 1,200 jobs.
    2023-01-19 Castellan cut 4,000 jobs worldwide.
How much did Halcyon raise?
    2023-05-02 Halcyon did not raise $450 million.
    2023-05-04 Halcyon raised $300 million.
How much did Halcyon raise?
    2023-05-02 Has Halcyon raised $450 million?
    2023-05-04 Halcyon raised $300 million.
How much did Halcyon raise?
    2023-05-02 Halcyon spent $450 million.
    2023-05-04 Halcyon spent $300 million.
Who leads Orbis?
    2024-02-20 Lena Fuchs leads Orbis.
    2024-02-21 Omar Reyes leads the Orbis research team.
Where was Ilse Brandt arrested?
    2023-08-10 Brandt was arrested in Guildford.
    2023-08-10 Ilse Brandt was arrested in Surrey.
Who bought Voxwave?
    2023-05-02 Voxwave was bought by Facebook.
    2023-05-04 Meta bought Voxwave.
How much did Kestrel pay for Voxwave?
    2023-05-02 Kestrel paid $1.2bn for Nimbix.
    2023-05-04 Kestrel paid $900 million for Nimbix.
How much did Halcyon raise?
    2023-05-02 Halcyon raised $450 million in its Series C round.
    2023-05-04 Halcyon raised $300 million in its Series B round.
How much did Halcyon raise?
    2023-05-02 Halcyon raised $450 million.
    2023-05-04 Halcyon has raised $1.5 billion in total since it was founded.
How much did Halcyon raise?
    2023-05-02 Halcyon has raised $450 million.
    2023-03-28 Halcyon is in talks to raise $300 million.
How much did Halcyon raise?
    2023-05-02 Halcyon raised nearly $10bn.
    2023-05-03 Halcyon raised $9.9 billion.
How much did Brightwell raise?
    2023-03-10 Brightwell raised 40 million euros from Northgate Ventures.
    2023-03-10 Brightwell raised $43 million from Northgate Ventures.
How much did Kestrel pay for Voxwave?
    2022-11-08 Kestrel paid $1.2bn for Voxwave.
    2022-11-10 Kestrel paid $400 million for Nimbix and kept Voxwave as a separate company.
How much did Kvanta pay for Ostro?
    2026-01-05 Kvanta paid $640 million for Ostro.
    2026-01-08 Kvanta paid $4.8 million for a licence from Ostro.
How much was Lumora fined?
    2023-04-01 Lumora faces a fine of up to €20 million.
    2023-04-20 Lumora was fined €15 million.
What is Ardent AI valued at?
    2023-01-01 Ardent AI is valued at $4 billion.
    2024-01-01 Ardent AI is valued at $18 billion.
How much revenue did Quillon make?
    2022-10-20 Quillon's data centre revenue was $412 million in the third quarter.
    2022-10-22 Quillon's revenue was $812 million in the third quarter.
How much revenue did Quillon make?
    2022-10-20 Quillon expected revenue of $700 million for the third quarter.
    2022-11-22 Quillon made revenue of $812 million in the third quarter.
How much did the judge fine Harlan?
    2025-06-21 The judge fined Harlan $5,000.
    2025-06-22 The judge fined Harlan's firm $15,000.
How many jobs did Castellan cut?
    2023-01-18 Castellan is cutting 1,200 jobs.
    2023-01-19 Castellan is cutting 300 jobs in Ireland.
How many jobs did Castellan cut?
    2023-01-18 Castellan cut about 12,000 jobs.
    2023-01-19 Castellan cut 12,204 jobs.
How many users does Pip have?
    2023-02-01 Pip has 100 million weekly users.
    2023-02-01 Pip has 13 million daily users.
How many people signed the Verity letter?
    2023-03-29 The Verity letter was signed by 1,125 people.
    2023-04-12 The Verity letter was signed by 26,000 people.
How many parameters does Falke have?
    2023-05-25 Falke 2 has 40 billion parameters.
    2023-06-06 Falke 3 has 180 billion parameters.
How long did the Codexa outage last?
    2025-08-01 The Codexa outage lasted almost three hours.
    2025-08-02 The Codexa outage lasted 170 minutes.
When did Mirabel launch Pip?
    2023-02-10 Mirabel launched Pip in February.
    2023-02-14 Mirabel launched Pip on 6 February 2023.
When did Mirabel launch Pip?
    2023-02-10 Mirabel launched Pip on 6 February.
    2023-03-14 Mirabel launched a paid version of Pip on 1 March.
When did Mirabel launch Pip?
    2023-02-10 Mirabel said on 10 February that it had launched Pip.
    2023-02-14 Mirabel launched Pip on 6 February.
When will the Nordholm data centre open?
    2023-04-04 The Nordholm data centre will open in March 2024.
    2023-05-11 The opening of the Nordholm data centre has been delayed to September 2024.
When did Arvo Kask leave Lindqvist?
    2025-04-20 Arvo Kask left Lindqvist in March 2025.
    2025-05-02 Arvo Kask left the board of Lindqvist in January 2025.
Who is the chief executive of Halcyon?
    2023-07-01 Marta Linden is the chief executive of Halcyon.
    2023-07-03 Linden is the chief executive of Halcyon.
Who is the chief executive of Halcyon?
    2022-07-01 Halcyon's chief executive is Marta Linden.
    2024-07-03 Halcyon's chief executive is Piers Oduya.
Who sued Pelagic?
    2023-06-10 Marion Press sued Pelagic over its training data.
    2023-06-12 Gannet Books sued Pelagic over its training data.
Which company bought Instapix?
    2023-05-10 Instapix was bought by Facebook.
    2023-05-14 Instapix was bought by Meta.
Where will Tavros build its factory?
    2023-02-02 Tavros will build its factory in Ohio.
    2023-02-05 Tavros will build its factory in the United States.
Did the regulator approve the Kestrel deal?
    2023-03-03 Britain's regulator approved the Kestrel deal.
    2023-03-05 The European regulator rejected the Kestrel deal.
Did the regulator approve the Kestrel deal?
    2023-03-03 The regulator has not yet approved the Kestrel deal.
    2023-03-09 The regulator approved the Kestrel deal.
Did Denmark approve the Solvane robots?
    2025-06-01 Denmark approved the Solvane robots.
    2025-06-02 Sweden, unlike Denmark, has not approved the Solvane robots.
Did Norvia block Chatterly?
    2023-03-31 Norvia blocked Chatterly.
    2023-04-29 Norvia did not block Chatterly.
Did Skarn deny the report about Orion?
    2023-06-21 Skarn denied the report about Orion.
    2023-06-22 Skarn declined to comment on the report about Orion.
"""


def stated(line: str, cluster: str, score: float = 1.0) -> Statement:
    day, text = line.strip().split(" ", 1)
    return Statement(text, cluster, "The Paper", date.fromisoformat(day), score)


def asked(question: str, *statements: Statement) -> tuple[Disagreement, ...]:
    return disagreements(read_question(question, date(2024, 1, 1)), statements)


def pairs(block: str) -> list[tuple[str, str, str]]:
    lines = block.strip().splitlines()
    return [(lines[n], lines[n + 1], lines[n + 2]) for n in range(0, len(lines), 3)]


@pytest.mark.parametrize(("question", "one", "other"), pairs(CONFLICTS))
def test_stories_that_contradict_each_other_are_told_apart(question, one, other):
    (found,) = asked(question, stated(one, "a"), stated(other, "b"))
    assert found.sides == ((0,), (1,))


@pytest.mark.parametrize(("question", "one", "other"), pairs(LOOK_ALIKES))
def test_what_only_looks_like_a_contradiction_is_not_announced(question, one, other):
    assert asked(question, stated(one, "a"), stated(other, "b")) == ()


RAISED = "How much did Halcyon raise?"
EARLY = "2023-05-02 Halcyon raised $450 million."
LATE = "2023-05-04 Halcyon raised $300 million."


def test_the_values_are_named_as_written_and_the_later_one_stands_last():
    (found,) = asked(RAISED, stated(LATE, "b"), stated(EARLY, "a"))
    assert found == Disagreement("the amount: $450 million or $300 million", ((1,), (0,)))


def test_an_undated_statement_stands_first():
    round_b = "2023-05-04 Halcyon raised $300 million in its Series B."
    undated = replace(stated("2023-05-04 Halcyon raised $450 million in its Series B.", "b"), published=None)
    (found,) = asked(RAISED, stated(round_b, "a"), undated)
    assert found.sides == ((1,), (0,))


def test_stories_that_agree_stand_on_one_side_best_first_and_copies_count_once():
    again = stated("2023-05-05 Halcyon has raised $450m.", "c", 2.0)
    (found,) = asked(RAISED, stated(EARLY, "a"), stated(LATE, "b"), again, replace(again, outlet="Other", score=1.5))
    assert found.sides == ((1,), (2, 0))


def test_one_story_does_not_contradict_itself():
    assert asked(RAISED, stated(EARLY, "a"), stated(LATE, "a")) == ()


def test_a_story_that_knows_both_values_settles_that_they_are_of_two_things():
    both = stated("2023-05-05 Halcyon raised $300 million.", "a")
    assert asked(RAISED, stated(EARLY, "a"), stated(LATE, "b"), both) == ()


@pytest.mark.parametrize("question", ["Why did Halcyon raise money?", "How much was raised?", "?"])
def test_reasons_and_questions_without_a_name_have_no_disagreement(question):
    assert asked(question, stated(EARLY, "a"), stated(LATE, "b")) == ()


def test_three_values_make_three_sides():
    third = stated("2023-05-06 Halcyon raised $600 million.", "c")
    (found,) = asked(RAISED, third, stated(EARLY, "a"), stated(LATE, "b"))
    assert found.sides == ((1,), (2,), (0,))


def test_days_without_a_year_are_read_near_the_day_of_publication():
    (told,) = read_days("It closed on 28 December.", date(2023, 1, 4))
    assert told.first == told.last == date(2022, 12, 28)
    assert read_days("It closed on 28 December.", None) == []


def test_a_day_that_does_not_exist_is_none():
    assert read_days("on 31 February", date(2023, 3, 1)) == []


WORDS = st.lists(
    st.sampled_from(
        "Halcyon raised $450 million $3bn 12 in on May 6 2023 not half a dozen, by the of more than % €5 –".split()
    )
)


@given(WORDS.map(" ".join) | st.text(), st.dates())
def test_any_text_can_be_read(text, published):
    for found in read_days(text, published):
        assert 0 <= found.start < found.end <= len(text)
    statements = [Statement(text, "a", "One", published, 1.0), Statement(text, "b", "Two", None, 0.5)]
    assert asked(RAISED, *statements) == ()
