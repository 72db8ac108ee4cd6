"""The words of the articles, by which those of a question are read: how each is written, and whether it is a name.

Letter case decides nothing where the articles know a word. What forms a word may have is `rag.text.spelling`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rag.index.passages import PassageStore, quoted
from rag.text.english import is_english, known_words, looks_english, one_letter_off
from rag.text.figures import telling_figures
from rag.text.spelling import LONGEST, SHORTEST, parted, runs, slip
from rag.text.stems import stems
from rag.text.words import NO_NAMES, STOP_WORDS, WORD, query_terms

LOOKED_AT = 24
"""Passages, newest first, in which it is looked how a word is written."""
MOSTLY = 0.8
"""Share of a word's places within sentences that have it with a capital, from which it is a name. Set by hand."""
_OPENED = re.compile(r"(?:^|[.?!:\n•“\"‘(]\s*)$")
_POSSESSIVE = re.compile(r"['’]s$")


class Spelling(NamedTuple):
    """A word of a question, as `written` there and as the articles write what is `meant`."""

    written: str
    meant: str


class Lexicon:
    """The words of one newsroom's passages."""

    def __init__(self, store: PassageStore) -> None:
        self.store = store

    def spelled(self, text: str, elsewhere: Sequence[tuple[int, int]] = ()) -> tuple[str, tuple[Spelling, ...]]:
        """`text` with each word that no article has as the articles write it, and what was changed.

        A word that stands in an article is never changed, nor is what lies in the spans `elsewhere`.
        """
        spans = (*elsewhere, *((figure.start, figure.end) for figure in telling_figures(text)))
        words = [found for found in WORD.finditer(text) if not _lies_in(found, spans)]
        changed: list[Spelling] = []
        pieces: list[str] = []
        end = 0
        for word, meant in self._changes(text, words):
            if word[0] < end:
                continue
            changed.append(Spelling(text[slice(*word)], meant))
            pieces += [text[end : word[0]], meant]
            end = word[1]
        return "".join((*pieces, text[end:])), tuple(changed)

    def is_name(self, word: str, written: bool | None, text: str) -> bool:
        """Whether `word`, lower-cased, names something in the question `text`, where it may be `written` as names are.

        That tells where the question has both capitals and small letters: "robocalls" beside "FCC" is a word that no
        article has, and no name. Elsewhere, and of its first word, a word is a name that articles write as one, or that
        neither an article nor a dictionary has.
        """
        if written is not None and _is_cased(text):
            return written
        if self.stands(word):
            return self._is_written_as_name(word)
        return bool(written) or self._is_nowhere(word, text)

    def stands(self, phrase: str) -> bool:
        """Whether a passage of any version has `phrase`, by stems."""
        query = "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT 1"
        return bool(self.store.catalogue.rows(query, (quoted(phrase),)))

    def _changes(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[tuple[int, int], str]]:
        """The places of words to change, in order, and what they are meant to be; they may overlap."""
        for word, after in zip_longest(words, words[1:]):
            bare = _POSSESSIVE.sub("", word.group())
            place = (word.start(), word.start() + len(bare))
            if bare.casefold() in STOP_WORDS or len(bare) < 2:
                continue
            joined = self._joined(text, word, after) if after else None
            if joined and after:
                yield (word.start(), after.end()), joined
            elif not self.stands(bare):
                meant = self._otherwise(bare) or self._slipped(bare, _beside(text, *place))
                if meant:
                    yield place, meant

    def _joined(self, text: str, word: re.Match[str], after: re.Match[str]) -> str | None:
        """How articles write two words as one that none has apart: "Open AI"."""
        both = text[word.start() : after.end()]
        if text[word.end() : after.start()] != " " or after.group().casefold() in STOP_WORDS or self.stands(both):
            return None
        together = word.group() + after.group()
        return _commonest(run for found in self._texts([together]) for run in runs(together, found))

    def _otherwise(self, word: str) -> str | None:
        """How articles write a word with other marks or spaces between its letters: "gpt4.5", "CocaAI", "ONeil"."""
        found = _commonest(run for text in self._texts(parted(word)) for run in runs(word, text))
        if found is None or " " not in found:
            return found
        apart = found.split(" ")
        torn = any(len(part) == 1 and part.isalpha() for part in apart)
        return None if torn or (word.isalpha() and is_english(word)) else found

    def _slipped(self, word: str, beside: Sequence[str]) -> str | None:
        """The word of the articles that `word` is with a letter wrong.

        Within a longer name or before a number, given as what stands `beside` it with "{}" in its place, only the word
        that stands there in the articles, too: "lama 5" is "Llama 5", and no "Carlos Correa" a "Corea". Else a word of
        English is right, and a name is no other word.
        """
        low = word.casefold()
        if not (low.isalpha() and SHORTEST <= len(low) <= LONGEST) or (is_english(low) and not beside):
            return None
        fitting = [
            (likely, -count, meant)
            for meant, count, likely in self._near(low)
            if (word == low or meant != meant.lower()) and all(self.stands(phrase.format(meant)) for phrase in beside)
        ]
        return min(fitting)[2] if fitting else None

    def _near(self, word: str) -> Iterator[tuple[str, int, float]]:
        """Words of the articles one slip from `word`, how often they were seen, and how unlikely the slip is."""
        forms = one_letter_off(word)
        seen = Counter(token.group() for text in self._texts(forms) for token in WORD.finditer(text))
        for form in {token.casefold() for token in seen}:
            likely = slip(word, form)
            if likely is not None:
                count, meant = max((count, token) for token, count in seen.items() if token.casefold() == form)
                yield meant, count, likely
        present = set().union(*(stems(token) for token in seen))
        for form in known_words(forms) - seen.keys():  # "relased", where articles have "release"
            likely = slip(word, form)
            if likely is not None and stems(form) <= present:
                yield form, 0, likely

    def _texts(self, phrases: Iterable[str]) -> list[str]:
        """Texts of passages with any of `phrases`."""
        query = " OR ".join(quoted(phrase) for phrase in phrases)
        newest = "SELECT body FROM passages_fts WHERE passages_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [row["body"] for row in self.store.catalogue.rows(newest, (query, LOOKED_AT))] if query else []

    def _is_written_as_name(self, word: str) -> bool:
        """Whether most places of `word` within sentences have it with a capital; of "series b", the letter."""
        pattern = re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", re.IGNORECASE)
        places = [
            found.group().rpartition(" ")[2]
            for text in self._texts([word])
            for found in pattern.finditer(text)
            if not _OPENED.search(text[: found.start()])
        ]
        return sum(place != place.lower() for place in places) > MOSTLY * len(places)

    def _is_nowhere(self, word: str, text: str) -> bool:
        """Whether `word`, which no article has, is no word of English either, nor one with a letter wrong."""
        if not (word.isalpha() and word.isascii() and len(word) >= SHORTEST - 1) or is_english(word):
            return False
        misspelt = len(word) > SHORTEST + 1 and known_words(one_letter_off(word))  # near a short name is always a word
        return not misspelt and looks_english(set(query_terms(text)) - {word})


