"""The records of a WARC one by one, each found without the ones before it."""

from __future__ import annotations

import re
import zlib
from typing import IO, TYPE_CHECKING, Final, TypeAlias, cast

from isal import isal_zlib

if TYPE_CHECKING:
    from collections.abc import Iterator

Found: TypeAlias = "tuple[int, bytes | str]"
"""Where a record begins, and its bytes; or, in words, why it can't be read."""

_CHUNK: Final = 1 << 16
_DAMAGE: Final[tuple[type[Exception], ...]] = (zlib.error, cast("type[Exception]", isal_zlib.error))
_HEAD: Final = 512
"""Bytes that tell whether a record's member begins."""
_GZIP: Final = b"\x1f\x8b\x08"
_WARC: Final = b"WARC/"
_LONGEST: Final = 64 << 20
"""Bytes of a record, unpacked; and how far a header is looked for."""
_HEADER_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)


def gzip_members(file: IO[bytes], start: int, end: int) -> Iterator[Found]:
    """The gzip members that begin at the bytes `start` to `end` of a file, past damaged ones.

    One whose very head is damaged is told with the member before it, whichever piece it begins in.
    """
    position = start if start == 0 else _next_member(file, start, end)
    while position is not None and position < end:
        length, found = gzip_member(file, position)
        yield position, found
        if isinstance(found, str):
            position = _next_member(file, position + 1, end)
            continue
        position += length
        head = _head(file, position)
        if head and not _is_record(head):
            yield position, "damaged: no record begins where one should"
            position = _next_member(file, position + 1, end)
        elif not head:
            return


def gzip_member(file: IO[bytes], position: int) -> tuple[int, bytes | str]:
    """Length in the file and content of the member at a byte; the length of a broken one is 0."""
    file.seek(position)
    unpack = isal_zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    read = unpacked = 0
    while not unpack.eof:
        data = file.read(_CHUNK)
        if not data:
            return 0, "torn: the file ends inside it"
        read += len(data)
        try:
            parts.append(unpack.decompress(data, _LONGEST + 1 - unpacked))
        except _DAMAGE as error:
            return 0, f"damaged: {error}"
        unpacked += len(parts[-1])
        if unpacked > _LONGEST:
            return 0, f"more than {_LONGEST} bytes in one gzip member"
    return read - len(unpack.unused_data), b"".join(parts)


def _head(file: IO[bytes], position: int) -> bytes:
    file.seek(position)
    return file.read(_HEAD)


def _is_record(head: bytes) -> bool:
    try:
        return isal_zlib.decompressobj(wbits=31).decompress(head, len(_WARC)) == _WARC
    except _DAMAGE:
        return False


def _next_member(file: IO[bytes], position: int, end: int) -> int | None:
    """The first byte from `position` on, before `end`, where a record's gzip member begins."""
    while position < end:
        file.seek(position)
        data = file.read(_CHUNK + _HEAD)
        at = data.find(_GZIP)
        while 0 <= at < _CHUNK:
            if position + at >= end:
                return None
            if _is_record(data[at : at + _HEAD]):
                return position + at
            at = data.find(_GZIP, at + 1)
        position += _CHUNK
    return None


def plain_records(file: IO[bytes], start: int, end: int) -> Iterator[Found]:
    """The records that begin at the bytes `start` to `end` of a file that is not compressed."""
    position = _next_plain(file, start, end)
    while position is not None:
        file.seek(position)
        head = file.read(_CHUNK)
        cut = head.find(_HEADER_END)
        length = _LENGTH.search(head, 0, max(cut, 0))
        if cut < 0 or length is None or int(length[1]) > _LONGEST:
            yield position, "its header has no end or no length"
            position = _next_plain(file, position + 1, end)
            continue
        whole = cut + len(_HEADER_END) + int(length[1])
        file.seek(position)
        data = file.read(whole)
        yield position, data + _HEADER_END if len(data) == whole else "torn: the file ends inside it"
        position = _next_plain(file, position + len(data), end)


def _next_plain(file: IO[bytes], position: int, end: int) -> int | None:
    """The first byte from `position` on, before `end`, where a line begins a record."""
    while position < end:
        file.seek(max(position - 1, 0))
        before = position > 0
        data = file.read(_CHUNK + len(_WARC) + 1)
        if not before and data.startswith(_WARC):
            return 0
        at = data.find(b"\n" + _WARC)
        if at >= 0:
            found = max(position - 1, 0) + at + 1
            return found if found < end else None
        position += _CHUNK
    return None
