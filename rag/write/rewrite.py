"""A follow-up question written out by the model that writes, so that it can be understood alone.

The model is not believed: what it writes must be one question of the words of the conversation. No name or figure may
be in it that is not in the conversation, and none of the question's own may be lost; else `rag.asked.followup` reads
what the question leaves to the conversation.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.values.answer import Answer

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

log = logging.getLogger(__name__)

MOST_TURNS = 4
MOST_CHARACTERS = 400
RULES = """\
You are given a conversation about news and its last question. Write the last question out so that it can be understood
without the conversation: put names in the place of words like "he", "it", "there" or "that". Change nothing else. Where
it can be understood alone, repeat it as it is. Write that one question and nothing else, in its own language."""
_NAME = re.compile(r"(?<![\w.])[A-ZÀ-Þ][\w’'-]*|\b\w*\d[\w.,]*")
_WORD = re.compile(r"[^\W_]+")


def written_out(llm: LLM, question: str, history: Sequence[str | Answer]) -> str | None:
    """`question` as it stands alone after `history`, oldest first; None where the model gives none to be trusted."""
    from llama_index.core.llms import ChatMessage, MessageRole

    turns = "\n\n".join(_turn(turn) for turn in history[-MOST_TURNS:])
    asked = [
        ChatMessage(role=MessageRole.SYSTEM, content=RULES),
        ChatMessage(role=MessageRole.USER, content=f"{turns}\n\nLast question: {' '.join(question.split())}"),
    ]
    try:
        written = str(llm.chat(asked).message.content or "")
    except Exception as error:  # noqa: BLE001 - whatever a provider raises: the rules read the question then
        log.warning("The model wrote no question: %s", type(error).__name__)
        return None
    lines = [line.strip().strip("\"“”'") for line in written.strip().splitlines() if line.strip()]
    alone = lines[0].removeprefix("Last question:").strip() if len(lines) == 1 else ""
    return alone if alone and is_faithful(alone, question, turns) else None


def is_faithful(alone: str, question: str, conversation: str) -> bool:
    """Whether `alone` is `question` with nothing but words of the `conversation` put in."""
    known = _words(f"{conversation} {question}")
    brought = {word for name in _names(alone) for word in _words(name)}
    lost = {word for name in _names(question) for word in _words(name)} - _words(alone)
    return len(alone) <= MOST_CHARACTERS and brought <= known and not lost


def _turn(turn: str | Answer) -> str:
    if isinstance(turn, str):
        return f"Question: {turn}"
    told = " ".join(sentence.text for sentence in turn.sentences) or "(the articles do not say)"
    return f"Question: {turn.question}\nAnswer: {told}"


def _names(text: str) -> Iterator[str]:
    """Capitalised words and figures; a question's first word is capitalised whatever it is."""
    return (found[0] for found in _NAME.finditer(text) if found.start())


def _words(text: str) -> set[str]:
    return {word.casefold().removesuffix("s") for word in _WORD.findall(text)}
