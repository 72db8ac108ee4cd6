"""Language models as judges of the same answers that the verifier judges: LlamaIndex's and ragas', beside ours.

They are asked and compared by `evals.judging`. Any LlamaIndex LLM does.

Known defects, and what is done about each:
- LlamaIndex's `FaithfulnessEvaluator` passes any reply that has "yes" in it ("NO ... yesterday"). Its reply is read
  again here: YES or NO must be its first word. How often its own reading differs is shown.
- It drops a prompt that is handed over as a string and uses its own. It is handed `PromptTemplate`s.
- LlamaIndex's `CorrectnessEvaluator` crashes on a reply of one line ("4.0"). It is given a parser that does not.
- ragas scores an answer NaN in which it finds no statement, and raises where the model's JSON cannot be read.
- ragas reports its use over the network and writes a user's id into a folder of its own. Both are kept from it.

ragas is an extra, `groundwire[judges]`; LlamaIndex's judges need nothing more.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from corpus.errors import GroundwireError
from evals.judging import Judge, Verdict
from evals.outcome import Outcome

if TYPE_CHECKING:
    from llama_index.core.llms.llm import LLM

FAITHFUL_FROM = 1.0
"""Faithful is an answer of which every statement is; ours counts the same way, by sentences."""
CORRECT_FROM = 0.5
"""Half of the F1 of ragas' factual correctness, set by hand: ragas names no threshold."""
LLAMA_INDEX_CORRECT_FROM = 4.0
"""On its scale of 1 to 5, `CorrectnessEvaluator`'s own default."""
INSTALL = "pip install 'groundwire[judges]'"
_FIRST_WORD = re.compile(r"[\s\W_]*([A-Za-z]+)")
_GRADE = re.compile(r"\W*(?:(?:overall\s+)?(?:score|grade)\W+)?([1-5](?:\.\d+)?)(?:\W*/\s*5)?\W*$", re.IGNORECASE)

FAITHFULNESS_PROMPT = (
    "Is the information supported by the context? Begin your reply with one word, YES or NO.\n"
    "YES: the context states all of it. NO: the context contradicts some of it, or does not state it.\n\n"
    "Information: Apple pie is generally double-crusted.\n"
    "Context: An apple pie is a fruit pie. It is generally double-crusted, with pastry above and below the filling.\n"
    "Answer: YES\n\n"
    "Information: Apple pie is served cold.\n"
    "Context: An apple pie is a fruit pie. It is generally double-crusted, with pastry above and below the filling.\n"
    "Answer: NO\n\n"
    "Information: {query_str}\n"
    "Context: {context_str}\n"
    "Answer: "
)
FAITHFULNESS_REFINE_PROMPT = (
    "Is the information supported by the context? Begin your reply with one word, YES or NO.\n"
    "The earlier part of the context gave: {existing_answer}\n"
    "If that was YES, reply YES.\n\n"
    "Information: {query_str}\n"
    "Context: {context_msg}\n"
    "Answer: "
)


def llama_index_judges(llm: LLM) -> tuple[Judge, ...]:
    """LlamaIndex's faithfulness (to the quotes cited) and correctness (against what the case expects), by `llm`."""
    from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator
    from llama_index.core.prompts import PromptTemplate

    faithfulness = FaithfulnessEvaluator(
        llm=llm,
        eval_template=PromptTemplate(FAITHFULNESS_PROMPT),
        refine_template=PromptTemplate(FAITHFULNESS_REFINE_PROMPT),
    )
    correctness = CorrectnessEvaluator(llm=llm, parser_function=grade)

    def faithfulness_of(outcome: Outcome) -> Verdict:
        found = faithfulness.evaluate(response=answer_text(outcome), contexts=cited_quotes(outcome))
        score = yes_or_no(found.feedback or "")
        why = "" if score is not None else "the reply begins with neither YES nor NO"
        return Verdict(score, why, misread=found.score != score)

    def correctness_of(outcome: Outcome) -> Verdict:
        found = correctness.evaluate(
            query=outcome.case.question, response=answer_text(outcome), reference=reference(outcome)
        )
        return Verdict(found.score, "" if found.score is not None else "the reply begins with no grade from 1 to 5")

    return (
        Judge("llama_index_faithfulness", "LlamaIndex faithfulness", "faithfulness", 1.0, _safely(faithfulness_of)),
        Judge(
            "llama_index_correctness",
            "LlamaIndex correctness (1 to 5)",
            "correctness",
            LLAMA_INDEX_CORRECT_FROM,
            _safely(correctness_of),
        ),
    )


