"""The page in a real browser: what only a browser can tell, such as where a link opens and what runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from newsrooms import HOSTILE, QUOTES, ScriptedRoom
from playwright import sync_api
from visiting import NARROW, WIDE, Visit, build, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room() -> ScriptedRoom:
    return ScriptedRoom()


@pytest.fixture(scope="module")
def address(room: ScriptedRoom) -> Iterator[str]:
    with served(build(room)) as url:
        yield url


@pytest.mark.parametrize("visit", [WIDE, NARROW], indirect=True, ids=["wide", "narrow"])
def test_a_citation_opens_the_article_with_the_quote_marked_and_in_view(visit: Visit, tmp_path: Path):
    visit.page.get_by_role("button", name="Who did OpenAI hire from Tesla?").click()
    sync_api.expect(visit.last().get_by_text(QUOTES[1])).to_be_visible()
    sync_api.expect(visit.page.locator("#gw-starters")).to_be_hidden()
    visit.last().get_by_role("link", name="Citation 1").click()
    reader = visit.page.frame_locator("iframe[name=groundwire-reader]")
    mark = reader.locator("mark#quote")
    sync_api.expect(mark).to_have_text(QUOTES[0])
    sync_api.expect(mark).to_be_in_viewport()
    visit.page.screenshot(path=tmp_path / "reader.png")
    assert urlsplit(visit.page.url).path == "/"
    visit.page.get_by_role("button", name="Close the article").click()
    sync_api.expect(visit.page.locator("#gw-reader")).to_be_hidden()
    visit.new_chat()
    sync_api.expect(visit.page.locator("#gw-starters")).to_be_visible()


@pytest.mark.parametrize("visit", [WIDE, NARROW], indirect=True, ids=["wide", "narrow"])
def test_further_evidence_unfolds_by_keyboard_opens_its_article_and_stays_open_when_asked_again(visit: Visit):
    visit.ask("Who left in March?")
    folded = visit.last().get_by_text("He starts in February.")
    sync_api.expect(visit.last().get_by_text("More from the articles (1)")).to_be_visible()
    sync_api.expect(folded).to_be_hidden()
    visit.last().locator(".gw-more summary").press("Enter")
    sync_api.expect(folded).to_be_visible()
    visit.last().get_by_role("link", name="Citation 3").click()
    mark = visit.page.frame_locator("iframe[name=groundwire-reader]").locator("mark#quote")
    sync_api.expect(mark).to_have_text("He starts in February.")
    visit.page.get_by_role("button", name="Close the article").click()
    chip(visit.last(), "Ask again without the dates").click()
    sync_api.expect(chip(visit.last(), "Use again: ask with the dates")).to_be_enabled()
    sync_api.expect(folded).to_be_visible()
    visit.new_chat()
    visit.ask("Who left in March?")
    sync_api.expect(visit.last().get_by_text("More from the articles (1)")).to_be_visible()
    sync_api.expect(folded).to_be_hidden()


def test_the_first_sentence_shows_before_the_last_and_a_new_chat_drops_what_is_still_to_come(
    visit: Visit, room: ScriptedRoom
):
    room.held.clear()
    visit.ask("Who, slowly?  A slow one")
    sync_api.expect(visit.last().get_by_text(QUOTES[0])).to_be_visible()
    sync_api.expect(visit.last().get_by_role("status")).to_be_visible()
    assert visit.last().get_by_text(QUOTES[1]).count() == 0
    room.held.set()
    sync_api.expect(visit.last().get_by_text(QUOTES[1])).to_be_visible()
    sync_api.expect(visit.last().get_by_role("status")).to_have_count(0)
    room.held.clear()
    visit.ask("Another slow one")
    sync_api.expect(visit.last().get_by_role("status")).to_be_visible()
    visit.new_chat()
    sync_api.expect(visit.page.locator(".gw-turn")).to_have_count(0)
    room.held.set()
    visit.ask("Who then?")
    sync_api.expect(visit.last().get_by_text(QUOTES[1])).to_be_visible()
    sync_api.expect(visit.page.locator(".gw-turn")).to_have_count(1)
    assert room.histories[-1] == []


def test_a_hostile_question_and_a_hostile_article_are_shown_and_not_run(visit: Visit):
    visit.ask(HOSTILE)
    sync_api.expect(visit.last().get_by_role("heading", name=HOSTILE)).to_be_visible()
    visit.last().get_by_role("link", name="Citation 1").click()
    reader = visit.page.frame_locator("iframe[name=groundwire-reader]")
    sync_api.expect(reader.locator("mark#quote")).to_have_text(HOSTILE)
    sync_api.expect(reader.locator("a")).to_have_count(0)
    assert visit.page.evaluate("window.hacked") is None
    assert all(frame.evaluate("window.hacked") is None for frame in visit.page.frames)
    assert visit.page.locator(".gw-turn img, .gw-turn script").count() == 0


def test_abstentions_and_errors_look_different_and_the_conversation_goes_on(visit: Visit, room: ScriptedRoom):
    visit.ask("What was the revenue?")
    sync_api.expect(visit.last().get_by_text("Related, not an answer")).to_be_visible()
    visit.ask("crash")
    sync_api.expect(visit.last().get_by_role("alert")).to_contain_text("Something went wrong")
    assert visit.last().locator(".gw-abstained").count() == 0
    visit.ask("Who then?")
    sync_api.expect(visit.last().get_by_text(QUOTES[1])).to_be_visible()
    question = visit.last().get_by_role("heading", name="Who then?")
    visit.page.wait_for_function("node => node.getBoundingClientRect().top < 100", arg=question.element_handle())
    assert [answer.status for answer in room.histories[-1]] == ["abstained"]  # type: ignore[union-attr]


def chip(within: sync_api.Locator, words: str) -> sync_api.Locator:
    return within.get_by_role("button", name=words, exact=True)


@pytest.mark.parametrize("visit", [WIDE, NARROW], indirect=True, ids=["wide", "narrow"])
def test_a_chip_asks_again_without_its_reading_and_takes_that_back_by_keyboard_alone(visit: Visit, room: ScriptedRoom):
    visit.ask("Who left in March?")
    turn = visit.last()
    sync_api.expect(turn.get_by_text("in March 2023: 1 Mar to 7 Apr 2023")).to_be_visible()
    sync_api.expect(chip(turn, "Ask again without the outlets")).to_be_enabled()
    chip(turn, "Ask again without the outlets").focus()
    visit.page.keyboard.press("Tab")
    sync_api.expect(chip(turn, "Ask again without the dates")).to_be_focused()
    visit.page.keyboard.press("Enter")
    back = chip(turn, "Use again: ask with the dates")
    sync_api.expect(back).to_be_focused()
    sync_api.expect(turn.get_by_text("1 Mar to 7 Apr 2023")).to_have_count(0)
    assert room.ignored[-1] == ("dates",)
    assert room.histories[-1] == []
    chip(turn, "Ask again without the order").click()
    sync_api.expect(chip(turn, "Use again: ask with the order")).to_be_focused()
    assert room.ignored[-1] == ("dates", "order")
    back.press("Space")
    sync_api.expect(chip(turn, "Ask again without the dates")).to_be_focused()
    assert room.ignored[-1] == ("order",)
    sync_api.expect(visit.page.locator(".gw-turn")).to_have_count(1)
    sync_api.expect(turn.get_by_role("heading", name="Who left in March?")).to_be_visible()


def test_a_follow_up_goes_on_from_this_tabs_answers_and_no_others(visit: Visit, room: ScriptedRoom):
    visit.ask("Who left in March?")
    sync_api.expect(chip(visit.last(), "Ask again without the dates")).to_be_enabled()
    visit.ask("And who joined in March?")
    chip(visit.last(), "Ask again without the earlier questions").click()
    sync_api.expect(chip(visit.last(), "Use again: ask with the earlier questions")).to_be_enabled()
    assert room.ignored[-1] == ("history",)
    assert [answer.question for answer in room.histories[-1]] == ["Who left in March?"]  # type: ignore[union-attr]
    chip(visit.page.locator(".gw-turn").first, "Ask again without the order").click()  # an earlier turn, in its place
    sync_api.expect(chip(visit.page.locator(".gw-turn").first, "Use again: ask with the order")).to_be_enabled()
    assert room.histories[-1] == []
    sync_api.expect(visit.page.locator(".gw-turn")).to_have_count(2)
    with visit.page.expect_popup() as opened:  # a tab of the same browser
        visit.page.evaluate("window.open(location.href)")
    elsewhere = Visit(opened.value)
    elsewhere.ask("And in March, here?")
    sync_api.expect(chip(elsewhere.last(), "Ask again without the dates")).to_be_enabled()
    assert room.histories[-1] == []
    elsewhere.page.close()
    visit.ask("And then?")
    sync_api.expect(visit.page.locator(".gw-turn")).to_have_count(3)
    sync_api.expect(visit.last().get_by_text(QUOTES[1])).to_be_visible()
    asked = [answer.question for answer in room.histories[-1]]  # type: ignore[union-attr]
    assert asked == ["Who left in March?", "And who joined in March?"]


def test_while_one_answer_is_on_its_way_no_chip_can_be_pressed_and_what_is_typed_stays(
    visit: Visit, room: ScriptedRoom
):
    visit.ask("Who left in March?")
    sync_api.expect(chip(visit.last(), "Ask again without the dates")).to_be_enabled()
    room.held.clear()
    visit.ask("A slow one")
    sync_api.expect(chip(visit.page.locator(".gw-turn").first, "Ask again without the dates")).to_be_disabled()
    box = visit.page.get_by_role("textbox", name="Your question")
    box.fill("The next one")
    room.held.set()
    sync_api.expect(chip(visit.page.locator(".gw-turn").first, "Ask again without the dates")).to_be_enabled()
    sync_api.expect(box).to_have_value("The next one")


def test_a_button_that_names_no_turn_does_no_harm(visit: Visit, room: ScriptedRoom):
    visit.ask("Who left in March?")
    button = chip(visit.last(), "Ask again without the dates")
    sync_api.expect(button).to_be_enabled()
    button.evaluate("node => { node.dataset.turn = '7'; }")
    asked = len(room.ignored)
    with visit.page.expect_response(lambda got: "/queue/join" in got.url):
        button.click()
    visit.ask("And then?")
    sync_api.expect(visit.last().get_by_text(QUOTES[0])).to_be_visible()
    assert len(room.ignored) == asked + 1


CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const contrast = (node, colour) => {
    const [dark, bright] = [light(rgba(colour)), light(behind(node))].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const found = {};
  for (const node of document.querySelectorAll("#gw-chat *")) {
    const said = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const name = node.closest("[class]").className;
    const measured = contrast(node, getComputedStyle(node).color);
    if (said && node.checkVisibility()) found[name] = Math.min(measured, found[name] ?? 21);
    if (node.placeholder) found.placeholder = contrast(node, getComputedStyle(node, "::placeholder").color);
  }
  return found;
}"""


