"""Outcomes and runs made by hand, for tests of what is done with them. The articles are invented."""

from __future__ import annotations

from datetime import date

from evals.cases import Case
from evals.outcome import FoundPassage, Outcome, ShownCitation, ShownSentence
from evals.result import Run

QUOTE = "Ines Castro will lead the Lisbon office of Harbor Labs."
OTHER = "Harbor Labs sells a cooker."
DAY = date(2024, 5, 14)


def a_case(name="lead", **changes):
    known = {
        "question": f"Who leads {name}?",
        "category": "single_fact",
        "answers": ("Ines Castro",),
        "quotes": (QUOTE,),
    }
    if not changes.get("answerable", True):
        known |= {"category": "near_miss", "answers": (), "quotes": ()}
    return Case(id=name, **(known | changes))


def a_passage(text=QUOTE, **changes):
    known = {"article_id": "a", "version": 1, "url": "https://example.com/a", "title": "Harbor Labs opens an office"}
    known |= {"source": "Example Wire", "published": DAY, "start": 0, "end": len(text), "text": text}
    return FoundPassage(**(known | changes))


def a_citation(quote=QUOTE, **changes):
    known = {"n": 1, "article_id": "a", "version": 1, "url": "https://example.com/a", "source": "Example Wire"}
    known |= {"title": "Harbor Labs opens an office", "published": DAY, "start": 0, "end": len(quote)}
    return ShownCitation(**(known | {"quote": quote, "exact": True} | changes))


def a_sentence(text=QUOTE, citations=(1,), **changes):
    known = {"support": "verbatim", "score": 0.9, "verdict": "supported"}
    return ShownSentence(text=text, citations=citations, **(known | changes))


def answered(case=None, *quotes, **changes):
    """An answer of these quotes, each cited; of the expected one where none is given."""
    case = case or a_case()
    quotes = quotes or (QUOTE,)
    known = {
        "text": " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1)),
        "confidence": 0.9,
        "passages": (a_passage(OTHER), a_passage()),
        "sentences": tuple(a_sentence(quote, (n,)) for n, quote in enumerate(quotes, 1)),
        "citations": tuple(a_citation(quote, n=n) for n, quote in enumerate(quotes, 1)),
        "newest_evidence": DAY,
        "ms": 12.0,
    }
    return Outcome(case=case, status="answered", reason=None, **(known | changes))


def refused(case=None, reason="not_stated", **changes):
    known = {"text": "The articles do not say.", "confidence": 0.2, "passages": (a_passage(OTHER), a_passage())}
    return Outcome(case=case or a_case(), status="abstained", reason=reason, **(known | {"ms": 8.0} | changes))


def a_run(*outcomes, **changes):
    known = {"settings": {"passages": 10}, "versions": {"groundwire": "0.1.0"}, "corpus_hash": "c0ffee", "articles": 3}
    return Run(outcomes=tuple(outcomes), cases_hash="cafe", **(known | changes))


def mixed_run(right=6, wrong=2, silent=2, honest=4, gullible=1, **changes):
    """So many right answers, wrong ones and refusals where the articles answer, and refusals and answers where not."""
    outcomes = [
        *(answered(a_case(f"right-{n}"), confidence=0.95 - n / 100) for n in range(right)),
        *(answered(a_case(f"wrong-{n}"), OTHER, confidence=0.6 + n / 100) for n in range(wrong)),
        *(refused(a_case(f"silent-{n}"), confidence=0.35 + n / 100) for n in range(silent)),
        *(refused(a_case(f"honest-{n}", answerable=False), confidence=0.05 + n / 100) for n in range(honest)),
        *(answered(a_case(f"gullible-{n}", answerable=False), OTHER, confidence=0.5) for n in range(gullible)),
    ]
    return a_run(*outcomes, **changes)
