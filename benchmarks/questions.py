"""How well questions are read: the outlets they name, and what a follow-up leaves to the conversation.

    python -m benchmarks.questions --multihop FOLDER --followups FILE [--all]

Outlets, on questions of MultiHop-RAG (Tang and Yang 2024, arXiv:2401.15391): FOLDER holds `documents.jsonl` (`doc_id`,
`source`) and `queries.jsonl` (`question`, `gold_doc_ids`). The set says which articles answer a question, and not which
outlets the question names; so an outlet is expected where the question names it *and*, for a question with evidence,
it is the outlet of an article of that evidence. For one without evidence, which no article answers, every outlet named
is expected. An outlet is named where its name in the corpus stands in the question: whole or up to the first " | ",
" - " or ":", letter case aside but each word with a capital, "the" in front or, of several words, left out. A name that
belongs to several outlets of one house names those of the evidence. Exact is a question of which `read_outlets` gives
the expected outlets and no others. Beside it: the same by names alone, evidence aside, where a name of a house names
all its outlets; and by evidence alone, whether named or not. Neither tells a source from an outlet that the news is
about, so every mismatch is printed, to be judged by eye.

Follow-ups, on CAsT 2019-2020 (Dalton et al. 2020, "TREC CAsT 2019"): FILE holds a turn a line, `question`, the earlier
questions (`history`) and what a person wrote to make it stand alone (`standalone`). Words are runs of letters and
digits, by their stems (Porter 2), without the stop words below. *Added* are those of a text that the turn lacks.
Recall: of the words that people added, over all turns, the share that `stand_alone` adds; the ceiling is the share
that stands in an earlier question at all. Precision: of the words that it adds, the share that people added. Left
alone: of the turns to which people added no such word, the share that it returns as they are. `--all` prints every turn
in which the words differ. "Not read" are the conversations that nobody looked at while the rules were written.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import Stemmer

from benchmarks.records import in_words, read_records
from corpus.outlets import outlet_key
from rag.asked.followup import Turn, stand_alone
from rag.asked.outlets import read_outlets

STOP_WORDS = frozenset(
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself "
    "it its itself they them their theirs themselves what which who whom this that these those am is are was were be "
    "been being have has had having do does did doing a an the and but if or because as until while of at by for with "
    "about against between into through during before after above below to from up down in out on off over under "
    "again further then once here there when where why how all any both each few more most other some such no nor not "
    "only own same so than too very s t can will just don should now d ll m o re ve y could would may might must shall "
    "also tell much many".split()
)
"""A plain list, not the product's own, with "tell me" and the like; the figures by scikit-learn's are printed too."""
_WORD = re.compile(r"[^\W_]+")
_HEAD = re.compile(r"\s+[|–—-]\s+|:\s")
_STEMMER = Stemmer.Stemmer("english")


# --- outlets --------------------------------------------------------------------------------------------------------


def outlets_by_form(names: Iterable[str]) -> dict[str, set[str]]:
    """Every way to write an outlet, lower-cased, to the names it may mean: whole, or the house in front."""
    forms: dict[str, set[str]] = {}
    for name in names:
        for form in (name, _HEAD.split(name)[0]):
            bare = re.sub(r"^the ", "", form.casefold())
            for way in (form.casefold(), f"the {bare}", *([bare] if " " in bare else [])):
                forms.setdefault(way, set()).add(name)
    return {way: {name for name in found if name.casefold() == way} or found for way, found in forms.items()}


def outlets_named(text: str, forms: Mapping[str, set[str]]) -> list[set[str]]:
    """For each outlet's name in `text`, the outlets it may mean; the longest way to read a place counts."""
    ways = "|".join(re.escape(way) for way in sorted(forms, key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)(?:{ways})(?!\w)", text, re.IGNORECASE)
    return [forms[match.group().casefold()] for match in found if _is_written_as_name(match.group())]


def expected_outlets(named: Iterable[set[str]], evidence: Collection[str]) -> set[str]:
    """The outlets named, of several in a house those of the evidence; without evidence, all of them."""
    found = set().union(*named)
    return found & set(evidence) if evidence else found


def measure_outlets(folder: Path) -> None:
    """Print the share of questions read exactly, and every mismatch."""
    documents, queries = (read_records(folder / f"{name}.jsonl") for name in ("documents", "queries"))
    known = {outlet_key(document["source"]): document["source"] for document in documents}
    source_of = {document["doc_id"]: known[outlet_key(document["source"])] for document in documents}
    forms = outlets_by_form(known.values())
    rows = []
    for query in queries:
        evidence = {source_of[doc] for doc in query["gold_doc_ids"]}
        named = outlets_named(query["question"], forms)
        read = {known[key] for key in read_outlets(query["question"], known).known}
        rows.append((query["question"], bool(evidence), read, expected_outlets(named, evidence), named, evidence))
    print(f"outlets: {len(rows)} questions over {len(known)} outlets; {sum(bool(row[4]) for row in rows)} name one")
    for words, part in (
        ("all", rows),
        ("with evidence", [row for row in rows if row[1]]),
        ("without evidence", [row for row in rows if not row[1]]),
    ):
        print(f"  exact, {words:17} {_share(read == gold for _, _, read, gold, *_ in part)}")
    print(f"  by names alone           {_share(read == set().union(*named) for *_, read, _, named, _ in rows)}")
    print(f"  by evidence alone        {_share(row[2] == row[5] for row in rows if row[1])}")
    for question, _, read, gold, *_ in rows:
        if read != gold:
            print(f"    read {sorted(read)}, expected {sorted(gold)}: {question}")


def _is_written_as_name(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalnum()]
    return all(word[0].isupper() or word[0].isdigit() or word in ("the", "and", "of") for word in words)


def _share(flags: Iterable[bool]) -> str:
    right = list(flags)
    return f"{sum(right) / len(right):.3f} ({sum(right)} of {len(right)})" if right else "no question"


# --- follow-ups -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One turn: the content words that people added, that we added, that stood in the conversation at all."""

    question: str
    by_hand: str
    ours: str
    wanted: frozenset[str]
    added: frozenset[str]
    reachable: frozenset[str]
    unchanged: bool

    @classmethod
    def of(cls, record: Mapping[str, Any], text: str, stop: Collection[str]) -> FollowUp:
        """Compare `text`, which is ours, with what a person wrote."""
        question = content(record["question"], stop)
        wanted = content(record["standalone"], stop) - question
        earlier = frozenset[str]().union(*(content(turn, stop) for turn in record["history"]))
        return cls(
            question=record["question"],
            by_hand=record["standalone"],
            ours=text,
            wanted=wanted,
            added=content(text, stop) - question,
            reachable=wanted & earlier,
            unchanged=_WORD.findall(text.casefold()) == _WORD.findall(record["question"].casefold()),
        )


def content(text: str, stop: Collection[str]) -> frozenset[str]:
    """The stems of the words of `text` that are not in `stop`."""
    return frozenset(_STEMMER.stemWord(word) for word in _WORD.findall(text.casefold()) if word not in stop)


def figures(turns: Sequence[FollowUp]) -> dict[str, float]:
    """Recall, its ceiling, precision and the share left alone; one without turns to count it on is left out."""
    right = sum(len(turn.wanted & turn.added) for turn in turns)
    alone = [turn.unchanged for turn in turns if not turn.wanted]
    counted = {
        "recall": (right, sum(len(turn.wanted) for turn in turns)),
        "ceiling": (sum(len(turn.reachable) for turn in turns), sum(len(turn.wanted) for turn in turns)),
        "precision": (right, sum(len(turn.added) for turn in turns)),
        "left alone": (sum(alone), len(alone)),
    }
    return {name: part / whole for name, (part, whole) in counted.items() if whole}


def unread(records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The turns of the conversations that were not read while the rules were written: every sixth of them."""
    talks = [list(turns) for _, turns in groupby(records, key=lambda record: str(record["id"]).rpartition("_")[0])]
    return [turn for talk in talks[2::3][1::2] for turn in talk]


def measure_followups(path: Path, every: bool) -> None:
    """Print the figures over all turns and the part that was not read, and what the choice of words changes."""
    records = read_records(path)
    print(f"\nfollow-ups: {len(records)} turns, {sum(not record['history'] for record in records)} of them the first")
    answered = [_stand_alone(record) for record in records]
    texts = {id(record): text for record, text in zip(records, answered, strict=True)}

    def show(words: str, some: Sequence[Mapping[str, Any]], stop: Collection[str]) -> list[FollowUp]:
        turns = [FollowUp.of(record, texts[id(record)], stop) for record in some]
        print(f"  {words:28} " + "  ".join(f"{name} {value:.3f}" for name, value in figures(turns).items()))
        return turns

    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    turns = show("all", records, STOP_WORDS)
    show("not read", unread(records), STOP_WORDS)
    show("with scikit-learn's stop words", records, ENGLISH_STOP_WORDS)
    for turn in turns if every else ():
        if turn.wanted != turn.added or not (turn.wanted or turn.unchanged):
            print(f"    {turn.question} -> {turn.ours} | by hand: {turn.by_hand}")


def _stand_alone(record: Mapping[str, Any]) -> str:
    return stand_alone(record["question"], [Turn(turn) for turn in record["history"]]).text


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--multihop", type=Path, help="the folder of documents.jsonl and queries.jsonl")
    parser.add_argument("--followups", type=Path, help="the turns, as JSON Lines")
    parser.add_argument("--all", action="store_true", help="print every turn in which the words differ")
    given = parser.parse_args()
    if not (given.multihop or given.followups):
        parser.error("name --multihop, --followups or both")
    if given.multihop:
        measure_outlets(given.multihop)
    if given.followups:
        measure_followups(given.followups, given.all)


if __name__ == "__main__":
    raise SystemExit(in_words(main))
