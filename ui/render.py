"""Answers and turns as HTML, out of the pieces of `ui.markup`, which escapes what comes from outside.

How they look is `page.css`, how they arrive is `ui.page`; whole pages are `ui.render_article`.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.bundled import ABOUT_ALL
from rag.text.dates.naming import written_day
from rag.values.answer import Answer, Citation, Conflict, Sentence
from rag.values.passage import Passage
from rag.write.attribution import attribution, notes
from rag.write.wording import withheld_note
from ui.chat import Turn
from ui.excerpt import shorten
from ui.feedback import may_be_voted_on
from ui.links import article_path
from ui.markup import READER, escape, markers, reader_link, with_code
from ui.readings import NOUNS, ReadOut, readings, switched
from ui.words import MORE, Side, attributions, costs, sides, titles

_SNIPPET_LENGTH = 280
OURS = "Added by Groundwire from the article: whom or what the quote refers to, not its words"
IN_PART = "The news supports this in part."
VOTES = {"up": "Good answer", "down": "Bad answer"}
_THUMB = (  # drawn, since not every machine has a font with one; the style sheet turns it over
    '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path fill="none" stroke="currentColor"'
    ' stroke-width="1.5" stroke-linejoin="round" d="M2 9h3.5v8H2zM5.5 9 9 2.2c1.6 0 2.4 1 2.1 2.4L10.4 8h5.3c1.2 0 2 1'
    ' 1.7 2.2l-1.3 5.4c-.2.9-.9 1.4-1.8 1.4H5.5z"/></svg>'
)
KEPT_HERE = "kept on this machine, sent nowhere"
_CHIP = {True: "gw-chip", False: "gw-chip gw-off"}
NO_ARTICLES = (
    "There are no articles here yet. Add your own files or folders in a terminal with `groundwire ingest PATH`, or the "
    "briefs that come with Groundwire with `groundwire ingest --bundled`. Then reload this page."
)


def render_answer(answer: Answer, turn: int = 0, *, busy: bool = False) -> str:
    """Show an answer's sentences with links to what they rest on, or what an abstention says is missing.

    Further evidence is folded below them. `turn` is where the answer stands in its conversation; while that is `busy`,
    nothing can be asked again. Raises `KeyError` where a sentence or claim cites a number that is no citation: a link
    must never lead elsewhere.
    """
    cited = {citation.n: citation for citation in answer.citations}
    if answer.status == "abstained":
        body = _abstention(answer)
    else:
        write = _quotes if answer.mode == "extractive" else _prose
        body = write(answer, cited)
        body += "".join(_conflict(conflict, answer, cited) for conflict in answer.conflicts)
    withheld = withheld_note(answer.withheld)
    body += "".join(f'<p class="gw-said" dir="auto">{escape(note)}</p>' for note in answer.notes if note != withheld)
    reading = _reading(answer, turn, busy=busy)
    folded = f"{_withheld(answer, withheld)}{_more(answer)}"
    return f'<div class="gw-answer gw-{answer.status}">{reading}{body}{_evidence(answer)}{folded}</div>'


def _quotes(answer: Answer, cited: dict[int, Citation]) -> str:
    return "".join(_sentence(sentence, cited) for sentence in answer.sentences)


def _prose(answer: Answer, cited: dict[int, Citation]) -> str:
    """What a model wrote, as one paragraph, and the words that it rests on, once each."""
    told = " ".join(
        f"<span>{escape(one.text)} {markers([cited[n] for n in one.citations])}</span>"
        f"{f' <small>({IN_PART})</small>' if one.support == 'partial' else ''}"
        for one in answer.sentences
    )
    sources = "".join(f"<li>{_source(citation)}</li>" for citation in answer.citations)
    return f'<p class="gw-prose" dir="auto">{told}</p><ul class="gw-sources" aria-label="Sources">{sources}</ul>'


def _source(citation: Citation) -> str:
    said = "".join(f" {escape(words[0].upper() + words[1:])}." for words in notes(citation))
    who = f"<bdi>{escape(attribution(citation.source, citation.published))}</bdi>"
    return f'{markers([citation])} {who}: <q dir="auto">{escape(citation.quote)}</q>{said}'


def _withheld(answer: Answer, note: str) -> str:
    """The sentences that the articles do not support, folded, each with the reason."""
    if not note:
        return ""
    items = "".join(
        f'<li><s dir="auto">{escape(one.text)}</s> <span>{escape(one.reason)}</span></li>' for one in answer.withheld
    )
    return f'<details class="gw-more gw-withheld"><summary>{escape(note)}</summary><ul>{items}</ul></details>'


def _sentence(sentence: Sentence, cited: dict[int, Citation]) -> str:
    note = f'<span class="gw-note">{IN_PART}</span>' if sentence.support == "partial" else ""
    citations = [cited[n] for n in sentence.citations]
    words = f"“{escape(sentence.text)}”" if sentence.support == "verbatim" else escape(sentence.text)
    return _figure(words, sentence.refers_to, citations, note)


def _figure(words: str, refers_to: str, citations: Sequence[Citation], note: str = "") -> str:
    """`words`, which are HTML, under who said them, with links to `citations`."""
    who = "; ".join(f"<bdi>{escape(words)}</bdi>" for words in attributions(citations))
    where = "; ".join(f"<cite><bdi>{escape(title)}</bdi></cite>" for title in titles(citations))
    if refers_to:  # ours, so outside the quotation marks
        words = f'<span class="gw-ours" title="{OURS}">[<bdi>{escape(refers_to)}</bdi>]</span> {words}'
    said = dict.fromkeys(words for citation in citations for words in notes(citation))
    note += "".join(f'<span class="gw-note">{escape(words[0].upper() + words[1:])}.</span>' for words in said)
    return (
        f'<figure class="gw-sentence"><figcaption>{who} <span class="gw-title">{where}</span></figcaption>'
        f'<blockquote dir="auto">{words} {markers(citations)}</blockquote>{note}</figure>'
    )


def _more(answer: Answer) -> str:
    """The further evidence, folded: the page shows the answer first."""
    if not answer.more:
        return ""
    sentences = "".join(_figure(f"“{escape(one.text)}”", one.refers_to, [one.citation]) for one in answer.more)
    return f'<details class="gw-more"><summary>{MORE} ({len(answer.more)})</summary>{sentences}</details>'


def _conflict(conflict: Conflict, answer: Answer, cited: dict[int, Citation]) -> str:
    claims = "".join(f"<li>{_side(side)}</li>" for side in sides(conflict, answer, cited))
    about = f"<p>The articles disagree on <bdi>{escape(conflict.about)}</bdi>:</p>"
    return f'<div class="gw-conflict">{about}<ul>{claims}</ul></div>'


def _side(side: Side) -> str:
    who = f'<span class="gw-who"><bdi>{escape("; ".join(side.who))}</bdi></span>'
    words = f": <bdi>{escape(side.words)}</bdi>" if side.words else ""
    later = f' <span class="gw-later">{side.later}</span>' if side.later else ""
    return f"{who}{words} {markers(side.citations)}{later}"


def _abstention(answer: Answer) -> str:
    missing = f'<p class="gw-missing" dir="auto">{with_code(answer.text)}</p>'
    if not answer.related:
        return missing
    return (
        f'{missing}<h3 class="gw-related-head">Related, not an answer</h3>'
        f'<ul class="gw-related">{"".join(_related(passage) for passage in answer.related)}</ul>'
    )


def _related(passage: Passage) -> str:
    who = attribution(passage.source, passage.published)
    path = article_path(passage.article_id, passage.version, passage.start, passage.end)
    link = reader_link(path, passage.title or "Open the article", "gw-open", f"Open {who}: {passage.title}")
    snippet = f'<p class="gw-snippet" dir="auto">{escape(shorten(passage.text, _SNIPPET_LENGTH))}</p>'
    return f"<li><p><bdi>{escape(who)}</bdi> <bdi>{link}</bdi></p>{snippet}</li>"


def _reading(answer: Answer, turn: int, *, busy: bool) -> str:
    """What was read out of the question, each with a button that asks again without it, or with it again."""
    read = readings(answer)
    items = "".join(f'<li class="{_CHIP[one.used]}">{_chip(one, answer, turn, busy=busy)}</li>' for one in read)
    return f'<ul class="gw-reading" aria-label="How the question was read">{items}</ul>' if read else ""


def _chip(read: ReadOut, answer: Answer, turn: int, *, busy: bool) -> str:
    words = f"<span><bdi>{escape(read.about)}</bdi>: <bdi>{escape(read.words)}</bdi></span>"
    if not read.about:
        words = f"<span><bdi>{escape(read.words)}</bdi></span>"
    if read.name is None:
        return words
    face, label = "×", f"Ask again without the {NOUNS[read.name]}"
    if not read.used:
        face, label = "use again", f"Use again: ask with the {NOUNS[read.name]}"
    ignore = " ".join(switched(answer.reading, read.name))
    return (
        f'{words}<button type="button" class="gw-again" data-turn="{turn}" data-name="{read.name}"'
        f' data-ignore="{ignore}" aria-label="{label}" title="{label}"{" disabled" if busy else ""}>{face}</button>'
    )


def _evidence(answer: Answer) -> str:
    facts = []
    if answer.newest_evidence:
        facts.append(f"Newest evidence: {written_day(answer.newest_evidence)}")
    if answer.as_of:
        facts.append(f"as known on {written_day(answer.as_of)}")
    if answer.mode != "extractive":
        facts += [escape(words) for words in costs(answer)]
    return f'<p class="gw-evidence">{" · ".join(facts)}</p>' if facts else ""


# --- the chat ---


def render_conversation(turns: Sequence[Turn], *, votes: bool = False) -> str:
    """Every turn, oldest first: the question, then its answer as far as it has come, or what went wrong.

    With `votes`, each whole answer has thumbs beneath it.
    """
    busy = not all(turn.done for turn in turns)
    shown = "".join(_turn(turn, number, busy=busy, votes=votes) for number, turn in enumerate(turns))
    return f'<div class="gw-log" role="log">{shown}</div>' if turns else ""


def _turn(turn: Turn, number: int, *, busy: bool, votes: bool) -> str:
    parts = [f'<h2 class="gw-question" dir="auto" tabindex="-1">{escape(turn.question)}</h2>']
    if turn.answer is not None:
        parts.append(render_answer(turn.answer, number, busy=busy))
    if votes and may_be_voted_on(turn):
        parts.append(_thumbs(turn, number, busy=busy))
    if turn.error is not None:
        parts.append(f'<p class="gw-error" role="alert" dir="auto">{with_code(turn.error)}</p>')
    elif not turn.done:
        parts.append('<p class="gw-waiting" role="status">Reading the articles …</p>')
    return f'<article class="gw-turn" data-turn="{number}">{"".join(parts)}</article>'


def _thumbs(turn: Turn, number: int, *, busy: bool) -> str:
    buttons = "".join(
        f'<button type="button" class="gw-vote" data-turn="{number}" data-vote="{vote}"'
        f' aria-label="{label}" aria-pressed="{"true" if turn.vote == vote else "false"}" title="{label} ({KEPT_HERE})"'
        f"{' disabled' if busy else ''}>{_THUMB}</button>"
        for vote, label in VOTES.items()
    )
    return f'<p class="gw-votes">{buttons}</p>'


def render_header(articles: int | None, passages: int = 0, pending: int = 0, *, briefs: bool = False) -> str:
    """Name the thing and what it answers from; `articles` is None where that could not be found out.

    `briefs` says that bundled briefs are among them, and then so does the page.
    While passages are `pending`, of all that there are, say so: they are found by their words, and not by meaning yet.
    """
    if articles is None:
        about = "How many articles there are could not be found out (see the server’s log)."
    elif articles == 0:
        about = with_code(NO_ARTICLES)
    else:
        about = (
            f"Answers in the exact words of {articles:,} {'article' if articles == 1 else 'articles'}, cited and dated."
        )
        about += f" {escape(ABOUT_ALL)}" if briefs else ""
    return f'<header class="gw-header"><h1>Groundwire</h1><p>{about}</p>{_indexing(passages, pending)}</header>'


def _indexing(passages: int, pending: int) -> str:
    if not pending:
        return ""
    done = passages - pending
    return (
        f'<p class="gw-indexing"><progress max="{passages}" value="{done}"></progress> Indexing: {done:,} of '
        f"{passages:,} passages. The others are found by their words already.</p>"
    )


def render_reader() -> str:
    """Make the panel beside the chat, in which articles open."""
    return (
        '<div class="gw-reader-bar"><span>The article</span>'
        '<button type="button" class="gw-close" aria-label="Close the article">Close</button></div>'
        f'<iframe name="{READER}" title="The cited article" referrerpolicy="no-referrer"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
