"""A scripted newsroom: hand-made articles and answers, so that the page's tests say exactly what is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

from corpus.article import Article
from corpus.errors import GroundwireError
from rag.values.answer import (
    Answer,
    Citation,
    Claim,
    Conflict,
    Further,
    Readable,
    Reading,
    Sentence,
    Timings,
    Withheld,
)
from rag.values.passage import Passage

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\'"&`${window.hacked=1}{{1+1}}**b**</p>'

HIRES = Article(
    id="a1",
    title="OpenAI’s Scaling Team Takes Shape",
    source="The Guardian",
    authors=("Ada Example", "Grace Sample"),
    url="https://news.example/openai-hires",
    published=datetime(2023, 1, 7, tzinfo=UTC),
    fetched=datetime(2023, 1, 8, tzinfo=UTC),
    language="en",
    text="\n\n".join(
        [
            *["OpenAI has spent the winter building what it calls its scaling team. " * 4] * 6,
            "The company hired David Lau, a vice president of software engineering at Tesla. He starts in February.",
            "Two more engineers came from Meta. Their names were not given.",
            *["Nobody at the company wished to speak about the matter on the record. " * 4] * 6,
        ]
    ),
)
HOSTILE_ARTICLE = Article(
    id="a2",
    title=HOSTILE,
    source=HOSTILE,
    authors=(HOSTILE,),
    url="javascript:alert(1)",
    fetched=datetime(2023, 1, 8, tzinfo=UTC),
    text=f"{HOSTILE}\n\nA second paragraph. שלום עולם 🎉",
)
LATER = Article(
    id="a3",
    title="Tesla Loses an Engineer to OpenAI",
    source="Wired",
    url="https://news.example/tesla-loses",
    published=datetime(2023, 1, 9, tzinfo=UTC),
    fetched=datetime(2023, 1, 9, tzinfo=UTC),
    language="en",
    text="He was one of three who left Tesla that week, Wired has learned.",
)
QUOTES = (
    "The company hired David Lau, a vice president of software engineering at Tesla.",
    "Two more engineers came from Meta.",
)


def citation(article: Article, quote: str, n: int = 1) -> Citation:
    start = article.text.index(quote)
    return Citation(
        n=n,
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.source,
        authors=article.authors,
        published=article.published,
        url=article.url,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def passage(article: Article, text: str) -> Passage:
    start = article.text.index(text)
    return Passage(
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.source,
        published=article.published,
        url=article.url,
        text=text,
        start=start,
        end=start + len(text),
    )


def answered(question: str, article: Article = HIRES, quotes: Sequence[str] = QUOTES) -> Answer:
    citations = tuple(citation(article, quote, n) for n, quote in enumerate(quotes, start=1))
    return Answer(
        question=question,
        status="answered",
        reason=None,
        text=" ".join(f"{c.quote} [{c.n}]" for c in citations),
        sentences=tuple(Sentence(text=c.quote, citations=(c.n,), support="verbatim", score=0.9) for c in citations),
        citations=citations,
        reading=Reading(asked_as=question),
        newest_evidence=article.published.date() if article.published else None,
    )


def abstained(question: str) -> Answer:
    return Answer(
        question=question,
        status="abstained",
        reason="not_stated",
        text="The articles do not say what Nvidia's revenue was last quarter.",
        related=(passage(HIRES, QUOTES[0]),),
        reading=Reading(asked_as=question, since=date(2023, 1, 1)),
    )


def disagreeing(question: str) -> Answer:
    """Two outlets, two numbers: every part that an answer can have."""
    whole = answered(question, HIRES, QUOTES[1:])
    other = citation(LATER, LATER.text, 2)
    pointing = Sentence(text=LATER.text, citations=(2,), support="verbatim", score=0.8, refers_to="David Lau")
    claims = (
        Claim(text="Two more engineers", citations=(1,), published=HIRES.published),
        Claim(text=LATER.text, citations=(2,), published=LATER.published),
    )
    return replace(
        whole,
        sentences=(*whole.sentences, pointing),
        citations=(*whole.citations, other),
        conflicts=(Conflict(about="how many left Tesla", claims=claims),),
        notes=("The newest of this is 3 years old.",),
        newest_evidence=date(2023, 1, 9),
    )


def written(question: str, model: str = "some-model") -> Answer:
    """An answer in a model's words, one sentence of it withheld."""
    whole = answered(question)
    sentences = (
        Sentence(text="Two engineers left Tesla <for> OpenAI.", citations=(1,), support="supported", score=0.9),
        Sentence(text="One of them leads.", citations=(1,), support="supported", score=0.8),
    )
    withheld = (Withheld(text="They were paid <b>$9 million</b>.", reason="no article here says so"),)
    return replace(
        whole,
        sentences=sentences,
        citations=whole.citations[:1],
        notes=("1 sentence withheld: the articles do not support it.",),
        mode=model,
        withheld=withheld,
        timings=Timings(total_ms=5000, first_ms=1200, tokens_in=1812, tokens_out=95, estimated=True),
    )


