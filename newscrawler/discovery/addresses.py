"""Addresses as documents print them → absolute ones."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

MAX_LENGTH = 4000
"""Characters; nothing longer is an article's address."""
_PLAIN = re.compile(r"https?://\w[\w.-]*(?:[/?][^\s#]*)?")
"""Nothing to join, drop or doubt: the common case, taken without being taken apart."""


def absolute(href: str | None, base: str) -> str | None:
    """Absolute http(s) address without fragment, otherwise as printed; None for what leads to no document."""
    if not href or len(href) > MAX_LENGTH:
        return None
    if _PLAIN.fullmatch(href):
        return href
    try:
        address = urldefrag(urljoin(base, "".join(href.split("\n")).strip())).url
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def host(address: str) -> str:
    """Host name in lower case without `www.`; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path(address: str) -> str:
    """Path with percent-encoding resolved, so that both spellings of a Persian address look alike."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def route(address: str) -> str:
    """Path and query as printed; empty where there is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


_EDITION = re.compile(
    r"/(?:en|ar|ku|ckb|ps|tr|ur|az|ru|fr|es|de|it|zh|cn|he|hi|bn|id|ja|sw|tg|english|arabic)(?:/|$)"
)
"""How sites begin the addresses of their editions in other languages than Persian."""


def of_another_edition(address: str, home: str) -> bool:
    """Whether an address is of an edition in another language than the one at `home`."""
    found = _EDITION.match(path(address))
    return found is not None and not path(home).startswith(found[0].rstrip("/"))
