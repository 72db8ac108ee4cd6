"""The application over HTTP, without a browser: the article route, what is served besides, and who gets in."""

from __future__ import annotations

import re
from pathlib import Path

import gradio as gr
import pytest
from fastapi.testclient import TestClient
from newsrooms import HIRES, QUOTES, ScriptedRoom, answered
from visiting import build

from corpus.errors import GroundwireError
from ui.auth import read_auth_file
from ui.chat import Turn
from ui.page import LOOK_SECONDS, Seen
from ui.serve import listen, page_address

START = HIRES.text.index(QUOTES[0])


@pytest.fixture(scope="module")
def client():
    with TestClient(build(ScriptedRoom())) as client:
        yield client


def test_an_article_opens_at_its_quote(client):
    reply = client.get(f"/article/a1/1?start={START}&end={START + len(QUOTES[0])}")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<mark id="quote">{QUOTES[0]}</mark>' in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in reply.headers["content-security-policy"]


def test_an_article_opens_without_a_quote(client):
    reply = client.get("/article/a1/1")
    assert reply.status_code == 200
    assert "<mark" not in reply.text


@pytest.mark.parametrize("path", ["nobody/1", "a1/2", "a1/0", "%3Cscript%3E/1", "a1/1/../../x/1"])
def test_an_unknown_article_is_not_found_in_words(client, path):
    reply = client.get(f"/article/{path}?start=0&end=1")
    assert reply.status_code == 404
    assert "no such article" in reply.text
    assert "<script" not in reply.text


@pytest.mark.parametrize(
    "path",
    ["one?start=0&end=1", "1?start=-1&end=1", "1?start=5&end=5", "1?start=9&end=2", "1?start=0&end=999999", "1?start=3",
     "1?start=&end=", "1?start=0&end=٣", "1?start=1.5&end=2", f"1?start=0&end={'9' * 5000}"],
)  # fmt: skip
def test_wrong_offsets_are_refused_in_words(client, path):
    reply = client.get(f"/article/a1/{path}")
    assert reply.status_code == 400
    assert reply.headers["content-type"].startswith("text/html")
    assert "Traceback" not in reply.text
    assert re.search(r"<h1>N[^<]+</h1>", reply.text)


@pytest.mark.parametrize(
    ("error", "words"),
    [(GroundwireError("The disk is full."), "The disk is full."), (ZeroDivisionError("secret"), "log")],
)
def test_a_failing_room_is_an_error_in_words(error, words, caplog):
    class Broken(ScriptedRoom):
        def article(self, article_id, version):
            raise error

        def status(self):
            raise error

    with TestClient(build(Broken())) as client:
        reply = client.get("/article/a1/1")
        assert reply.status_code == 500
        assert words in reply.text
        assert "secret" not in reply.text
        assert client.get("/").status_code == 200


def test_the_page_names_no_outside_origin_it_would_load_from(client):
    reply = client.get("/")
    assert reply.status_code == 200
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=.?https?://", reply.text)
    assert "fonts.g" not in client.get("/theme.css").text


def test_gradio_keeps_its_extras_to_itself(client):
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert config["run_history"] is False
    for path in ("/docs", "/redoc", "/openapi.json", "/monitoring/summary"):
        assert client.get(path).status_code in (403, 404), path
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}
    upload = client.post("/gradio_api/upload", files={"files": ("a.txt", b"more than one byte")})
    assert upload.status_code == 413


def test_an_empty_newsroom_says_how_to_add_articles_and_suggests_no_questions(client):
    def parts(client):
        return {part["props"].get("elem_id"): part["props"] for part in client.get("/config").json()["components"]}

    with TestClient(build(ScriptedRoom(articles=()))) as empty:
        assert "groundwire ingest" in empty.get("/config").text
        assert parts(empty)["gw-starters"]["visible"] is False
    assert "groundwire ingest" not in client.get("/config").text
    assert parts(client)["gw-starters"]["visible"] is True


def test_several_questions_are_answered_at_the_same_time(client):
    blocks = client.app.routes[-1].app.get_blocks()
    (asking,) = [event for event in blocks.fns.values() if event.types_generator]
    assert len(asking.targets) == 6  # the box, the chips and four starters
    assert asking.concurrency_limit > 1