def offering_more(answer: Answer) -> Answer:
    """`answer` with one more sentence, offered apart."""
    other = citation(HIRES, "He starts in February.", len(answer.citations) + 1)
    return replace(answer, more=(Further(text=other.quote, citation=other, refers_to="David Lau"),))


def read(question: str, ignore: Sequence[Readable] = (), history: Sequence[Answer | str] = ()) -> Reading:
    """A reading with everything in it that is not ignored."""
    whole = Reading(
        asked_as="Who left Tesla in March 2023?",
        added=("Tesla",),
        sources=("The Guardian", "Wired"),
        since=date(2023, 3, 1),
        until=date(2023, 4, 7),
        time_words="in March 2023",
        order="latest",
        parts=("Who left?", "Who joined?"),
    )
    nothing: dict[str, dict[str, object]] = {
        "history": {"asked_as": question, "added": ()},
        "sources": {"sources": ()},
        "dates": {"since": None, "until": None, "time_words": ""},
        "order": {"order": None},
        "parts": {"parts": ()},
    }
    off = [*ignore, *([] if history else ["history"])]
    for name in off:
        whole = replace(whole, **nothing[name])  # type: ignore[arg-type]
    return replace(whole, ignored=tuple(ignore))


@dataclass
class ScriptedRoom:
    """Answers by what the question contains; `held` lets a test see a stream between its sentences."""

    articles: tuple[Article, ...] = (HIRES, HOSTILE_ARTICLE, LATER)
    pending: int = 0
    histories: list[list[Answer | str]] = field(default_factory=list)
    ignored: list[tuple[Readable, ...]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    writes_with: str = ""

    def stream(
        self,
        question: str,
        *,
        mode: str | None = None,
        history: Sequence[Answer | str] | None = None,
        ignore: Sequence[Readable] = (),
    ) -> Iterator[Answer]:
        if mode == "written":
            yield written(question, self.writes_with)
            return
        self.histories.append(list(history or ()))
        self.ignored.append(tuple(ignore))
        if "mendable" in question:
            raise GroundwireError("The index was made with another model. Run `groundwire doctor --repair`.")
        if "crash" in question:
            raise ZeroDivisionError("secret detail")
        if "revenue" in question:
            yield abstained(question)
        elif "March" in question:
            yield replace(offering_more(disagreeing(question)), reading=read(question, ignore, history or ()))
        elif "<" in question:
            quote = HOSTILE_ARTICLE.text.partition("\n\n")[0]
            yield answered(question, HOSTILE_ARTICLE, [quote])
        else:
            whole = answered(question)
            yield replace(whole, sentences=whole.sentences[:1], citations=whole.citations[:1])
            if "slow" in question:
                self.held.wait(10)
            yield whole

    def article(self, article_id: str, version: int | None = None) -> Article:
        for article in reversed(self.articles):
            if article.id == article_id and version in (None, article.version):
                return article
        raise KeyError(article_id)

    def status(self) -> SimpleNamespace:
        outlets = {article.outlet: article.source for article in self.articles}
        return SimpleNamespace(articles=len(self.articles), passages=40, pending=self.pending, outlets=outlets)
