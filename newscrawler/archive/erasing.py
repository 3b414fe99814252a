"""Taking a page out of a WARC: its record gives way to an empty one of the same length.

So every other record stays where it is, and every offset that was ever noted stays true.
"""

from __future__ import annotations

import os
import struct
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from newscrawler.archive.exchange import ArchiveError
from newscrawler.archive.members import gzip_member
from newscrawler.archive.writing import new_urn

if TYPE_CHECKING:
    from pathlib import Path

_GZIP_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_STORED: Final = 65_535
"""Bytes of the longest block that deflate keeps as it is."""
_FRAME: Final = 5
"""Bytes around such a block."""
_ENDS: Final = len(_GZIP_HEAD) + 8
_SAID: Final = b"taken down on request"


def erase(path: Path, offset: int) -> None:
    """Overwrite the record that begins at a byte of a gzipped WARC, durably.

    `ArchiveError`, one line, where none begins or the file can't be written.
    """
    try:
        with path.open("r+b") as file:
            length, found = gzip_member(file, offset)
            if isinstance(found, str):
                raise ArchiveError(f"{path}: no record to erase at byte {offset} ({found})")
            file.seek(offset)
            file.write(filler(length))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; give an archive that can be written") from error


def filler(length: int) -> bytes:
    """A gzip member of exactly so many bytes (300 or more) that holds a WARC record of nothing."""
    blocks = max(1, -(-(length - _ENDS) // (_STORED + _FRAME)))
    for count in (blocks, blocks + 1):  # a length's own digits may leave a gap that another frame fills
        record = _record(length - _ENDS - _FRAME * count)
        if record is not None:
            return _member(record, count)
    raise ArchiveError(f"a record of {length} bytes is too short to be replaced; erase its file")


def _record(length: int) -> bytes | None:
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {new_urn()}\r\n"
        f"WARC-Date: {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\r\nContent-Type: text/plain\r\nContent-Length: "
    ).encode()
    for digits in range(2, 10):
        content = length - len(head) - digits - 8
        if content >= len(_SAID) and len(str(content)) == digits:
            return head + b"%d\r\n\r\n" % content + _SAID.ljust(content) + b"\r\n\r\n"
    return None


def _member(record: bytes, blocks: int) -> bytes:
    parts = [record[at : at + _STORED] for at in range(0, len(record), _STORED)]
    parts += [b""] * (blocks - len(parts))
    body = b"".join(
        struct.pack("<BHH", nth == blocks, len(part), len(part) ^ 0xFFFF) + part
        for nth, part in enumerate(parts, 1)
    )
    return _GZIP_HEAD + body + struct.pack("<LL", zlib.crc32(record), len(record))
