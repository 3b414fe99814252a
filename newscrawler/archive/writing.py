"""Exchanges → a WARC 1.1 file, one gzip member a record."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha1
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from isal import isal_zlib

from newscrawler.archive.exchange import ArchiveWriteError, Exchange, Position

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from newscrawler.archive.exchange import Headers

LEVEL = 2
"""Of Intel's igzip. On saved pages of 84 kB: 0.16 ms and 17.7 kB a page; zlib's level 4: 0.8 ms, 15.7 kB."""
_BUFFER = 1 << 20
"""Bytes that wait for a flush: one call to the system for some fifty pages."""
_GZIP = 31
"""zlib's name for a window of 32 kB in a gzip member."""
_SECRET = frozenset({b"authorization", b"proxy-authorization", b"cookie"})
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]
_UNDONE = b"transfer-encoding"
"""The download handler has joined the chunks; the header would be a lie."""


def new_urn() -> str:
    """Return a record id."""
    return f"<urn:uuid:{uuid.uuid4()}>"


class WarcWriter:
    """Writes one file, which must not exist yet: nothing is ever appended to what another run left.

    Safe to call from several threads. A failure is an `ArchiveWriteError`; after it nothing is written.
    """

    def __init__(
        self,
        path: Path,
        *,
        root: Path | None = None,
        started: datetime | None = None,
        info: Mapping[str, str] | None = None,
        new_id: Callable[[], str] = new_urn,
    ) -> None:
        """Create `path` and its folders. `root`: data folder that `Position.file` is relative to.

        `info`: what the file's first record tells (`software`, `robots`, `http-header-user-agent`).
        """
        self.path = path
        self.name = path.relative_to(root).as_posix() if root else path.name
        self._new_id = new_id
        self._lock = Lock()
        self._failed: str | None = None
        self._flushed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb", _BUFFER)
        except OSError as error:
            if path.exists():
                raise ArchiveWriteError(
                    f"{path} exists already; every run needs an archive of its own"
                ) from None
            raise ArchiveWriteError(f"can't create the archive {path}: {error.strerror}") from None
        fields = "".join(f"{name}: {value}\r\n" for name, value in (info or {}).items())
        about = {"WARC-Filename": path.name, "Content-Type": "application/warc-fields"}
        date = _moment(started or datetime.now(UTC))
        self._append(_packed("warcinfo", new_id(), date, about, fields.encode()))

    def write(self, exchange: Exchange) -> Position:
        """Append the answer, then the request; return where the answer's record is. On disk after `flush`."""
        answer, date = self._new_id(), _moment(exchange.date)
        truncated = {"WARC-Truncated": "disconnect"} if exchange.truncated else {}
        data = _http("response", answer, date, exchange, truncated, _response_head(exchange) + exchange.body)
        if exchange.request_headers:
            asked = _request_head(exchange) + exchange.request_body
            data += _http("request", self._new_id(), date, exchange, {"WARC-Concurrent-To": answer}, asked)
        return Position(self.name, self._append(data))

    def flush(self) -> None:
        """Bring all records to the disk itself; call it before an offset is committed anywhere."""
        with self._lock:
            self._refuse_after_failure()
            if self._flushed or self._file.closed:
                return
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise self._fail(error) from None
            self._flushed = True

    def close(self) -> None:
        """Flush and close."""
        if not self._file.closed:
            try:
                if not self._failed:
                    self.flush()
            finally:
                with suppress(OSError):  # what could not be written has been said
                    self._file.close()

    def _append(self, data: bytes) -> int:
        with self._lock:
            self._refuse_after_failure()
            offset, self._flushed = self._file.tell(), False
            try:
                self._file.write(data)
            except OSError as error:
                raise self._fail(error) from None
            return offset

    def _refuse_after_failure(self) -> None:
        if self._failed:
            raise ArchiveWriteError(self._failed)

    def _fail(self, error: OSError) -> ArchiveWriteError:
        self._failed = f"can't write the archive {self.path}: {error.strerror}; make room, then run again"
        return ArchiveWriteError(self._failed)


def _http(
    kind: str, id_: str, date: str, exchange: Exchange, more: Mapping[str, str], content: bytes
) -> bytes:
    about = {"WARC-Target-URI": exchange.url, "Content-Type": f"application/http; msgtype={kind}"}
    if exchange.ip:
        about["WARC-IP-Address"] = exchange.ip
    return _packed(kind, id_, date, {**about, **more}, content)


def _packed(kind: str, id_: str, date: str, about: Mapping[str, str], content: bytes) -> bytes:
    """A record in its gzip member."""
    head = {
        "WARC-Type": kind,
        "WARC-Date": date,
        "WARC-Record-ID": id_,
        "Content-Length": len(content),
        **about,
        "WARC-Block-Digest": f"sha1:{_base32(sha1(content, usedforsecurity=False).digest())}",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    record = b"".join((b"WARC/1.1\r\n", lines.encode(), b"\r\n", content, b"\r\n\r\n"))
    return isal_zlib.compress(record, LEVEL, _GZIP)


def _base32(digest: bytes) -> str:
    """20 bytes as `base64.b32encode` writes them, two letters at a time: that one is slow."""
    number = int.from_bytes(digest)
    return "".join([_PAIRS[number >> shift & 0x3FF] for shift in range(150, -1, -10)])


def _moment(date: datetime) -> str:
    return date.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _response_head(exchange: Exchange) -> bytes:
    reason = exchange.reason or _reason(exchange.status)
    headers = [(name, value) for name, value in exchange.headers if name.lower() != _UNDONE]
    if exchange.method != "HEAD" and exchange.status != HTTPStatus.NOT_MODIFIED:
        headers = [(name, value) for name, value in headers if name.lower() != b"content-length"]
        headers.append((b"Content-Length", b"%d" % len(exchange.body)))
    return _head(f"{exchange.protocol} {exchange.status} {reason}".rstrip(), tuple(headers))


def _request_head(exchange: Exchange) -> bytes:
    origin_form = "/" + exchange.url.split("://", 1)[-1].partition("/")[2]
    headers = tuple(pair for pair in exchange.request_headers if pair[0].lower() not in _SECRET)
    return _head(f"{exchange.method} {origin_form} HTTP/1.1", headers)


def _head(first_line: str, headers: Headers) -> bytes:
    lines = [first_line.encode("utf-8"), *(b"%s: %s" % (n, b" ".join(v.splitlines())) for n, v in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