def test_one_page_asks_one_thing_at_a_time(client):
    blocks = client.app.routes[-1].app.get_blocks()
    (asking,) = [event for event in blocks.fns.values() if event.types_generator]
    assert asking.trigger_mode == "once"


@pytest.mark.parametrize(
    "wanted",
    [None, "x", {}, {"turn": 0}, {"turn": 1, "ignore": []}, {"turn": -1, "ignore": []}, {"turn": "0", "ignore": []},
     {"turn": 0, "ignore": "dates"}, {"turn": 0.0, "ignore": []}],
)  # fmt: skip
def test_what_asks_again_for_no_turn_of_this_conversation_asks_nothing(wanted):
    room = ScriptedRoom()
    assert asked_again(room, wanted) == [(gr.skip(),) * 4]
    assert not room.ignored


def test_of_the_readings_to_ignore_only_known_names_reach_the_room():
    room = ScriptedRoom()
    assert asked_again(room, {"turn": 0, "ignore": ["parts", "<b>", 3, None, "dates", "dates"]})
    assert room.ignored == [("dates", "parts")]


def asked_again(room: ScriptedRoom, wanted: object) -> list[object]:
    """What the page does where its conversation says that `wanted` was asked for."""
    from gradio import EventData

    blocks = build(room).routes[-1].app.get_blocks()
    (asking,) = [event for event in blocks.fns.values() if event.types_generator]
    conversation = next(block for block in blocks.blocks.values() if block.elem_id == "gw-conversation")
    turns = (Turn(question="Who?", answer=answered("Who?"), done=True),)
    return list(asking.fn("", turns, "extractive", EventData(conversation, wanted)))


def test_a_password_guards_the_page_and_its_articles(tmp_path):
    passwords = tmp_path / "passwords"
    passwords.write_text("# who may read\n\nada:correct horse: battery\n", encoding="utf-8")
    with TestClient(build(ScriptedRoom(), auth=read_auth_file(passwords)), base_url="https://testserver") as client:
        assert "OpenAI" not in client.get("/").text
        assert client.get("/config").status_code == 401
        for path in ("/article/a1/1", "/article/nobody/1", "/article/a1/x"):
            reply = client.get(path)
            assert reply.status_code == 401
            assert "Log in" in reply.text
        assert client.post("/login", data={"username": "ada", "password": "wrong"}).status_code == 400
        assert client.post("/login", data={"username": "eve", "password": ""}).status_code in (400, 422)
        assert client.post("/login", data={"username": "ada", "password": "correct horse: battery"}).status_code == 200
        assert client.get("/article/a1/1").status_code == 200
        client.get("/logout")
        assert client.get("/article/a1/1").status_code == 401


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "no user:password"), ("ada", ":1: expected"), ("a:b\n:c", ":2: expected"), ("ada:", ":1:")],
)
def test_a_password_file_that_lets_nobody_in_is_refused(tmp_path, content, words):
    path = tmp_path / "passwords"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GroundwireError, match=re.escape(words)):
        read_auth_file(path)


def test_a_missing_or_binary_password_file_is_refused(tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("absent", "binary"):
        with pytest.raises(GroundwireError, match="cannot be read"):
            read_auth_file(Path(tmp_path / name))


def test_a_taken_port_says_what_to_do():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert page_address("127.0.0.1", taken) == f"http://127.0.0.1:{port}"
        assert page_address("0.0.0.0", taken) == f"http://localhost:{port}"
        assert page_address("::1", taken) == f"http://[::1]:{port}"
        with pytest.raises(GroundwireError, match=f"Port {port} is taken.*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 0), ("no such host", 0), ("127.0.0.1", 70_000), ("127.0.0.1", -1)]
)
def test_an_impossible_address_says_what_to_do(host, port):
    with pytest.raises(GroundwireError, match=r"--host|--port"):
        listen(host, port)


def test_however_many_pages_are_open_the_articles_are_counted_once_in_their_time():
    class Counting(ScriptedRoom):
        counted = 0

        def status(self):
            type(self).counted += 1
            return super().status()

    now = [0.0]
    room = Counting()
    seen = Seen(room, clock=lambda: now[0])
    for _ in range(10):  # half a minute
        headers = {seen.header() for _ in range(200)}
        assert len(headers) == 1
        now[0] += LOOK_SECONDS
    assert Counting.counted == 10
    room.pending = 7
    assert "33 of 40 passages" in seen.header()
