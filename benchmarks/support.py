"""How well the verifier tells claims that their passages support from those that they do not.

    python -m benchmarks.support FILE [--most N] [--seed N] [--json]

FILE holds a claim a line, in the forms of `benchmarks.claims`; `python -m benchmarks.readers` makes such files of
published sets. Printed: AUROC and balanced accuracy with 95% intervals, by subset and kind of error, and a plot of the
calibration. Beside them, on the same claims, stand two baselines that know nothing of meaning: the length of the claim,
the shorter the likelier, and the share of its words (Porter stems) that the passages hold. `--most` judges a sample of
N claims; `--json` prints everything, with every claim's score, as one JSON document.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, get_args

from benchmarks.claims import Claim, Truth, load_claims
from benchmarks.draws import Draws, balanced_accuracy
from benchmarks.records import in_words
from benchmarks.support_report import Figures, Scored, SupportReport
from corpus.errors import GroundwireError
from evals import scores
from evals.calibration import calibration_error, reliability_bins
from evals.intervals import middle
from evals.terminal import show_table
from rag.index.progress import Progress, progress_bar

if TYPE_CHECKING:
    from rag.models.encoder import Embedder

ROUNDS = 2000
_READ_PASSAGES = 128
"""Readings kept for claims that share a passage; one of a long article takes about 1.5 MB."""


def measure_support(
    path: Path | str,
    progress: Progress,
    *,
    most: int | None = None,
    seed: int = 0,
    rounds: int = ROUNDS,
    embedder: Embedder | None = None,
) -> SupportReport:
    """Judge the claims of a file (see `load_claims`) and measure the verdicts; the same for the same arguments.

    `most`: a sample of so many claims. `embedder`: default, the bundled model. Raises `GroundwireError` for a file that
    is not one of claims.
    """
    from rag.models.encoder import BundledEmbedder
    from rag.verify.judge import PARTIAL_FROM, SUPPORTED_FROM

    claims = load_claims(path)
    if most is not None and most < 1:
        raise GroundwireError(f"a sample of {most} claims has none. Ask for at least one.")
    if most and most < len(claims):
        chosen = sorted(Random(seed).sample(range(len(claims)), most))
        claims = [claims[n] for n in chosen]
    used = embedder or BundledEmbedder()
    judged = []
    for done, each in enumerate(judge_claims(claims, used), start=1):
        judged.append(each)
        progress("judging", done, len(claims))
    settings = {"embedder": used.name, "supported_from": SUPPORTED_FROM, "partial_from": PARTIAL_FROM}
    settings |= {"claims": len(claims), "most": most, "seed": seed, "rounds": rounds}
    return report(Path(path).name, settings, judged, SUPPORTED_FROM, seed, rounds)


def judge_claims(claims: Sequence[Claim], embedder: Embedder) -> Iterator[Scored]:
    """Judge each claim with its question, where it has one, and without; a passage that many share is read once."""
    from rag.text.stems import stems
    from rag.verify import Verifier
    from rag.verify.alignment import Source
    from rag.verify.reading import read_texts

    verifier = Verifier(embedder)
    read = lru_cache(_READ_PASSAGES)(lambda passage: read_texts(embedder, [passage])[0])
    for claim in claims:
        reading = read_texts(embedder, [claim.claim])[0]
        passages = [read(passage) for passage in claim.passages]
        alone = verifier.judge(reading, [Source(passage) for passage in passages])
        found = alone
        if claim.question:
            known = frozenset(stems(claim.question))
            found = verifier.judge(reading, [Source(passage, known) for passage in passages], answers=True)
        words = stems(claim.claim)
        overlap = len(words & stems(" ".join(claim.passages))) / max(1, len(words))
        yield Scored(claim, found.label, found.score, alone.score, len(claim.claim), overlap)


def report(
    file: str,
    settings: Mapping[str, Any],
    scored: Sequence[Scored],
    threshold: float,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> SupportReport:
    """Measure claims that were judged. A kind of error is held against the supported claims of its subset."""
    groups = [("all", list(scored))]
    subsets = sorted({each.claim.subset for each in scored})
    if len(subsets) > 1:
        groups += [(name or "(no subset)", [one for one in scored if one.claim.subset == name]) for name in subsets]
    kinds = sorted({(each.claim.subset, each.claim.error) for each in scored if each.claim.error})
    for subset, error in kinds:
        own = [one for one in scored if one.claim.subset == subset]
        name = f"{subset}: {error}" if len(subsets) > 1 else error
        groups.append((name, [one for one in own if one.claim.is_supported or one.claim.error == error]))
    bins = reliability_bins([each.score for each in scored], [each.claim.is_supported for each in scored])
    return SupportReport(
        file=file,
        settings=settings,
        groups=tuple(figures(name, members, threshold, seed, rounds) for name, members in groups),
        labels=_labels(scored),
        contradicted=_contradicted(scored),
        bins=tuple(bins),
        calibration_error=calibration_error(bins),
        scored=tuple(scored),
    )


def figures(name: str, scored: Sequence[Scored], threshold: float, seed: int = 0, rounds: int = ROUNDS) -> Figures:
    """Measure one group of claims."""
    truth = [each.claim.is_supported for each in scored]
    plain = Figures(name, len(scored), sum(truth))
    if len(set(truth)) < 2:
        return plain
    score, overlap = [each.score for each in scored], [each.overlap for each in scored]
    called = [each.label == "supported" for each in scored]
    asked = any(each.claim.question for each in scored)
    drawn = Draws([each.claim.passages for each in scored], truth, seed, rounds)
    return Figures(
        name,
        len(scored),
        sum(truth),
        auroc=scores.auroc(score, truth),
        auroc_interval=middle(drawn.auroc(score)),
        balanced=balanced_accuracy(called, truth),
        balanced_interval=middle(drawn.balanced_accuracy(called)),
        balanced_by_score=balanced_accuracy([one >= threshold for one in score], truth),
        auroc_alone=scores.auroc([each.alone for each in scored], truth) if asked else None,
        auroc_by_length=scores.auroc([-each.length for each in scored], truth),
        auroc_by_words=scores.auroc(overlap, truth),
        over_words=middle(drawn.auroc(score) - drawn.auroc(overlap)),
    )


def _labels(scored: Sequence[Scored]) -> dict[str, dict[str, int]]:
    """How many claims of each truth got each label, the commonest first."""
    return {
        truth: dict(Counter(each.label for each in scored if each.claim.truth == truth).most_common())
        for truth in get_args(Truth)
        if any(each.claim.truth == truth for each in scored)
    }


def _contradicted(scored: Sequence[Scored]) -> tuple[float | None, float | None] | None:
    """Precision and recall of the label "contradicted", where some claims are known to be."""
    true_ones = sum(each.claim.truth == "contradicted" for each in scored)
    if not true_ones:
        return None
    called = [each.claim.truth == "contradicted" for each in scored if each.label == "contradicted"]
    return (sum(called) / len(called) if called else None), sum(called) / true_ones


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="claims with the cited text and a label: .jsonl or .jsonl.gz")
    parser.add_argument("--most", type=int, help="judge a sample of so many claims")
    parser.add_argument("--seed", type=int, default=0, help="draw another sample and other intervals")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    given = parser.parse_args()
    with progress_bar() as progress:
        measured = measure_support(given.file, progress, most=given.most, seed=given.seed)
    if given.json:
        print(json.dumps(measured.to_dict(), ensure_ascii=False, indent=2))
        return
    show_table(measured.columns, measured.rows(), f"{given.file.name}: whether the cited text supports a claim")
    print("\n".join([measured.plot(), *measured.notes()]))


if __name__ == "__main__":
    raise SystemExit(in_words(main))
