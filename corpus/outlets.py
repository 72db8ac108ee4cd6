"""One key for the several ways an outlet is written: "The Guardian", "theguardian.com", "www.theguardian.com"."""

from __future__ import annotations

import re

_HOST = re.compile(
    r"^(?:www\.)?((?:[a-z0-9-]+\.)*?[a-z0-9-]+)\.(?:com|org|net|co\.uk|co|io|ai|google|gov|edu|eu|uk|de|fr|tv|info|news)$"
)


def outlet_key(source: str) -> str:
    """The letters and digits of `source`, lower-cased, without `www.`, a top-level domain, or a leading "the"."""
    name = source.strip().casefold()
    host = _HOST.match(name)
    squeezed = "".join(char for char in (host.group(1) if host else name) if char.isalnum())
    return squeezed.removeprefix("the") or squeezed or name
