"""Every answer that can be had of a WARC, in pieces and past damage: what re-parsing reads archives with.

`reading` trusts a file up to its tear; here each record stands alone. What is broken is told with its place,
and the next record is looked for. A piece of a file is read without the rest, so that many can share it.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

from fastwarc.warc import ArchiveIterator

from newscrawler.archive.exchange import ArchiveError
from newscrawler.archive.members import gzip_members, plain_records
from newscrawler.archive.places import open_place, size_of
from newscrawler.archive.reading import is_answer, to_exchange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawler.archive.exchange import Exchange
    from newscrawler.archive.members import Found

PIECE = 64 << 20
"""Bytes of an archive read by one task: some thousand pages."""
LARGEST = 32 << 20
"""Bytes of a page, content encoding taken off; what is larger is no news page."""


class Piece(NamedTuple):
    """The records of an archive that begin at these bytes."""

    path: str
    start: int
    end: int


class Broken(NamedTuple):
    """A record that gives no answer, and why."""

    offset: int
    reason: str


def pieces(path: str, size: int = PIECE) -> list[Piece]:
    """Cut an archive (a path or an fsspec URL) into pieces. `ArchiveError` where it is none."""
    length = size_of(path)
    with open_place(path) as file:
        if not file.read(5).startswith((b"\x1f\x8b", b"WARC/")):
            raise ArchiveError(f"{path}: not a WARC file; give one that a run has written")
    return [Piece(path, start, min(start + size, length)) for start in range(0, length, size)]


def salvage(piece: Piece) -> Iterator[tuple[int, Exchange] | Broken]:
    """Answers of a piece with their offsets, content decoded, and what is broken, in order.

    Requests and other records that hold no answer are passed over. `ArchiveError` where the file can't be
    opened.
    """
    with open_place(piece.path) as file:
        for offset, found in _records(file, piece):
            yield from [Broken(offset, found)] if isinstance(found, str) else _answers(offset, found)


def _records(file: IO[bytes], piece: Piece) -> Iterator[Found]:
    head = file.read(2)
    file.seek(0, os.SEEK_SET)
    if head == b"\x1f\x8b":
        return gzip_members(file, piece.start, piece.end)
    return plain_records(file, piece.start, piece.end)


def _answers(offset: int, data: bytes) -> Iterator[tuple[int, Exchange] | Broken]:
    """The answers of one gzip member, which holds one record (in some foreign files more)."""
    try:
        records = 0
        for record in ArchiveIterator(BytesIO(data), parse_http=False):
            records += 1
            if not record.record_id or record.content_length > len(data):
                yield Broken(offset, "shorter than its Content-Length")
                return
            if record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
                yield Broken(offset, "its content does not match its digest")
                return
        if not records:
            yield Broken(offset, "no WARC record")
            return
        for record in ArchiveIterator(BytesIO(data), auto_decode="all"):
            if record.is_http_parsed and is_answer(record, record.http_headers.status_code or 0):
                exchange = to_exchange(record, LARGEST + 1)
                large = len(exchange.body) > LARGEST
                yield Broken(offset, f"a body of more than {LARGEST} bytes") if large else (offset, exchange)
    except (OSError, ValueError) as error:
        yield Broken(offset, f"unreadable: {error}")
