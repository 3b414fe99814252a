"""Bytes of a document → text: what it is, not what it says it is.

Feeds and sitemaps arrive gzipped without saying so, declare a character set they aren't written in, or
break off. Nothing here raises; what went wrong is told in `problems`.
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 18
"""Bytes read at a time, compressed or not."""
MAX_UNPACKED = 1 << 26
"""Bytes read of one document after decompression (64 MiB; sitemaps.org allows 50 MB)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:\?xml|meta)[^>]{0,200}?(?:encoding|charset)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_PERSIAN_LEGACY = "cp1256"
_TOLD_WRONGLY = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
"""Declarations that text with non-UTF-8 bytes disproves, or that no Persian text can be in."""
_TOLERATED = 20
"""One broken character in so many non-ASCII ones still leaves a text UTF-8."""


def decode(body: bytes | str) -> str:
    """Whole document as text, without its byte order mark."""
    return "".join(text_chunks(body, []))


def text_chunks(body: bytes | str, problems: list[str]) -> Iterator[str]:
    """Decompress and decode step by step, so that a huge document is never held whole."""
    if isinstance(body, str):
        yield body.removeprefix("\ufeff")
        return
    chunks = _unpacked(body, problems)
    first = next(chunks, b"")
    encoding = encoding_of(first)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first).removeprefix("\ufeff")
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def encoding_of(sample: bytes) -> str:
    """Codec name of the text a document's first bytes belong to; never fails."""
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    if sample[:4].count(0) == 2:  # noqa: PLR2004  (UTF-16 without a mark: every other byte of ASCII is NUL)
        return "utf-16-be" if sample[0] == 0 else "utf-16-le"
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    broken = text.count("\ufffd")
    if not broken or broken * _TOLERATED < sum(not char.isascii() for char in text):
        return "utf-8"
    declared = _DECLARED.search(sample[:2048])
    return _usable(declared[1].decode("ascii", "replace")) if declared else _PERSIAN_LEGACY


def _usable(declared: str) -> str:
    try:
        codec = codecs.lookup(declared)
    except LookupError:
        return _PERSIAN_LEGACY
    is_text = getattr(codec, "_is_text_encoding", True)  # rot13 and its like are codecs too
    return codec.name if is_text and codec.name not in _TOLD_WRONGLY else _PERSIAN_LEGACY


def _unpacked(body: bytes, problems: list[str]) -> Iterator[bytes]:
    """Slices of the body; of its content where it is gzip, member after member, up to a tear or the limit."""
    if not body.startswith(b"\x1f\x8b"):
        yield from (body[start : start + CHUNK] for start in range(0, len(body), CHUNK))
        return
    room, rest = MAX_UNPACKED, body
    while rest.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(wbits=31)
        try:
            while not member.eof:
                data = member.decompress(rest, CHUNK)
                rest = member.unused_data if member.eof else member.unconsumed_tail
                room -= len(data)
                if room < 0:
                    problems.append(f"more than {MAX_UNPACKED >> 20} MiB unpacked; the rest was left unread")
                    return
                yield data
                if not data and not rest:
                    problems.append("gzip data end too early; what came before the tear was read")
                    return
        except zlib.error as error:
            problems.append(f"gzip data are damaged ({error}); what came before was read")
            return
