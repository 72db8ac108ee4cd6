"""Newsletters and other mails kept as .eml files: the standard library reads the message; what it shows is the text.

"published" is when the mail was sent, with its zone; of a mail that somebody forwarded, that is unknown. "source" is
the sender's name, never a person's address. What newsletters print around their text is `corpus.files.mail_text`.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from corpus.cleaning.plaintext import one_line
from corpus.errors import ArticleError
from corpus.files.mail_text import VIEW_ONLINE, without_mail_furniture
from corpus.files.textfile import decode, read_bytes, readable_stem
from corpus.pages.blocks import blocks_of
from corpus.pages.tree import drop, parse_page
from corpus.records import MAX_ARTICLE_CHARS
from corpus.tracking import is_tracking

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FORWARDED = re.compile(r"(?:(?:fwd?|fw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_STATEFUL = ("iso-2022", "hz", "utf-7", "utf-16", "utf-32")
"""Encodings whose bytes pass for ASCII or UTF-8 and mean something else: for these the mail's word is taken."""
_BROKEN_HEADER = (MessageError, ValueError, LookupError, AttributeError, TypeError)
"""What the standard library's header parser raises on malformed headers."""
_MAX_DEPTH = 3
_MAX_PLAIN_CHARS = 2 * MAX_ARTICLE_CHARS
_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|gmx|web|proton|protonmail|mail|fastmail|qq|163)\.\w+"
)
_SENDING_HOST = re.compile(r"(?:e?mails?|news(?:letters?)?|send(?:er|ing)?|mg|em\d*|e|m|bounce|reply|notifications?)\.")
_PERSONAL = re.compile(r"(?:e|email|recipient|subscriber\w*|r|s|publication_id)", re.IGNORECASE)
_MAY_BE_PERSONAL = re.compile(r"(?:uid|user|token|key|sid)", re.IGNORECASE)
"""Parameters that name the reader in one newsletter and the issue in another."""
_TRACKED_HOST = re.compile(
    r"(?:click|clicks|link|links|track|tracking|trk|email|mail|e|t|go|url\d*|ct|lnks?|redirect)\."
)
_LONG_TOKEN = re.compile(r"[A-Za-z0-9_=%-]{48,}")
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:max-height|font-size)\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)
"""How senders hide the line that a list of mails shows behind the subject."""


def eml_record(path: Path) -> dict[str, object]:
    """Read a mail as a record; without a subject it is named after its file. Raises `ArticleError` if it has no text.

    An HTML body goes before a plain one, which serves where the first shows no text. Attached files are left alone; an
    attached mail is what is read if the mail that carries it is the shorter one.
    """
    item = str(path)
    try:
        message = email.message_from_bytes(read_bytes(path), policy=policy.default)
        record = _record(message, item, depth=0)
    except RecursionError:
        raise ArticleError(item, "is nested too deep to be a mail") from None
    return {**record, "title": record["title"] or readable_stem(path)}


def _record(message: EmailMessage, item: str, *, depth: int) -> dict[str, object]:
    if not any(_header(message, name) for name in ("From", "Subject", "Date", "Message-ID")):
        raise ArticleError(item, "is not a mail: it has none of the headers From, Subject and Date")
    text, online = _body(message, item)
    inner = next(_attached_mails(message), None) if depth < _MAX_DEPTH else None
    if inner is not None:
        try:
            attached = _record(inner, item, depth=depth + 1)
        except ArticleError:
            attached = {"text": ""}
        if len(str(attached["text"])) > len(text):
            return attached
    if not text:
        raise ArticleError(item, "has no text: the mail holds pictures or attachments only")
    subject = _header(message, "Subject")
    title = _FORWARDED.sub("", subject) if _FORWARDED.match(subject) else subject
    return {
        "text": text,
        "title": title,
        "source": _sender(message),
        "published": None if title != subject else _header(message, "Date"),
        "url": _address(message, online),
    }


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as readable text, "" if the mail has none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    try:
        return one_line(str(make_header(decode_header(" ".join(raw.split())))))
    except _BROKEN_HEADER:
        return one_line(raw)


