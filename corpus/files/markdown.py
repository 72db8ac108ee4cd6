"""Markdown files: YAML front matter, and the body made plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.cleaning.markup import escape_unknown_tags
from corpus.errors import ArticleError
from corpus.files.textfile import decode, read_bytes, readable_stem
from corpus.pages.blocks import blocks_of
from corpus.pages.tree import parse_page


def markdown_record(path: Path) -> dict[str, object]:
    """Read a Markdown file as a record: the front matter's names, and the body as plain text under "text".

    Without a title in the front matter, the first heading of level 1 is the title and leaves the text; without that,
    the file's name is. Raises `ArticleError` if the front matter is not YAML.
    """
    front, body = split_front_matter(decode(read_bytes(path), str(path)), str(path))
    heading, text = plain(body, str(path))
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


def plain(markdown: str, item: str) -> tuple[str, str]:
    """Return the level-1 heading that the text begins with (else ""), and the rest as plain paragraphs.

    Read as the web page that it makes: links and emphasis leave their words, a table row is a line with commas, code
    stays as it is; pictures, comments and HTML tags leave nothing.
    """
    page = _renderer().render(markdown)
    blocks = blocks_of(parse_page(f"<html><body>{page}</body></html>", item)) if page.strip() else []
    heading = blocks.pop(0).text if blocks and blocks[0].kind == "h1" else ""
    return heading, "\n\n".join(block.text for block in blocks)


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark").enable("table")
    for rule in ("html_inline", "html_block"):
        renderer.add_render_rule(rule, _html)
    return renderer


def _html(_renderer: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return escape_unknown_tags(tokens[index].content)
