"""What furniture learning leaves in a file or folder of articles: `python benchmarks/recurring.py PATH [options]`.

For every outlet with enough articles: how many runs of eight words stand in five or more of them before and after, what
is left and in how many, how many words went, and what it cost. `--removed` prints every piece that went, with the words
around it, to judge by eye; `--halves` lets each half of an outlet's articles teach and cleans the other half.
"""

from __future__ import annotations

import argparse
import difflib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from corpus import Article, load
from corpus.cleaning.recurring import learn, without_furniture
from corpus.cleaning.recurring_evidence import MIN_ARTICLES
from corpus.cleaning.recurring_words import GRAM, Words, spans

SEED = 20221130


def texts_by_outlet(path: Path) -> dict[str, list[str]]:
    """The cleaned texts of each outlet that has enough articles to learn from."""
    texts: dict[str, list[str]] = defaultdict(list)
    for article in load(path, fetched=datetime.now(UTC)):
        if isinstance(article, Article):
            texts[article.outlet].append(article.text)
    return {outlet: found for outlet, found in texts.items() if len(found) >= MIN_ARTICLES}


def grams(text: str) -> list[tuple[str, ...]]:
    """Every eight words in a row, across paragraphs and in quotations too."""
    folded = Words(text).folded
    return list(zip(*(folded[shift:] for shift in range(GRAM)), strict=False))


def recurring(texts: Sequence[str]) -> set[tuple[str, ...]]:
    """The runs of eight words that stand in at least `MIN_ARTICLES` of the texts."""
    counts = Counter(gram for text in texts for gram in set(grams(text)))
    return {gram for gram, count in counts.items() if count >= MIN_ARTICLES}


def left_over(texts: Sequence[str]) -> Counter[tuple[str, bool]]:
    """The longest passages made of recurring runs, whether they stand in quotations, and in how many places."""
    wanted = recurring(texts)
    found: Counter[tuple[str, bool]] = Counter()
    for text in texts:
        words = Words(text)
        flags = words.quoted.copy()
        flags[:] = False
        for index, gram in enumerate(grams(text)):
            if gram in wanted:
                flags[index : index + GRAM] = True
        for start, end in spans(flags):
            is_quoted = bool(words.quoted[start:end].mean() > 0.5)
            found[text[words.starts[start] : words.ends[end - 1]], is_quoted] += 1
    return found


def pieces(before: str, after: str) -> Iterator[str]:
    """What went, in double brackets, with some words on both sides."""
    old, new = before.split(" "), after.split(" ")
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lead, then = " ".join(old[max(0, start - 6) : start]), " ".join(old[end : end + 6])
            yield f"{lead!r} [[{' '.join(old[start:end])!r}]] -> {' '.join(new[new_start:new_end])!r} {then!r}"


def halves(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each text beside what furniture taught by the half it is not in leaves of it."""
    shuffled = list(texts)
    random.Random(SEED).shuffle(shuffled)
    for taught, others in ((shuffled[::2], shuffled[1::2]), (shuffled[1::2], shuffled[::2])):
        furniture = learn(taught)
        yield from ((text, without_furniture(text, furniture)) for text in others)


def report(outlet: str, texts: list[str], *, removed: bool, in_halves: bool) -> None:
    """Print what there is to say of one outlet."""
    started = time.perf_counter()
    furniture = learn(texts)
    learned = time.perf_counter()
    cleaned = [without_furniture(text, furniture) for text in texts]
    stripped = time.perf_counter()
    went = sum(len(before.split()) - len(after.split()) for before, after in zip(texts, cleaned, strict=True))
    cost = f"{1000 * (learned - started) / len(texts):.1f} + {1000 * (stripped - learned) / len(texts):.1f} ms/article"
    print(
        f"{outlet}: {len(texts)} articles, {len(recurring(texts))} runs of {GRAM} words in {MIN_ARTICLES} or more "
        f"-> {len(recurring(cleaned))}; {went} words of {sum(len(text.split()) for text in texts)} went; {cost}"
    )
    for (passage, is_quoted), count in left_over(cleaned).most_common():
        print(f"    left in {count}{' (quotation)' if is_quoted else ''}: {passage!r}")
    pairs = halves(texts) if in_halves else zip(texts, cleaned, strict=True)
    if removed or in_halves:
        for before, after in pairs:
            for piece in pieces(before, after):
                print(f"    went: {piece}")


def main() -> None:
    """Read the command line and report on every outlet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path, help="a JSON Lines file or a folder of articles")
    parser.add_argument("--removed", action="store_true", help="print every piece that went")
    parser.add_argument("--halves", action="store_true", help="print what goes from each half, taught by the other")
    options = parser.parse_args()
    for outlet, texts in sorted(texts_by_outlet(options.path).items()):
        report(outlet, texts, removed=options.removed, in_halves=options.halves)


if __name__ == "__main__":
    main()
