"""OPML 2.0 (https://opml.org/spec2.opml), the form in which feed readers exchange lists of feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import GroundwireError
from corpus.feeds.items import plain_title, web_address

MAX_OPML_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list: its address and the title it has there, "" for none."""

    url: str
    title: str


def read_opml(data: bytes, name: str) -> list[Outline]:
    """The feeds in an OPML file, at whatever depth, each once, in its order; `name` is the file's, for errors.

    An outline without the address of a feed is a folder or a note, and is passed over. Raises `GroundwireError` for
    what is no OPML, and for a list without feeds.
    """
    from lxml import etree

    if len(data) > MAX_OPML_BYTES:
        raise GroundwireError(f"{name} has more than {MAX_OPML_BYTES // 2**20} MB; that is no list of feeds.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise GroundwireError(f"{name} is not readable as OPML: {error}. Export it again from your reader.") from None
    if str(root.tag).lower() != "opml":
        raise GroundwireError(f"{name} is XML, but not OPML: it begins with <{root.tag}>.")
    found: dict[str, Outline] = {}
    for element in root.iter("outline", "{*}outline"):
        values = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        url = web_address(_http(values.get("xmlurl", "")), "")
        if url:
            found.setdefault(url, Outline(url, plain_title(values.get("title") or values.get("text"))))
    if not found:
        raise GroundwireError(f"{name} lists no feeds: no outline in it has an xmlUrl that is a web address.")
    return list(found.values())


def write_opml(feeds: Iterable[Outline]) -> str:
    """`feeds` as an OPML 2.0 document, which `read_opml` and other feed readers read."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds followed by Groundwire"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        title = plain_title(feed.title) or feed.url
        etree.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=feed.url)
    return str(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True), "utf-8")


def _http(address: str) -> str:
    """`feed://example.com/x` and `feed:https://example.com/x`, which some readers write, as web addresses."""
    address = address.strip()
    if address.lower().startswith("feed://"):
        return f"https://{address[7:]}"
    return address[5:] if address.lower().startswith("feed:http") else address
