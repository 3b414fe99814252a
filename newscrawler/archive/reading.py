"""WARC files → exchanges; torn tails are survived, foreign files refused in one line."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newscrawler.archive.exchange import ArchiveError, Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

_CHUNK = 1 << 16
_STATUS_LINE = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer in an archive, without its body."""

    path: Path
    offset: int
    url: str
    status: int
    date: datetime


def index(path: Path) -> tuple[list[Entry], str | None]:
    """Entries of a WARC in order of recording, and a line where it is torn; memory holds no body.

    `ArchiveError` where the file is missing, unreadable or no WARC.
    """
    entries: list[Entry] = []
    last: int | None = None
    torn = False
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                start = record.reader.read(_STATUS_LINE)
                whole = len(start) + record.reader.consume() == record.content_length
                torn = not whole
                last = record.stream_pos
                status = _status(start)
                if whole and is_answer(record, status):
                    entries.append(Entry(path, record.stream_pos, _url(record), status, record.record_date))
    except OSError as error:
        if last is None:
            raise _unreadable(path, error) from None
        torn = True
    if last is None:
        raise _foreign(path)
    torn = torn or _breaks_off(path, last)
    return entries, f"{path}: torn after byte {last}; what stands before was read" if torn else None


def first_date(path: Path) -> datetime:
    """Date of a WARC's first record, when its recording began; `ArchiveError` as for `index`."""
    try:
        with path.open("rb") as stream:
            for record in _first(stream):
                return record.record_date
    except OSError as error:
        raise _unreadable(path, error) from None
    raise _foreign(path)


def read_record(path: Path, offset: int) -> Exchange:
    """Read the answer recorded at a byte of a WARC; `ArchiveError` where there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream, auto_decode="transfer")), None)
            if record is not None and record.is_http_parsed:
                return to_exchange(record)
    except OSError as error:
        if error.strerror:
            raise _unreadable(path, error) from None
    raise ArchiveError(
        f"{path}: no answer is recorded at byte {offset}; the file is not the one once written"
    )


def read_records(path: Path) -> Iterator[tuple[int, Exchange]]:
    """Offsets and answers of a WARC, in order, one body in memory at a time; ends at a tear.

    `ArchiveError` where the file is missing, unreadable or no WARC.
    """
    empty, held = True, None  # the last answer is held back until it is known to be whole
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, auto_decode="transfer"):
                if held:
                    yield held
                empty, held = False, None
                if record.is_http_parsed and is_answer(record, record.http_headers.status_code or 0):
                    held = record.stream_pos, to_exchange(record)
    except OSError as error:
        if empty:
            raise _unreadable(path, error) from None
    if empty:
        raise _foreign(path)
    if held and _is_whole(path, held[0]):
        yield held


def _is_whole(path: Path, offset: int) -> bool:
    """Whether all of a record's content is there."""
    with path.open("rb") as stream:
        stream.seek(offset)
        return any(each.reader.consume() == each.content_length for each in _first(stream))


def _first(stream: BinaryIO) -> Iterator[WarcRecord]:
    yield from islice(ArchiveIterator(stream, parse_http=False), 1)


def is_answer(record: WarcRecord, status: int) -> bool:
    """Whether it can be served: an answer, or a note that the page was as before (304)."""
    kind = record.record_type
    if kind == WarcRecordType.revisit:
        return status == HTTPStatus.NOT_MODIFIED
    return bool(status) and kind == WarcRecordType.response


def _status(start: bytes) -> int:
    """Status code of an HTTP answer that begins so; 0 if it is none."""
    parts = start.split(None, 2)
    return int(parts[1]) if len(parts) > 1 and parts[0].startswith(b"HTTP/") and parts[1].isdigit() else 0


def _url(record: WarcRecord) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def to_exchange(record: WarcRecord, longest: int = -1) -> Exchange:
    """The answer in a parsed record; of its body at most `longest` bytes."""
    http = record.http_headers
    return Exchange(
        url=_url(record),
        date=record.record_date,
        status=http.status_code or 0,
        reason=http.reason_phrase or "",
        headers=tuple(pair for pair in http.items_bytes() if pair[0].lower() != b"transfer-encoding"),
        body=record.reader.read(longest),
        ip=record.headers.get("WARC-IP-Address"),
        truncated="WARC-Truncated" in record.headers,
    )


def _breaks_off(path: Path, offset: int) -> bool:
    """Whether the gzip members from `offset` on end before their end; never for a file that isn't gzipped."""
    with path.open("rb") as stream:
        stream.seek(offset)
        data = stream.read(_CHUNK)
        if not data.startswith(b"\x1f\x8b"):
            return False
        try:
            return not _ends_whole(stream, data)
        except zlib.error:
            return True


def _ends_whole(stream: BinaryIO, data: bytes) -> bool:
    member = zlib.decompressobj(wbits=31)
    while data:
        member.decompress(data, _CHUNK)
        data = member.unused_data if member.eof else member.unconsumed_tail or stream.read(_CHUNK)
        if member.eof:
            data = data or stream.read(_CHUNK)
            if not data:
                return True
            member = zlib.decompressobj(wbits=31)
    return member.eof


def _foreign(path: Path) -> ArchiveError:
    return ArchiveError(f"{path}: not a WARC file; give one that a run has written")


def _unreadable(path: Path, error: OSError) -> ArchiveError:
    if not error.strerror:
        return _foreign(path)
    return ArchiveError(f"{path}: {error.strerror}; give an existing WARC file")