def ragas_judges(llm: LLM) -> tuple[Judge, ...]:
    """Ragas' faithfulness (against the quotes cited) and factual correctness (F1 of claims), by a LlamaIndex `llm`.

    Raises `GroundwireError` with the command that installs it where ragas is absent or cannot be loaded.
    """
    os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")  # read once, when ragas first would report
    try:
        from ragas import _analytics
        from ragas.dataset_schema import SingleTurnSample
        from ragas.llms import LlamaIndexLLMWrapper
        from ragas.metrics import FactualCorrectness, Faithfulness
        from ragas.run_config import RunConfig
    except ModuleNotFoundError as error:
        why = "is not installed" if error.name == "ragas" else f"lacks the module {error.name}"
        raise GroundwireError(f"ragas {why}. Install what its judges need: {INSTALL}") from None
    _keep_no_user_id(_analytics)
    wrapped = LlamaIndexLLMWrapper(llm, run_config=RunConfig(max_retries=1, max_wait=1))
    faithfulness, correctness = Faithfulness(llm=wrapped), FactualCorrectness(llm=wrapped)

    def faithfulness_of(outcome: Outcome) -> Verdict:
        sample = SingleTurnSample(
            user_input=outcome.case.question, response=answer_text(outcome), retrieved_contexts=cited_quotes(outcome)
        )
        return _ragas_verdict(faithfulness, sample)

    def correctness_of(outcome: Outcome) -> Verdict:
        return _ragas_verdict(
            correctness, SingleTurnSample(response=answer_text(outcome), reference=reference(outcome))
        )

    return (
        Judge("ragas_faithfulness", "ragas faithfulness", "faithfulness", FAITHFUL_FROM, _safely(faithfulness_of)),
        Judge("ragas_correctness", "ragas factual correctness", "correctness", CORRECT_FROM, _safely(correctness_of)),
    )


def _keep_no_user_id(analytics: Any) -> None:  # noqa: ANN401 - a module of a package that may be absent
    """Settle ragas on an id in memory: each prompt makes an event, tracked or not, and the first one writes a file."""

    def nowhere(*_: object, **__: object) -> str:
        raise OSError("no user's id is kept")

    kept, analytics.user_data_dir = analytics.user_data_dir, nowhere
    try:
        analytics.get_userid()  # falls back to an anonymous id where it cannot write, and remembers that
    finally:
        analytics.user_data_dir = kept


def _ragas_verdict(metric: Any, sample: Any) -> Verdict:  # noqa: ANN401 - types of a package that may be absent
    from llama_index.core.async_utils import asyncio_run

    # Not its `single_turn_score`: that reports its use, and changes how asyncio runs.
    score = float(asyncio_run(metric._single_turn_ascore(sample, [])))  # noqa: SLF001
    return Verdict(None, "the score is NaN") if math.isnan(score) else Verdict(score)


def answer_text(outcome: Outcome) -> str:
    """The sentences shown, without markers."""
    return " ".join(outcome.shown)


def cited_quotes(outcome: Outcome) -> list[str]:
    """What the answer rests on, the same that our verifier holds it against."""
    return [citation.quote for citation in outcome.citations]


def reference(outcome: Outcome) -> str:
    """What a right answer says: the case's quotes, without them its answers; for an unanswerable case, a refusal."""
    case = outcome.case
    if not case.answerable:
        return "The articles do not say."
    return " ".join(case.quotes) or (" " if case.all_of else " or ").join(case.answers)


def yes_or_no(reply: str) -> float | None:
    """1 or 0 where the first word of a reply is YES or NO, in any case; else None."""
    found = _FIRST_WORD.match(reply)
    return {"yes": 1.0, "no": 0.0}.get(found[1].lower()) if found else None


def grade(reply: str) -> tuple[float | None, str]:
    """The grade from 1 to 5 that the first line of a reply is, None where it is none; and the rest of the reply."""
    first, _, rest = reply.strip().partition("\n")
    found = _GRADE.match(first)
    score = float(found[1]) if found else None
    return (score if score is not None and score <= 5 else None), rest.strip()


def _safely(ask: Callable[[Outcome], Verdict]) -> Callable[[Outcome], Verdict]:
    """`ask`, with a crash of the judge as no verdict that says what crashed: it is neither a pass nor a fail."""

    def asked(outcome: Outcome) -> Verdict:
        try:
            return ask(outcome)
        except Exception as error:  # noqa: BLE001 - whatever a library or a provider raises; it is counted and shown
            return Verdict(None, f"crashed: {type(error).__name__}: {error!s:.120}")

    return asked