def test_a_reader_chooses_the_model_that_is_set_and_sees_what_was_withheld_and_what_it_took(
    browser: sync_api.Browser,
):
    with served(build(ScriptedRoom(writes_with="some-model"))) as url:
        page = browser.new_page()
        page.goto(url)
        page.get_by_role("radio", name="Written by some-model, checked").check()
        page.get_by_placeholder("Ask about the AI industry").fill("Who left?")
        page.keyboard.press("Enter")
        sync_api.expect(page.locator(".gw-prose")).to_contain_text("Two engineers left Tesla <for> OpenAI. [1]")
        sync_api.expect(page.locator(".gw-evidence")).to_contain_text("first sentence after 1.2 s")
        withheld = page.get_by_text("They were paid <b>$9 million</b>.")
        sync_api.expect(withheld).to_be_hidden()
        page.locator(".gw-withheld summary").click()
        sync_api.expect(withheld).to_be_visible()
        page.close()


@pytest.mark.parametrize("visit", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=str)
def test_every_word_stands_out_from_its_background(visit: Visit):
    for question in ("Who left in March?", "What was the revenue?", "crash"):
        visit.ask(question)
        sync_api.expect(visit.last().get_by_role("heading", name=question)).to_be_visible()
        sync_api.expect(visit.page.locator(".gw-waiting")).to_have_count(0)
    visit.page.locator(".gw-more summary").click()
    chip(visit.page.locator(".gw-turn").first, "Ask again without the dates").click()
    sync_api.expect(visit.page.locator(".gw-off .gw-again")).to_be_enabled()
    sync_api.expect(visit.page.locator(".gw-more blockquote")).to_be_visible()
    contrasts = visit.page.evaluate(CONTRASTS)
    assert {"gw-ours", "gw-later", "gw-who", "gw-again", "gw-error", "gw-missing", "placeholder"} <= set(contrasts)
    assert {name: found for name, found in contrasts.items() if found < 4.5} == {}  # WCAG 2.2, level AA


