"""The JSONL feed, derived from the database: killed anywhere, it ends equal.

One file a day (Tehran's), `feed/<day>.jsonl`; each line is an article as of one version, with its `seq`
and, where it takes the place of a copy's line, `supersedes`.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newscrawler.dedup.decision import VERSIONED
from newscrawler.errors import StorageError
from newscrawler.storage.records import from_row, to_json
from newscrawler.storage.schema import articles, feed_log, versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DAY_FILE = re.compile(r"\d{4}-\d\d-\d\d\.jsonl")
_OF_VERSION = (
    *VERSIONED,
    "content_hash",
    "date_modified",
    "date_downloaded",
    "warc_file",
    "warc_offset",
    "version",
)
_BLOCK = 64 * 1024
_MISSING = (
    sa.select(
        feed_log.c.seq,
        feed_log.c.day,
        feed_log.c.supersedes,
        articles,
        *(versions.c[name].label(f"v_{name}") for name in _OF_VERSION),
    )
    .join(articles, articles.c.id == feed_log.c.article_id)
    .join(
        versions,
        (versions.c.article_id == feed_log.c.article_id) & (versions.c.version == feed_log.c.version),
    )
    .where(feed_log.c.seq > sa.bindparam("last"))
    .order_by(feed_log.c.seq)
)


class Feed:
    """Appends what the database logged and the files lack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.last = self._recover()
        except OSError as error:
            raise StorageError(
                f"cannot write the feed in {folder}: {error.strerror}; free or unlock it"
            ) from error

    def _recover(self) -> int:
        """Cut a torn last line; return the `seq` of the last whole one (0: none)."""
        for path in sorted((p for p in self.folder.iterdir() if _DAY_FILE.fullmatch(p.name)), reverse=True):
            end, line = _last_line(path)
            with path.open("r+b") as file:
                file.truncate(end)
            if line:
                return int(json.loads(line)["seq"])
        return 0

    def catch_up(self, connection: sa.Connection) -> int:
        """Append every committed line the files lack, durably; returns how many."""
        written = 0
        file, day = None, None
        try:
            for row in self._missing(connection):
                if row["day"] != day:
                    if file is not None:
                        _close(file)
                    day = row["day"]
                    file = (self.folder / f"{day}.jsonl").open("ab")
                assert file is not None  # noqa: S101
                file.write(_line(row).encode() + b"\n")
                self.last = row["seq"]
                written += 1
            if file is not None:
                _close(file)
        except OSError as error:
            raise StorageError(
                f"cannot write the feed in {self.folder}: {error.strerror}; "
                "the articles are safe in the database, the next run completes the feed"
            ) from error
        return written

    def _missing(self, connection: sa.Connection) -> Iterator[Any]:
        return iter(connection.execute(_MISSING, {"last": self.last}).mappings())


def _line(row: Any) -> str:  # noqa: ANN401
    article = from_row(dict(row) | {name: row[f"v_{name}"] for name in _OF_VERSION})
    extra = {"seq": row["seq"]}
    if row["supersedes"]:
        extra["supersedes"] = row["supersedes"]
    return to_json(article, **extra)


def _close(file: Any) -> None:  # noqa: ANN401
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _last_line(path: Path) -> tuple[int, bytes]:
    """Length of a file up to its last newline, and the line that ends there."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        tail = b""
        while size > 0:
            start = max(0, size - _BLOCK)
            file.seek(start)
            tail = file.read(size - start) + tail
            size = start
            end = tail.rfind(b"\n")
            begin = tail.rfind(b"\n", 0, end) if end > 0 else -1
            if end >= 0 and (begin >= 0 or start == 0):
                return start + end + 1, tail[begin + 1 : end]
        return 0, b""
