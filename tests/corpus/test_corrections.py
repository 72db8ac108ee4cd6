"""What an article says of its own corrections is found; news about corrections is not taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning.corrections import correction_notices, is_corrected

STORY = " ".join(
    f"Lumen Labs trained model number {number} on its own cluster and told nobody." for number in range(20)
)
"""Long enough that neither its start nor its end is near its middle."""

POSITIVES = [
    ("correction", "Correction, 3 March: An earlier version of this article misstated the price of the model."),
    (
        "correction",
        "Correction: This story misspelled the name of the chief. She is Ana Lind, not Anna Lindt.",
    ),
    ("correction", "CORRECTION (May 12, 10:15 a.m. ET): A photo caption misidentified the laboratory."),
    ("correction", "Corrections & Clarifications: A previous version of this story gave the wrong year."),
    ("correction", "Editor’s note: An earlier version of this story said Lumen had 40 employees. It has 14."),
    ("correction", "[Editor's Note: This piece was corrected on 4 May to give the right number of chips.]"),
    (
        "correction",
        "• This article was amended on 14 July 2022. Lumen began in 2016, not 2006 as an earlier version said.",
    ),
    ("correction", "An earlier version of this article incorrectly described the model as open. It is not."),
    (
        "correction",
        "This story originally stated that the deal was worth $4bn. It has been updated with the correct sum.",
    ),
    ("correction", "*This article has been updated to correct the spelling of a name."),
    ("correction", "(This Sept. 3 story has been corrected to say Friday, not Thursday, in paragraph 2)"),
    ("correction", "Updated August 21, 2023: A previous version of this post gave the wrong price."),
    ("clarification", "Clarification: This story has been updated to make clear that the board met twice."),
    ("clarification", "Clarification, June 9, 2023: Lumen rents the cluster from a partner."),
    ("clarification", "This piece has been updated to clarify the relationship between the two groups."),
    ("retraction", "Retraction: This article has been withdrawn, because its main source could not be confirmed."),
    ("retraction", "Editor's note: This story has been retracted. Lumen never made the offer that it described."),
    ("update", "This story has been updated to reflect a comment from the company."),
    (
        "update",
        "Update, April 12 at 3:30 pm EDT: Shortly after this story was published, Lumen answered our questions.",
    ),
    ("update", "UPDATE 1:30PM: Added a statement from Lumen."),
    ("update", "This article was updated at 18:00 to include the regulator's answer."),
    ("correction", "Korrektur: In einer früheren Fassung dieses Artikels hieß es, Lumen habe 40 Mitarbeiter."),
    ("correction", "In einer früheren Version dieses Beitrags stand ein falscher Preis."),
    ("update", "Dieser Artikel wurde am 3. März um eine Stellungnahme ergänzt und aktualisiert."),
    ("correction", "Rectificatif : une version antérieure de cet article indiquait un prix erroné."),
    ("update", "Cet article a été mis à jour mardi avec la réponse de l'entreprise."),
    ("correction", "Fe de errores: una versión anterior de este artículo decía que Lumen tenía 40 empleados."),
    ("correction", "Este artículo ha sido corregido para precisar el precio del modelo."),
]

NEGATIVES = [
    "The market's correction wiped a tenth off the shares of chip makers.",
    "Correction: the market's second fall in a month frightens the makers of chips.",
    "Lumen issued a correction on Tuesday after its first figures were questioned.",
    "The company has updated its model, and the updated version answers twice as fast.",
    "An earlier version of the model was withdrawn in March.",
    "The previous version of this model gave the wrong answer in one case of ten.",
    "The paper was retracted by the journal after other groups failed to repeat it.",
    "“We regret the error,” the chief executive said, and promised to pay the customers back.",
    '"This story has been updated," the message at the top of the rival site read.',
    "“We made a mistake. This article has been corrected,” the editor of the student paper told us.",
    "The Daily Lantern ran a correction: an earlier version of its story had named the wrong man.",
    "The bank's report has been updated every year since 2001, and investors wait for it.",
    "Error correction is what keeps a quantum computer useful for more than a second.",
    "Update your phone: a hole in the chat program lets strangers read along.",
    "Update on the merger: both boards will meet on Friday.",
    "Editor's note: Affected by the storm? Use our plain pages.",
    "Editor's note: A version of this article first appeared in our weekly letter on chips.",
    "A version of this article was first published in our weekly newsletter.",
    "An earlier version of this article appeared in the weekly newsletter.",
    "(This interview has been edited and condensed for clarity.)",
    "This interview has been edited for length.",
    "We've reached out to Lumen for comment and will update this story if we hear back.",
    "He clarified that the cluster would be ready in May, and corrected the figures on stage.",
    "The state's Department of Correction bought 400 licences.",
    "The tool fixes grammar: each sentence is shown with its correction, and the user may accept it.",
    "The firm changed the headline on its own home page after the article had been updated by the agency.",
    "Das Unternehmen korrigierte seine Prognose und aktualisierte die frühere Version des Modells.",
    "L'entreprise a corrigé ses prévisions; une version précédente du modèle était moins chère.",
    "La empresa corrigió sus cifras, y la versión anterior del modelo ya no se vende.",
]


@pytest.mark.parametrize(("kind", "notice"), POSITIVES, ids=[notice[:40] for _, notice in POSITIVES])
@pytest.mark.parametrize("place", ["{notice}\n\n{story}", "{story}\n\n{notice}", "{story}\n\n{notice}\n\n{story}"])
def test_a_notice_is_found_whole_wherever_it_stands(kind: str, notice: str, place: str):
    text = place.format(notice=notice, story=STORY)
    (found,) = correction_notices(text)
    assert (found.kind, text[found.start : found.end]) == (kind, notice)
    assert is_corrected(text) == (kind != "update")


@pytest.mark.parametrize("sentence", NEGATIVES, ids=[sentence[:40] for sentence in NEGATIVES])
@pytest.mark.parametrize("place", ["{}\n\n{story}", "{story}\n\n{}", "{story} {} {story}", "{story} {}"])
def test_news_about_corrections_and_updates_is_no_notice(sentence: str, place: str):
    assert correction_notices(place.format(sentence, story=STORY)) == ()


@pytest.mark.parametrize("story_end", [STORY, STORY + " “That is all,” Lind said."])
def test_in_a_text_scraped_as_one_line_the_notice_begins_after_the_last_sentence(story_end: str):
    notice = "Correction, May 12, 10:15 am ET: A caption in an earlier version of this story misidentified Ana Lind."
    text = f"{story_end} {notice} Artificial Intelligence Chips Topics"
    found = correction_notices(text)[0]
    assert text[found.start :].startswith(notice)
    assert found.kind == "correction"


def test_two_notices_of_one_article_are_told_apart():
    update = "Update, May 11, 5 pm ET: This story was first published on March 4 and has been updated with new figures."
    correction = "Correction, May 12: A caption in an earlier version of this story misidentified Ana Lind."
    text = f"{STORY} {update} {correction}"
    assert [(found.kind, text[found.start : found.end]) for found in correction_notices(text)] == [
        ("update", update),
        ("correction", correction),
    ]


def test_what_follows_a_notice_and_speaks_of_it_belongs_to_it():
    notice = "This article misstated the price; Lumen was incorrectly said to be free.\n\nWe regret the error."
    text = f"{STORY}\n\n{notice}"
    (found,) = correction_notices(text)
    assert text[found.start : found.end] == notice


def test_a_sentence_that_says_the_story_was_updated_counts_at_the_end_and_not_in_the_middle():
    sentence = "The story has been updated with the verdict."
    assert [found.kind for found in correction_notices(f"{STORY}\n\n{sentence}")] == ["update"]
    assert correction_notices(f"{STORY} {sentence} {STORY}") == ()


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("UPDATE 2-Lumen buys a maker of chips for $4 billion", "update"),
        ("CORRECTED-Lumen buys a maker of chips for $4 billion", "correction"),
        ("UPDATE 1-CORRECTED-Lumen buys a maker of chips", "correction"),
        ("(Corrects the price in paragraph 3 to $4 billion, not $4 million)", "correction"),
        ("(Adds comment from the regulator in paragraphs 5 and 6)", "update"),
        ("(Clarifies in the headline that the deal is not final)", "clarification"),
    ],
)
def test_the_marks_of_wire_services_count_at_the_start(start: str, kind: str):
    text = f"{start}\n\n{STORY}"
    assert [(found.kind, text[found.start : found.end]) for found in correction_notices(text)] == [(kind, start)]
    assert correction_notices(f"{STORY}\n\n{start}\n\n{STORY}") == ()


def test_a_text_without_any_notice_has_none():
    assert correction_notices("") == correction_notices(STORY) == ()
    assert not is_corrected(STORY)


PIECES = st.sampled_from(
    [
        *("Correction", ", May 12", ": ", "this article", "has been updated", "An earlier version of ", "\n\n", ". "),
        *("Editor's note", "“", "”", "İ", " ", "UPDATE 2-", "(Corrects ", ")", "We regret the error.", "Lumen", "a.m."),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_the_notices_of_any_text_lie_in_it_in_order_without_overlapping(text: str):
    notices = correction_notices(text)
    ends = [0, *(notice.end for notice in notices)]
    assert all(end <= notice.start < notice.end for end, notice in zip(ends, notices, strict=False))
    assert ends[-1] <= len(text)
    assert all(text[notice.start : notice.end].strip() for notice in notices)


@pytest.mark.parametrize("unit", ["correction ", "This article was updated ", "updat", "Correction, the ", "(Adds "])
def test_a_long_text_made_to_be_slow_is_read_to_its_end(unit: str):
    text = unit * (500_000 // len(unit)) + "\n\nCorrection, May 12: A caption was wrong in this article."
    assert text[correction_notices(text)[-1].start :].startswith("Correction, May 12")


def test_a_text_that_opens_a_hundred_thousand_notices_is_given_up_on_in_time():
    assert correction_notices("Correction: this. " * 50_000) == ()
