"""Bytes of a page to text: the declared charset is checked against the bytes, which are right more often."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

_META: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_XML: Final = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.IGNORECASE)
_HEAD: Final = 4096
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROKEN_SHARE: Final = 0.02
"""Broken sequences a letter up to which a page is UTF-8 that a careless copy has damaged."""
_LEGACY: Final = "cp1256"
"""What Persian pages were written in before UTF-8, whatever 8-bit charset they declare."""
_LATIN: Final = frozenset({"latin-1", "iso8859-1", "cp1252", "ascii", "iso8859-15"})
_PERSIAN: Final = re.compile("[\u0620-\u06cc]")


def decode(page: bytes | str, encoding: str | None = None) -> str:
    """Text of a page; `encoding` is what the answer's header declared. Never raises.

    UTF-8 that reads as such is UTF-8, whatever is declared; what doesn't is the declared 8-bit charset if it
    gives a sensible text, else windows-1256.
    """
    return decoded(page, encoding)[0]


def decoded(page: bytes | str, encoding: str | None = None) -> tuple[str, bytes | None]:
    """What `decode` gives; and the page itself if it is that text in UTF-8, else None."""
    if isinstance(page, str):
        return page, None
    for mark, name in _BOMS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace"), None
    wide = _wide(page[:_HEAD])
    if wide:
        return page.decode(wide, "replace"), None
    try:
        return page.decode("utf-8"), page
    except UnicodeDecodeError:
        return _not_clean_utf8(page, _declared(page, encoding)), None


def _declared(page: bytes, encoding: str | None) -> str | None:
    """Python's name of the declared charset, if it is one; the header outranks the page."""
    found = _META.search(page[:_HEAD]) or _XML.search(page[:_HEAD])
    for name in filter(None, (encoding, found and found.group(1).decode("ascii"))):
        with suppress(LookupError, ValueError):
            return codecs.lookup(name).name
    return None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark shows as every other byte of the markup being zero."""
    half = len(head) // 2
    if half and head[1::2].count(0) > half // 2 > head[::2].count(0) * 2:
        return "utf-16-le"
    if half and head[::2].count(0) > half // 2 > head[1::2].count(0) * 2:
        return "utf-16-be"
    return None


def _not_clean_utf8(page: bytes, declared: str | None) -> str:
    text = page.decode("utf-8", "replace")
    if text.count("\ufffd") <= _BROKEN_SHARE * len(_PERSIAN.findall(text)):
        return text
    if declared in (None, "utf-8") or declared in _LATIN:
        return page.decode(_LEGACY, "replace")
    try:
        text = page.decode(declared, "replace")
    except (LookupError, ValueError):  # a codec that is not one of text
        return page.decode(_LEGACY, "replace")
    return text if isinstance(text, str) and _PERSIAN.search(text) else page.decode(_LEGACY, "replace")
