"""Who may use the page: names and passwords out of a file. Asking for them is Gradio's login form."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path

from corpus.errors import GroundwireError

Check = Callable[[str, str], bool]
"""Whether this name goes with this password."""


def read_auth_file(path: Path) -> Check:
    """Read `path`, one `user:password` a line (blank lines and lines starting with # are skipped), into a check.

    Raises `GroundwireError` where the file cannot be read, holds no pair, or holds a line that is none.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GroundwireError(f"The password file {path} cannot be read: {error}.") from error
    passwords: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        user, colon, password = line.partition(":")
        if not (user.strip() and colon and password):
            raise GroundwireError(f"{path}:{number}: expected user:password.")
        passwords[user.strip()] = password
    if not passwords:
        raise GroundwireError(f"The password file {path} holds no user:password line; without one nobody could get in.")

    def check(user: str, password: str) -> bool:
        # Compared also for an unknown name, and as digests of one length: the time taken tells neither name nor length.
        return hmac.compare_digest(_digest(password), _digest(passwords.get(user, ""))) and user in passwords

    return check


def _digest(password: str) -> bytes:
    return hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest()