def _commonest(runs_found: Iterable[str]) -> str | None:
    counted = Counter(runs_found)
    return min(counted, key=lambda run: (-counted[run], run)) if counted else None


def _lies_in(word: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end() and word.start() < end for start, end in spans)


def _is_cased(text: str) -> bool:
    """Whether a question tells names by their capitals: some words behind the first have one, some none."""
    words = [word for word in WORD.findall(text) if word.casefold() not in STOP_WORDS | NO_NAMES]
    inner = [word for word in words if not text.startswith(word)]
    return any(word != word.lower() for word in inner) and any(word == word.lower() for word in words if word.isalpha())


def _beside(text: str, start: int, end: int) -> list[str]:
    """What stands right beside `text[start:end]` as parts of one name, "{}" in its place: "Carlos {}", "{} 5"."""
    before, after = re.search(r"([^\W_]+) $", text[:start]), re.match(r" ([^\W_]+)", text[end:])
    named = text[start:end] != text[start:end].lower()
    found = []
    if before and named and _goes_with_name(before[1]):
        found.append(f"{before[1]} {{}}")
    if after and (after[1][0].isdigit() or (named and _goes_with_name(after[1]))):
        found.append(f"{{}} {after[1]}")
    return found


def _goes_with_name(word: str) -> bool:
    return word[0].isupper() and word.casefold() not in STOP_WORDS | NO_NAMES
