"""How well `support` tells claims that their passages support from those that they do not.

    python benchmarks/grounding.py FILE... [--most N] [--questions]

reads JSON Lines (.gz or plain), a claim a line: `claim`, `context` (a list of passages), `supported` (true or false),
and optionally `subset` and `question`, used with `--questions`. A subset "X:kind" has false claims alone and is
measured against the true ones of "X". Prints AUROC and balanced accuracy (a claim counts as supported from
`SUPPORTED_FROM` on) beside two baselines, the length of the claim and the share of its words that the passages hold,
and how often claims of either sort are called supported or contradicted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sklearn.metrics import balanced_accuracy_score, roc_auc_score  # noqa: E402

from rag.embed import SentenceTransformerEmbedder  # noqa: E402
from rag.relevance import stems  # noqa: E402
from rag.verify import Verifier  # noqa: E402
from rag.verify.evidence import Source  # noqa: E402
from rag.verify.judge import SUPPORTED_FROM  # noqa: E402
from rag.verify.reading import read_texts  # noqa: E402


@dataclass(frozen=True)
class Case:
    """One claim, what is known of it, and what came out."""

    subset: str
    supported: bool
    score: float
    label: str
    length: int
    overlap: float


def read_lines(path: Path) -> list[dict[str, object]]:
    """The records of a file of JSON Lines."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def measure(records: Sequence[dict[str, object]], questions: bool) -> Iterator[Case]:
    """Judge each claim; passages that several claims share are read once."""
    embedder = SentenceTransformerEmbedder()
    verifier = Verifier(embedder)
    read = cache(lambda passage: read_texts(embedder, [passage])[0])
    for done, record in enumerate(records, start=1):
        claim, context = str(record["claim"]), [str(passage) for passage in record["context"]]
        question = str(record.get("question") or "") if questions else ""
        sources = [Source(read(passage), frozenset(stems(question))) for passage in context]
        found = verifier.judge(read_texts(embedder, [claim])[0], sources, answers=bool(question))
        words = stems(claim)
        overlap = len(words & stems(" ".join(context))) / max(1, len(words))
        yield Case(
            str(record.get("subset", "all")), bool(record["supported"]), found.score, found.label, len(claim), overlap
        )
        if done % 100 == 0:
            print(f"{done} of {len(records)}", file=sys.stderr)


def report(name: str, cases: Sequence[Case]) -> None:
    """Print one line of figures, where there are both true and false claims."""
    truth = [case.supported for case in cases]
    if len(set(truth)) < 2:
        return
    auroc = roc_auc_score(truth, [case.score for case in cases])
    balanced = balanced_accuracy_score(truth, [case.score >= SUPPORTED_FROM for case in cases])
    shorter = roc_auc_score(truth, [-case.length for case in cases])
    overlap = roc_auc_score(truth, [case.overlap for case in cases])
    print(f"{name:36} {len(cases):5}  {auroc:5.3f}  {balanced:8.3f}  {shorter:9.3f}  {overlap:8.3f}")


def main() -> None:
    """Read the files, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=0, help="a sample of so many claims of each file")
    parser.add_argument("--questions", action="store_true", help="hand over the question that a claim answers")
    options = parser.parse_args()
    for path in options.files:
        records = read_lines(path)
        if options.most:
            records = random.Random(7).sample(records, min(options.most, len(records)))
        cases = list(measure(records, options.questions))
        print(f"\n{path.name:36} {'n':>5}  AUROC  balanced  by length  by words")
        report("all", cases)
        for subset in sorted({case.subset for case in cases}):
            whole, _, kind = subset.partition(":")
            true_ones = [case for case in cases if kind and case.subset == whole and case.supported]
            report(subset, [*[case for case in cases if case.subset == subset], *true_ones])
        for truth in (True, False):
            labels = Counter(case.label for case in cases if case.supported == truth)
            print(f"{'supported' if truth else 'not supported':>14}:", dict(labels.most_common()))


if __name__ == "__main__":
    main()
