"""The page on a real newsroom: its links lead to the very words of its answers."""

from __future__ import annotations

import re
from html import unescape

from fakes import HashEmbedder
from fastapi.testclient import TestClient
from newsrooms import HIRES
from visiting import build

from rag import open_newsroom
from ui.chat import ask
from ui.render import render_conversation


def test_every_link_of_an_answer_opens_its_quote_or_passage(home):
    with open_newsroom(home, embedder=HashEmbedder()) as room:
        room.ingest([HIRES])
        with TestClient(build(room)) as client:
            turns = ()
            for question in ("Who did the company hire from Tesla?", "What is the capital of France?"):
                *_, turns = ask(room, question, turns)
            assert [turn.error for turn in turns] == [None, None]
            assert [turn.answer.status for turn in turns] == ["answered", "abstained"]
            links = [unescape(link) for link in re.findall(r'href="([^"]+)"', render_conversation(turns))]
            expected = [cited.quote for cited in turns[0].answer.citations]
            expected += [passage.text for passage in turns[1].answer.related]
            assert len(links) == len(expected) > 0
            for link, words in zip(links, expected, strict=True):
                page = client.get(f"/{link}")
                assert page.status_code == 200
                marked = [unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", page.text, re.DOTALL)]
                assert "\n\n".join(marked) == words
