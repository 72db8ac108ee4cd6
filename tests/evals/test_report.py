"""The report: what it holds, that nothing in it runs or loads, its size, and how it behaves in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from by_hand import DAY, OTHER, QUOTE, a_case, a_citation, a_passage, a_run, answered, mixed_run, refused
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from evals.calibration import calibration_error, reliability_bins
from evals.excerpts import marked
from evals.gate import Floor
from evals.metrics import METRICS
from evals.report import report

ROUNDS = 30
HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>'\"]]></style>{{ 7*7 }} https://evil.test/"
)
FLOORS = (
    Floor(metric="key_fact_recall", at_least=0.9),
    Floor(metric="quotes_exact", at_least=1.0),
    Floor(metric="refused_answerable", at_most=0.5),
)


def hostile_run():
    case = a_case(
        name=HOSTILE, question=HOSTILE, category=HOSTILE, answers=(HOSTILE,), quotes=(HOSTILE,), history=(HOSTILE,),
        urls=(HOSTILE,), note=HOSTILE,
    )  # fmt: skip
    named = {"source": HOSTILE, "title": HOSTILE, "url": "javascript:window.hacked=1"}
    shown = answered(
        case, HOSTILE, passages=(a_passage(HOSTILE, **named),), citations=(a_citation(HOSTILE, **named),),
        notes=(HOSTILE,), conflicts=((1, 1),),
    )  # fmt: skip
    silent = refused(replace(case, id="two"), reason=HOSTILE, text=HOSTILE)
    known = {"settings": {HOSTILE: HOSTILE}, "versions": {HOSTILE: HOSTILE}, "failed": ((HOSTILE, HOSTILE),)}
    return a_run(shown, silent, corpus_hash=HOSTILE, mode=HOSTILE, **known)


def html(run, *rest, **known):
    return report(run, *rest, **known).html


def markdown(run, *rest, **known):
    return report(run, *rest, **known).markdown


def page_of(run, *rest, **known):
    return lxml_html.document_fromstring(html(run, *rest, rounds=ROUNDS, **known))


def text_of(element):
    return " ".join(element.text_content().split())


def case_of(page, name):
    return next(case for case in page.find_class("case") if name in case.find_class("meta")[0].text_content())


# --- what is there


def test_every_figure_stands_with_its_interval_its_floor_and_the_baselines():
    run = mixed_run()
    baseline = a_run(*(refused(outcome.case) for outcome in run.outcomes))
    page = page_of(run, {"refuse_everything": baseline}, FLOORS, told={"refuse_everything": "a refusal, always"})
    figures, gamed = (section.findall(".//tbody/tr") for section in page.find_class("scroll")[:2])
    rows = {text_of(row[0]).removesuffix(" (lower is better)"): [text_of(cell) for cell in row[1:]] for row in figures}
    assert set(rows) >= {metric.words for metric in METRICS}
    recall = next(metric.words for metric in METRICS if metric.key == "key_fact_recall")
    assert rows[recall][0] == "0.600"
    assert re.fullmatch(r"0\.\d{3} to \d\.\d{3}", rows[recall][1])
    assert rows[recall][3:] == ["≥ 0.900 not kept", "10"]
    assert [text_of(cell) for row in gamed for cell in row if text_of(row[0]) == recall] == [recall, "0.600", "0.000"]
    assert "a refusal, always" in text_of(page)
    assert "1 of 3 floors is not kept" in text_of(page)


def test_a_floor_on_what_could_not_be_measured_is_not_kept():
    page = page_of(mixed_run(), {}, [Floor(metric="disagreement_shown", at_least=0.5)])
    assert "1 of 1 floors is not kept" in text_of(page)


def test_floors_that_hold_are_said_to():
    assert "All 1 floors are kept" in text_of(page_of(mixed_run(), {}, [Floor(metric="quotes_exact", at_least=1.0)]))


def test_a_baseline_over_other_cases_says_so():
    assert "short (other cases)" in text_of(page_of(mixed_run(), {"short": mixed_run(right=1)}))


def test_a_case_shows_what_was_asked_answered_expected_and_found_and_why_it_failed():
    case = a_case(history=("Where is Lisbon?",), as_of=DAY, note="asked twice", urls=("lisbon.md",))
    outcome = answered(case, OTHER, notes=("The newest is old.",))
    shown = text_of(case_of(page_of(a_run(outcome)), "lead"))
    for words in (
        "wrong", "Who leads lead?", "Where is Lisbon?", "as of 2024-05-14", "The answer does not say “Ines Castro”.",
        f"{OTHER} [1]", "the verifier says supported", "Example Wire, 2024-05-14: Harbor Labs opens an office · exact",
        "not as expected", "An answer that says Ines Castro.", QUOTE, "lisbon.md", "asked twice", "The newest is old.",
        "2 passages found, 1 of them with what was expected", "holds what was expected",
    ):  # fmt: skip
        assert words in shown, words


def test_what_was_expected_is_marked_in_the_passages():
    page = page_of(a_run(answered(passages=(a_passage(f"Before. {QUOTE} After."), a_passage(OTHER)))))
    assert [mark.text for mark in page.findall(".//mark")] == [QUOTE]
    assert [text_of(found) for found in page.find_class("passage")] == [f"Before. {QUOTE} After.", OTHER]


def test_a_refusal_shows_its_words_and_reason_and_a_case_without_answer_expects_one():
    shown = text_of(case_of(page_of(a_run(refused(a_case(answerable=False)))), "lead"))
    assert "rightly refused" in shown
    assert "The articles do not say. (not_stated)" in shown
    assert "A refusal: no article states this." in shown


def test_a_run_without_cases_and_one_without_passages_have_a_report_too():
    assert "This run has no case." in text_of(page_of(a_run()))
    assert "passages found" not in text_of(page_of(a_run(answered(passages=()))))
    assert markdown(a_run())


def test_every_plot_has_a_title_and_every_link_leads_somewhere():
    page = page_of(mixed_run(), {"other": mixed_run()}, FLOORS)
    plots = [svg for svg in page.iter("svg") if svg.getparent().getparent().get("class") != "legend"]
    assert len(plots) > 20
    assert all(svg.get("role") == "img" and svg.get("aria-label") and svg.findtext("title") for svg in plots)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href").removeprefix("#") for link in page.iter("a")} <= set(ids)


def test_the_same_run_gives_the_same_page():
    assert html(mixed_run(), rounds=ROUNDS) == html(mixed_run(), rounds=ROUNDS)


# --- what must not be there


def test_everything_from_elsewhere_is_shown_as_it_is_and_is_no_markup():
    text = html(hostile_run(), {HOSTILE: hostile_run()}, FLOORS, told={HOSTILE: HOSTILE}, rounds=ROUNDS)
    page = lxml_html.document_fromstring(text)
    assert not list(page.iter("script", "img", "iframe", "object", "link", "base", "form"))
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert len(list(page.iter("style"))) == 1
    shown = case_of(page, HOSTILE)
    assert shown.find_class("meta")[0].getprevious().text == HOSTILE
    assert [element.text for element in page.iter("blockquote")] == [HOSTILE] * 3
    assert page.find(".//mark").text == HOSTILE
    assert "<script" not in text
    assert "49" not in text_of(page.find_class("case")[0].find("summary"))


def test_nothing_is_loaded_from_anywhere_and_the_policy_forbids_it():
    page = page_of(hostile_run())
    policy = page.find(".//meta[@http-equiv]").get("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy  # so that of default-src holds
    loading = {"src", "srcset", "href", "xlink:href", "action", "data", "poster"}
    led = [value for element in page.iter() for name, value in element.attrib.items() if name in loading]
    assert all(value.startswith("#") for value in led)
    assert not re.search(r"url\(|@import", page.findtext(".//style"))


def test_what_html_cannot_hold_is_replaced():
    text = html(a_run(answered(a_case(question="nul \0 and half \ud83d"))), rounds=ROUNDS)
    assert "nul \ufffd and half \ufffd" in text
    assert text.encode("utf-8")


def test_the_markdown_is_one_table_that_nothing_breaks_out_of():
    text = markdown(hostile_run(), {"a|b\n# c": mixed_run()}, FLOORS, rounds=ROUNDS)
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1
    assert len(table) == len(METRICS) + 2
    assert "<script" not in text
    assert "**≥ 1.000, not kept**" not in text
    assert "# c" not in text.splitlines()


@pytest.mark.parametrize(
    "text",
    ["Harbor Labs sells a cooker. ", "新しい事務所。", "\"Q&A\" <b>'x'</b> & "],
    ids=["plain", "wide", "escaped"],
)
def test_a_report_of_400_cases_with_10_long_passages_each_is_below_5_mb(text):
    passages = tuple(a_passage(text * 60 + QUOTE + text * 60) for _ in range(10))
    outcomes = [answered(a_case(f"case-{n}"), QUOTE, text * 8, passages=passages) for n in range(400)]
    page = html(a_run(*outcomes), rounds=1)
    assert len(page.encode("utf-8")) < 5_000_000
    assert page.count(f"<mark>{QUOTE}</mark>") == 4000


# --- the parts it is made of


def test_a_long_passage_is_cut_around_the_expected_words():
    text = "before " * 200 + QUOTE + " after" * 200
    parts = marked(text, a_case(), 300)
    assert [part for part, is_marked in parts if is_marked] == [QUOTE]
    joined = "".join(part for part, _ in parts)
    assert joined.startswith("… before")
    assert joined.endswith("after …")
    assert len(joined) <= 304


def test_expected_words_are_marked_however_space_and_quotation_marks_are_written():
    case = a_case(quotes=('He said "no  way" twice',))
    assert [part for part, is_marked in marked("So. He said “no\nway” twice.", case, 100) if is_marked] == [
        "He said “no\nway” twice"
    ]


def test_the_answers_are_marked_where_no_quote_stands():
    assert marked("Led by Ines Castro.", a_case(), 100) == [("Led by ", False), ("Ines Castro", True), (".", False)]


@given(
    st.text(alphabet="ab “\"'.\n", max_size=120),
    st.lists(st.text(alphabet="ab \"'", min_size=1, max_size=5)),
    st.integers(1, 60),
)
def test_the_parts_of_a_text_are_the_text_or_a_piece_of_it(text, quotes, limit):
    joined = "".join(part for part, _ in marked(text, a_case(quotes=tuple(quotes)), limit))
    assert joined.removeprefix("… ").removesuffix(" …") in text or len(text) > limit
    if len(text) <= limit:
        assert joined == text


def test_confidence_is_binned_and_its_error_is_the_weighted_distance():
    bins = reliability_bins([0.05, 0.15, 0.15, 1.0], [False, True, False, True])
    assert [each and (each.cases, each.share) for each in bins] == [
        (1, 0.0), (2, 0.5), *[None] * 7, (1, 1.0),
    ]  # fmt: skip
    assert calibration_error(bins) == pytest.approx((0.05 + 2 * 0.35 + 0) / 4)
    assert calibration_error([None]) is None


# --- in a browser


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_the_report_opens_filters_and_shows_its_cases_in_a_real_browser(
    browser, tmp_path: Path, scheme, width, scripts
):
    run = mixed_run()
    run = replace(run, outcomes=(*run.outcomes, *hostile_run().outcomes))
    file = tmp_path / "report.html"
    file.write_text(html(run, {"other": run}, FLOORS, rounds=ROUNDS), encoding="utf-8")
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page.set_default_timeout(15_000)
    complaints, asked = [], []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(file.as_uri())

    case = page.locator("details.case", has_text="Who leads wrong-0?")
    why = case.get_by_text("The answer does not say “Ines Castro”.")
    assert not why.is_visible()
    case.locator("summary").first.press("Enter")
    assert why.is_visible()
    case.get_by_text("passages found").click()
    assert case.locator("mark").first.is_visible()

    shown = page.locator("details.case:visible")
    assert shown.count() == 17
    page.get_by_label("only the").check()
    assert shown.count() == 6  # 2 wrong, 2 wrongly refused, 1 gullible, and the hostile refusal
    page.get_by_label("category").select_option(index=2)
    assert shown.count() == 1
    page.get_by_label("only the").uncheck()
    assert shown.count() == 5

    if scripts:  # evaluate() is a script itself
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()
    assert complaints == []
    assert {urlsplit(url).scheme for url in asked} == {"file"}
    assert len(asked) == 1
