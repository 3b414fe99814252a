"""One request and its answer, as they went over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.errors import Exit, NewscrawlerError

if TYPE_CHECKING:
    from datetime import datetime

Headers = tuple[tuple[bytes, bytes], ...]
"""Names and values in order; a name may come more than once."""


class ArchiveError(NewscrawlerError):
    """An archive can't be read; the message says what, where and what to do."""


class ArchiveWriteError(ArchiveError):
    """An archive can't be written; the run ends as after any failure of storage."""

    code = Exit.STORAGE


class Position(NamedTuple):
    """Where a record is."""

    file: str
    """Archive file, relative to the data folder."""
    offset: int
    """Byte of that file where the record's gzip member begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One answer with what was asked. The body is the wire's: content encoding still on, chunks joined."""

    url: str
    date: datetime
    """When the answer came, zone-aware."""
    status: int
    reason: str = ""
    protocol: str = "HTTP/1.1"
    headers: Headers = ()
    body: bytes = b""
    method: str = "GET"
    request_headers: Headers = ()
    """Empty: the request is not recorded."""
    request_body: bytes = b""
    ip: str | None = None
    truncated: bool = False
    """The connection broke before the body was whole."""
