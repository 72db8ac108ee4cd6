"""The one name that something stands for, in the sentences before; none where anything else competes for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.choose.quotable import can_be_quoted
from rag.choose.references.article_names import Names, names_of
from rag.choose.references.back_references import Back
from rag.choose.references.news_patterns import LETTER, OPENING, PRONOUN, ROLE, SAYING, SOMEBODY, without_quotes
from rag.choose.references.things import AGENCIES, CHATBOTS, COURTS, LAWS, MODELS
from rag.choose.references.vocabulary import BIG, MEN, WOMEN
from rag.text.sentences import Span

_SAID_BY_BEFORE = re.compile(rf"\b{SAYING} (?:[A-Z]?[\w’.-]+ ){{0,6}}?$")
_SAID_BY_AFTER = re.compile(rf"[\w’. -]+?(?:, [^,]*(?:, [^,]*)?,)? (?:also |later |has )?{SAYING}\b")
_APPOSED = re.compile(
    rf",[^,]{{0,120}}\b(?i:{ROLE})\b[^,]{{0,120}}(?:,|$)|"
    rf"\b(?:[\w’-]{{1,30}} )?(?i:{ROLE})(?: and (?i:{ROLE}))?(?: of [\w ]{{1,60}}?)? (?=[{LETTER}])"
)
_OPENS_IT = re.compile(rf"{OPENING}Its?\b", re.IGNORECASE)
_LEADING_WORDS = re.compile(
    r"^(?:(?:Our|Their|His|Her|Its|This|That|Another|The|In|On|But|And|If|When|Under|Of|For|An?|the|of|and|for|in|on|"
    r"to) )+"
)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks for the name that something stands for in the sentences `earlier`, the nearest last."""

    text: str
    title: str
    earlier: Sequence[Span]

    def name(self, back: Back) -> str:
        """The one sure name; empty where there is none."""
        if back.kind in ("he", "she"):
            return self._person(back.kind)
        if back.kind in ("org", "startup", "actor"):
            return self._organisation(back.kind)
        if back.kind == "speaker":
            return self._speaker()
        pattern = {"law": LAWS, "court": COURTS, "agency": AGENCIES, "chatbot": CHATBOTS, "model": MODELS}.get(
            back.kind
        )
        return self._only(pattern) if pattern else ""

    def _back(self) -> Iterator[tuple[str, str]]:
        """(sentence, the same without its quotations), nearest first."""
        for span in reversed(self.earlier):
            sentence = self.text[span.start : span.end]
            if not can_be_quoted(sentence) and not sentence.endswith(("?", "?”", '?"')):
                return  # a caption, a headline: what stands before it is another matter
            yield sentence, without_quotes(sentence)

    def _person(self, kind: str) -> str:
        names = names_of(self.text)
        for steps, (_, outside) in enumerate(self._back()):
            persons = list(dict.fromkeys(surname for _, surname in names.persons_in(outside)))
            if len(persons) > 1 or (persons and steps > 2):
                return ""
            if persons:
                return self._full(persons[0], kind) if self._sole_person(outside, names) else ""
            if names.unknown_in(outside) or SOMEBODY.search(outside):
                return ""
        return ""

    def _sole_person(self, outside: str, names: Names) -> bool:
        """Whether nobody but the one person named in `outside` is told of there."""
        (place, _), *_ = names.persons_in(outside)
        pronoun = PRONOUN.search(outside)
        if pronoun and pronoun.start() < place:
            return False
        rest = _APPOSED.sub(" ", outside)
        return not SOMEBODY.search(rest) and not names.unknown_in(outside)

    def _full(self, surname: str, kind: str) -> str:
        """The one full form of `surname` in the article, if it can be a he or a she."""
        forms = names_of(self.text).full[surname]
        if len(forms) > 1:
            longest = max(forms, key=len)
            if not all(longest.split(" ")[0] == form.split(" ")[0] for form in forms):
                return ""
            forms = frozenset({min(forms, key=len)})
        name = next(iter(forms), "")
        if not name:
            match = re.search(rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov)\.? {re.escape(surname)}\b", self.text)
            name = match.group() if match else ""
        first = name.split(" ")[0]
        wrong = MEN if kind == "she" else WOMEN
        return "" if first in wrong else name

    def _organisation(self, kind: str) -> str:
        names = names_of(self.text)
        main = max(names.organisations, key=lambda name: (names.organisations[name], name), default="")
        for steps, (_, outside) in enumerate(self._back()):
            places = list(names.orgs_in(outside))
            found = list(dict.fromkeys(name for _, name in places))
            if found:
                first = found[0]
                if kind == "actor" and outside[places[0][0] + len(first) :].startswith(("’s", "'s")):
                    return ""  # "Meta’s model answered. It told me": one of the two
                leads = places[0][0] <= 3 or (first == main and places[0][0] < 25)
                sure = (first == main or first in self.title) and (len(found) == 1 or leads)
                if names.unknown_in(outside):
                    sure = sure and leads and places[0][0] <= 3
                elif len(found) == 1 and leads and steps == 0:
                    sure = True
                return first if sure and not (kind == "startup" and first in BIG) and self._is_whole(first) else ""
            if names.unknown_in(outside) or (kind == "actor" and not _OPENS_IT.match(outside)):
                return ""  # unlike "the company", these seldom reach over a sentence of something else
        return ""

    def _is_whole(self, name: str) -> bool:
        """Whether the article also writes `name` without an "’s" that may be part of it: "McDonald’s" is not."""
        return bool(re.search(rf"{re.escape(name)}(?![\w’'])", self.text))

    def _speaker(self) -> str:
        """Who was named as saying the quotation that goes on here: the name right beside the verb."""
        names = names_of(self.text)
        for sentence, outside in self._back():
            if not re.search('[“”"]', sentence):
                return ""
            said = {
                surname
                for start, surname in names.persons_in(outside)
                if _SAID_BY_BEFORE.search(outside[:start]) or _SAID_BY_AFTER.match(outside[start:])
            }
            if len(said) == 1:
                return self._full(said.pop(), "")
            if re.search(r"[a-z]{3}", outside):
                return ""
        return ""

    def _only(self, pattern: re.Pattern[str]) -> str:
        """The one thing that `pattern` finds in the two sentences before."""
        found: set[str] = set()
        for _, (_, outside) in zip(range(2), self._back(), strict=False):
            if names_of(self.text).unknown_in(outside) and pattern in (CHATBOTS, MODELS):
                return ""
            found |= {_plain(match.group()) for match in pattern.finditer(outside)}
        return found.pop() if len(found) == 1 else ""


def _plain(name: str) -> str:
    return _LEADING_WORDS.sub("", name)
