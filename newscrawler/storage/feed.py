"""The JSONL feed, derived from the database: killed anywhere, it ends equal.

One file a day (Tehran's), `feed/<day>.jsonl`; each line is an article as of one version, with its `seq`
and, where it takes the place of a copy's line, `supersedes`. Of an article that was taken down a line keeps
`seq` and `id`, and says `forgotten`.
"""

from __future__ import annotations

import json
import os
import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newscrawler.dedup.decision import VERSIONED
from newscrawler.errors import StorageError
from newscrawler.items import NAMES
from newscrawler.storage.records import from_row, to_json
from newscrawler.storage.schema import articles, feed_log, forgotten, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
        feed_log.c.article_id,
        *((versions if name in _OF_VERSION else articles).c[name].label(name) for name in NAMES),
    )
    .outerjoin(articles, articles.c.id == feed_log.c.article_id)
    .outerjoin(
        versions,
        (versions.c.article_id == feed_log.c.article_id) & (versions.c.version == feed_log.c.version),
    )
    .where(feed_log.c.seq > sa.bindparam("last"))
    .order_by(feed_log.c.seq)
)
_TAKEN_DOWN = (
    sa.select(feed_log.c.day, feed_log.c.seq, forgotten.c.id, forgotten.c.revision)
    .join(forgotten, forgotten.c.id == feed_log.c.article_id)
    .where(forgotten.c.revision > sa.bindparam("known"))
    .order_by(feed_log.c.day)
)
_MARK = ".forgotten"
"""File that holds up to which revision the lines of what was taken down are gone from the others."""


class Feed:
    """Appends what the database logged and the files lack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.last = self._recover()
            self._blanked = False
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
        """Append every committed line the files lack, durably; returns how many.

        The first time, the lines of what was taken down since go.
        """
        written = 0
        file, day = None, None
        try:
            if not self._blanked:
                self._blank(connection)
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

    def _blank(self, connection: sa.Connection) -> None:
        """Leave of the lines of what was taken down their `seq` and `id`; each file is replaced whole."""
        mark = self.folder / _MARK
        known = int(mark.read_text()) if mark.exists() else 0
        rows = connection.execute(_TAKEN_DOWN, {"known": known}).all()
        for day, lines in groupby(rows, key=itemgetter(0)):
            path = self.folder / f"{day}.jsonl"
            if path.exists():
                _replace_lines(path, {seq: _blank_line(seq, id_) for _, seq, id_, _ in lines})
        if rows:
            _write_whole(mark, [str(max(row[3] for row in rows)).encode()])
        self._blanked = True

    def _missing(self, connection: sa.Connection) -> Iterator[Any]:
        return iter(connection.execute(_MISSING, {"last": self.last}).mappings())


def _blank_line(seq: int, article_id: str) -> str:
    return json.dumps({"seq": seq, "id": article_id, "forgotten": True})


def _replace_lines(path: Path, by_seq: dict[int, str]) -> None:
    with path.open("rb") as file:
        lines = (
            by_seq[seq].encode() + b"\n" if (seq := json.loads(line)["seq"]) in by_seq else line
            for line in file
        )
        _write_whole(path, lines)


def _write_whole(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file under another name, then give it its own: it is never there in part."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.writelines(lines)
        _close(file)
    fresh.replace(path)


def _line(row: Any) -> str:  # noqa: ANN401
    if row["id"] is None:
        return _blank_line(row["seq"], row["article_id"])
    article = from_row(row)
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