def _body(message: EmailMessage, item: str) -> tuple[str, list[str]]:
    """Return the text of the mail, and the links that it offers to view itself on the web."""
    page, plain = (_part(message, kind, item) for kind in ("html", "plain"))
    if len(plain) > _MAX_PLAIN_CHARS:
        raise ArticleError(item, f"has {len(plain):,} characters: it is a file in a mail's clothes, and no newsletter")
    text, links = _shown(page, item) if page.strip() else ("", [])
    if text:
        return text, links
    lines = (line for line in _with_next(plain) if VIEW_ONLINE.match(line))
    return without_mail_furniture(plain), [link for line in lines for link in _URL.findall(line)[:1]]


def _part(message: EmailMessage, kind: str, item: str) -> str:
    try:
        part = message.get_body(preferencelist=(kind,))
        payload = part.get_payload(decode=True) if part is not None else None
        charset = part.get_content_charset() if part is not None else None
    except _BROKEN_HEADER:
        return ""
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    charset = charset or ""
    if charset.startswith(_STATEFUL):
        try:
            return payload.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass  # it lied
    return decode(payload, item, declared="cp1252" if charset == "iso-8859-1" else charset or None)


def _shown(page: str, item: str) -> tuple[str, list[str]]:
    """Return what the mail's page shows, and where its links "view in browser" lead.

    All of it: newsletters are tables in tables, of which an extractor of articles takes one cell and leaves the rest.
    """
    try:
        root = parse_page(page, item)
    except ArticleError:
        return "", []
    for element in [each for each in root.iter() if _is_unseen(each)]:
        drop(element)
    links = [str(link.get("href")) for link in root.iter("a") if link.get("href") and _offers_page(link.text_content())]
    return without_mail_furniture("\n\n".join(block.text for block in blocks_of(root))), links


def _is_unseen(element: HtmlElement) -> bool:
    return element.tag in ("head", "style", "script") or bool(_UNSEEN.search(element.get("style") or ""))


def _attached_mails(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part is not message and part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], EmailMessage):
                yield payload[0]


def _sender(message: EmailMessage) -> str:
    """Return the sender's name; else the name of the mailing list; else the sender's domain; never an address."""
    name, address = parseaddr(_header(message, "From"))
    if name and "@" not in name:
        return name
    listed, _ = parseaddr(_header(message, "List-ID"))
    if listed and "@" not in listed:
        return listed
    domain = address.rpartition("@")[2].lower()
    return "" if _FREE_MAIL.fullmatch(domain) else _SENDING_HOST.sub("", domain)


def _address(message: EmailMessage, links: list[str]) -> str | None:
    """Return where the mail stands on the web, if it says so once: in a header, or in its links "view in browser"."""
    for name in ("Archived-At", "List-Post"):
        stated = _URL.search(_header(message, name))
        if stated and len(urlsplit(stated[0]).path) > 1:
            return _without_recipient(stated[0])
    addresses = {_without_recipient(link) for link in links}
    return addresses.pop() if len(addresses) == 1 else None


def _offers_page(words: str) -> bool:
    plain = one_line(words)
    return len(plain) < 100 and bool(VIEW_ONLINE.fullmatch(plain))


def _with_next(text: str) -> Iterator[str]:
    """Yield each line with the one below: plain mails put the address there."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        yield f"{line} {below}" if below.startswith("http") else line


def _without_recipient(link: str) -> str | None:
    """Return `link` without what names its reader; None where it is made for one reader, or may be."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or _TRACKED_HOST.match(parts.hostname):
        return None
    if _LONG_TOKEN.search(parts.path) or _LONG_TOKEN.search(parts.query):
        return None
    query = parse_qsl(parts.query, keep_blank_values=True)
    if any(_MAY_BE_PERSONAL.fullmatch(name) for name, _ in query):
        return None
    query = [pair for pair in query if not (_PERSONAL.fullmatch(pair[0]) or is_tracking(pair[0]))]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
