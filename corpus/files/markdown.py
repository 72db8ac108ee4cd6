"""Markdown files: YAML front matter, and the body made plain."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import ArticleError
from corpus.files.textfile import decode, read_bytes, readable_stem

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def markdown_record(path: Path) -> dict[str, object]:
    """Read a Markdown file as a record: the front matter's names, and the body as plain text under "text".

    Without a title in the front matter, the first heading of level 1 is the title and leaves the text; without that,
    the file's name is. Raises `ArticleError` if the front matter is not YAML.
    """
    front, body = split_front_matter(decode(read_bytes(path), str(path)), str(path))
    heading, text = plain(body)
    title = front.get("title")
    if title in (None, ""):
        title = heading or readable_stem(path)
    elif heading != title:
        text = f"{heading}\n\n{text}"
    return {**front, "title": title, "text": text}


def split_front_matter(text: str, item: str) -> tuple[dict[str, object], str]:
    """Return front matter and body; a text that merely begins with a rule ("---") is all body."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        raw, body = handler.split(text)
        front = handler.load(raw)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        raise ArticleError(
            item, f"its front matter is not YAML{where}: {getattr(error, 'problem', None) or error}"
        ) from None
    except (ValueError, RecursionError):  # no closing "---"; or YAML that names a day like 2024-02-31
        return _front_matter_fault(text, item)
    if not isinstance(front, dict):
        return {}, text
    return {str(name): value for name, value in front.items()}, body


def _front_matter_fault(text: str, item: str) -> tuple[dict[str, object], str]:
    if re.search(r"^---\s*$", text.partition("\n")[2], re.MULTILINE):
        raise ArticleError(
            item, "its front matter holds a value that YAML cannot read, such as a day that does not exist"
        )
    return {}, text


def plain(markdown: str) -> tuple[str, str]:
    """Return the level-1 heading that the text begins with (else ""), and the rest as plain paragraphs.

    Links and emphasis leave their words, a table row is a line with commas, code stays as it is; pictures and HTML tags
    leave nothing.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(_COMMENT.sub("", markdown))
    heading = ""
    paragraphs: list[str] = []
    for opener, token in pairwise([Token("start", "", 0), *tokens]):
        if (
            token.type == "inline"
            and opener.type == "heading_open"
            and opener.tag == "h1"
            and not (heading or paragraphs)
        ):
            heading = _inline(token)
        elif token.type == "inline" and opener.type in ("td_open", "th_open"):
            paragraphs[-1] += (", " if paragraphs[-1] else "") + _inline(token)
        elif token.type == "tr_open":
            paragraphs.append("")
        elif text := _block(token):
            paragraphs.append(text)
    return heading, "\n\n".join(part for part in paragraphs if part)


def _block(token: Token) -> str:
    if token.type == "inline":
        return _inline(token)
    if token.type in ("fence", "code_block"):
        return token.content.strip("\n")
    return _TAG.sub(" ", token.content).strip() if token.type == "html_block" else ""


def _inline(token: Token) -> str:
    pieces = {"softbreak": " ", "hardbreak": " ", "image": "", "html_inline": ""}
    return "".join(pieces.get(child.type, child.content) for child in token.children or []).strip()