@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 640}}], indirect=True, ids=["320"])
def test_nothing_sticks_out_of_a_narrow_phone(visit: Visit):
    for question in ("Who left in March?", HOSTILE):
        visit.ask(question)
        sync_api.expect(visit.page.locator(".gw-waiting")).to_have_count(0)
        sync_api.expect(visit.last().get_by_role("link", name="Citation 1").first).to_be_visible()
    visit.page.locator(".gw-more summary").click()
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 320
    sticking_out = "nodes => nodes.filter(node => node.getBoundingClientRect().right > 320).map(node => node.outerHTML)"
    assert visit.page.eval_on_selector_all(".gw-turn *", sticking_out) == []


def test_someone_who_logs_in_can_open_the_articles_too(browser: sync_api.Browser):
    app = build(ScriptedRoom(), auth=lambda user, password: (user, password) == ("ada", "secret"))
    with served(app) as url:
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(url)
        page.get_by_label("username").fill("ada")
        page.get_by_label("password").fill("secret")
        page.get_by_role("button", name="Login").click()
        page.get_by_role("button", name="Who did OpenAI hire from Tesla?").click()
        page.get_by_role("link", name="Citation 1").click()
        mark = page.frame_locator("iframe[name=groundwire-reader]").locator("mark#quote")
        sync_api.expect(mark).to_have_text(QUOTES[0])
        page.close()
