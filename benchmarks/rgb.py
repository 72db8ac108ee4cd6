"""RGB (Chen et al. 2023, arXiv:2309.01431): questions with passages that answer, and others that seem to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.published import AS_PUBLISHED, ReadSet, list_of, records, sentences_in, text_of
from corpus.errors import GroundwireError
from evals.cases import Case
from evals.texts import answer_in


def read_rgb(path: Path, *, rejection: bool = False) -> ReadSet:
    """Read en.json, en_refine.json, en_int.json or en_fact.json; its passages are the articles of all its questions.

    With `rejection` these are the negative passages alone, and no case is answerable (the paper's noise rate of 1).
    Left out is a question whose answer stands in none of its positive passages or, with `rejection`, in a negative one.
    Of en_fact, sentences that were altered are claims too, about the passage as it was: unsupported with the false
    answer, supported with the true one.
    """
    texts: dict[str, None] = {}
    claims: list[dict[str, Any]] = []
    cases, left_out = [], []
    for where, record in records(path):
        case, positive = _case(record, where, path.stem)
        negative = _passages(record, "negative", where)
        texts.update(dict.fromkeys(negative if rejection else [*positive, *negative]))
        in_negative = any(answer_in(text, case.answers, case.all_of) for text in negative)
        if rejection and in_negative:
            left_out.append((where, "its answer stands in a negative passage"))
        elif rejection:
            cases.append(Case(id=case.id, question=case.question, category="rejection", answerable=False))
        elif not answer_in("\n".join(positive), case.answers, case.all_of):
            left_out.append((where, "its answer stands in none of its positive passages"))
        else:
            cases.append(case)
        if "positive_wrong" in record and not rejection:
            claims += _altered(case.id, positive, _passages(record, "positive_wrong", where), path.stem)
    articles = tuple({"title": "", "source": "RGB", "text": text} for text in texts)
    return ReadSet(articles=articles, cases=tuple(cases), claims=tuple(claims), left_out=tuple(left_out))


def _case(record: Mapping[str, Any], where: str, subset: str) -> tuple[Case, list[str]]:
    positive = _passages(record, "positive", where)
    answers, all_of, note = _answers(record.get("answer"), where, positive)
    case = Case(
        id=f"{subset}-{text_of(record, 'id', where)}",
        question=text_of(record, "query", where).strip(),
        category=subset,
        answers=answers,
        all_of=all_of,
        note=note,
    )
    return case, positive


def _passages(record: Mapping[str, Any], name: str, where: str) -> list[str]:
    """The passages under `name`; en_int has a list of them for each part of its answer."""
    listed = list_of(record, name, where)
    texts = [text for item in listed for text in (item if isinstance(item, list) else [item])]
    if not all(isinstance(text, str) for text in texts):
        raise GroundwireError(f"{where}: `{name}` holds what is no text. {AS_PUBLISHED}.")
    return [text for text in texts if text.strip()]


def _answers(given: object, where: str, positive: list[str]) -> tuple[tuple[str, ...], bool, str]:
    """The answers, whether all are needed, and a note. RGB needs each item of its list, and of an item's list any one.

    Where both are so, each item is worded as most passages word it, since a case has no answers within answers.
    """
    parts: list[list[Any]] = [
        part if isinstance(part, list) else [part] for part in (given if isinstance(given, list) else [given])
    ]
    if not parts or not all(part and all(isinstance(word, str) and word.strip() for word in part) for part in parts):
        raise GroundwireError(f"{where}: `answer` is no text, nor a list of texts or of their lists. {AS_PUBLISHED}.")
    if len(parts) == 1:
        return tuple(parts[0]), False, ""
    usual = tuple(max(part, key=lambda word: sum(answer_in(text, [word]) for text in positive)) for part in parts)
    others = [word for part, kept in zip(parts, usual, strict=True) for word in part if word != kept]
    return usual, True, f"RGB takes these wordings too: {', '.join(others)}" if others else ""


def _altered(name: str, true: list[str], false: list[str], subset: str) -> Iterator[dict[str, Any]]:
    """The sentences in which a passage and its altered form differ, each about the passage as it was."""
    for number, (right, wrong) in enumerate(zip(true, false, strict=False)):
        said, altered = ([text[start:end] for start, end in sentences_in(text)] for text in (right, wrong))
        for label, sentences, others in (("supported", said, altered), ("unsupported", altered, said)):
            for place, claim in enumerate(sentence for sentence in sentences if sentence not in others):
                yield {
                    "id": f"{name}-{number}-{label}-{place}",
                    "claim": claim,
                    "passages": [right],
                    "label": label,
                    "subset": subset,
                    "error": "altered answer" if label == "unsupported" else "",
                }
