"""What citations and claims have to say for themselves: who published them when, under which titles, which came later.

Plain text, shared by the page and the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from corpus.article import Reference
from rag.text.dates.naming import written_day
from rag.values.answer import Answer, Citation, Claim, Conflict
from rag.write.attribution import attribution

MORE = "More from the articles"
"""Above the further evidence, which is no part of the answer's text."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: who said it when, the words (none where the answer shows them already), and where.

    `later` is "later" for the side that was published last, "latest" where there are more than two, else nothing.
    """

    who: tuple[str, ...]
    words: str
    citations: tuple[Citation, ...]
    later: str = ""


def attributions(citations: Iterable[Citation]) -> list[str]:
    """Say of each citation who published it and when ("The Guardian, 7 Jan 2023")."""
    return list(dict.fromkeys(attribution(citation.source, citation.published) for citation in citations))


def titles(citations: Iterable[Citation]) -> list[str]:
    """List the titles of the cited articles."""
    return list(dict.fromkeys(citation.title for citation in citations if citation.title))


def reference_words(reference: Reference) -> str:
    """Who reported when under which headline, as far as it is known: "Wired, 8 Jul 2025: OpenAI hires four"."""
    day = written_day(reference.day) if reference.day else ""
    who = ", ".join(part for part in (reference.outlet, day) if part)
    return ": ".join(part for part in (who, reference.headline or reference.subject) if part)


def sides(conflict: Conflict, answer: Answer, cited: Mapping[int, Citation]) -> list[Side]:
    """The sides of a conflict, as they stand in it. Raises `KeyError` for a claim that cites what is no citation."""
    shown = {sentence.text for sentence in answer.sentences}
    last = _last(conflict)
    name = "later" if len(conflict.claims) == 2 else "latest"
    return [_side(claim, shown, cited, name if claim is last else "") for claim in conflict.claims]


def costs(answer: Answer) -> list[str]:
    """What a written answer took, in words: the model, seconds, tokens; nothing of an extractive one."""
    spent = answer.timings
    if answer.mode == "extractive":
        return []
    first = f"first sentence after {(spent.first_ms or 0) / 1000:.1f} s, all after {spent.total_ms / 1000:.1f} s"
    tokens = f"{spent.tokens_in:,} tokens read, {spent.tokens_out:,} written{' (estimated)' if spent.estimated else ''}"
    return [f"written by {answer.mode}", *([first, tokens] if spent.tokens_in else [])]


def _side(claim: Claim, shown: set[str], cited: Mapping[int, Citation], later: str) -> Side:
    citations = tuple(cited[n] for n in claim.citations)
    words = claim.text
    if citations and words in shown:
        words = ""
    elif any(words in citation.quote for citation in citations):
        words = f"“{words}”"
    return Side(tuple(attributions(citations)) or (written_day(claim.published),), words, citations, later)


def _last(conflict: Conflict) -> Claim | None:
    """The claim published last; None where no other one has a day, or where the days shown do not bear it out."""
    dated = sorted(((claim.published, claim) for claim in conflict.claims if claim.published), key=itemgetter(0))
    days = [published.date() for published, _ in dated]
    return dated[-1][1] if len(days) > 1 and all(day < days[-1] for day in days[:-1]) else None
