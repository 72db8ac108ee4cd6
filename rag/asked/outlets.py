"""Which news outlets a question names as its sources, and where they stand in it.

Pure: a question and the corpus's outlets in, `NamedOutlets` out. An outlet counts by its place in the sentence
(`rag.asked.outlet_places`); one that the news is about ("Who bought TechCrunch?") does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.outlets import outlet_key
from rag.asked.outlet_names import Mention, find_mentions
from rag.asked.outlet_places import AGREE_AFTER, judged


@dataclass(frozen=True, slots=True)
class NamedOutlets:
    """The outlets a question names as sources.

    `known` are keys (`corpus.outlets`) of outlets that the corpus has, `unknown` names as written of outlets
    that it lacks; both in order, once each. `spans` are the places of all of them, half-open, without quotes around.
    """

    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


_LONGEST_TEXT = 2_000  # characters; a question has 1,000 at most (`rag.asked.question.MAX_LENGTH`)
_LIST_GAP = re.compile(
    r"[\"'’”,\s]*(?:['’]s)?(?:\b(?:and|or|as well as|both|then)\b)?[\"'‘“,\s]*"
    r"(?:(?:the|an?|another|first|second|third)\s+)*[\"'‘“]?",
    re.IGNORECASE,
)


def read_outlets(text: str, known: Mapping[str, str]) -> NamedOutlets:
    """The outlets that `text` names as sources.

    On 250 questions of MultiHop-RAG, over its 37 outlets, `known` is what the question names in 249, judged by eye.

    `known` maps the keys of the corpus's outlets to their names, as `Catalogue.outlets()` gives them.
    """
    text = text[:_LONGEST_TEXT]
    found = [judged(text, mention) for mention in find_mentions(text, known)]
    named = [mention for mention in _together(text, found) if mention.sure]
    lacking = [text[mention.start : mention.end] for mention in reversed(named) if not mention.keys]
    return NamedOutlets(
        tuple(dict.fromkeys(key for mention in named for key in mention.keys)),
        tuple(reversed({outlet_key(name): name for name in lacking}.values())),
        tuple((mention.start, mention.end) for mention in named),
    )


def _together(text: str, found: Sequence[Mention]) -> list[Mention]:
    """`found` with what the outlets of a question tell of each other: those of one list are sources together."""
    together: list[Mention] = []
    for group in _lists(text, found):
        agree = (
            len(group) > 1 and not any(mention.company for mention in group) and AGREE_AFTER.match(text, group[-1].end)
        )
        sure = bool(agree) or any(mention.sure for mention in group)
        together += [replace(mention, sure=mention.sure or (sure and not mention.company)) for mention in group]
    asked = any(mention.sure for mention in together)
    return [replace(mention, sure=mention.sure or (asked and mention.likely)) for mention in together]


def _lists(text: str, found: Sequence[Mention]) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for mention in found:
        if groups and _LIST_GAP.fullmatch(text, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups
