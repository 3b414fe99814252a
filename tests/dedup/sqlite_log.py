"""An index log in SQLite beside the articles, as storage keeps it: for the tests and the benchmark."""

from __future__ import annotations

import sqlite3
import weakref
from typing import TYPE_CHECKING

from newscrawler.dedup import Entry, Stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, headline TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS story_log (
    number INTEGER PRIMARY KEY, doc_id TEXT NOT NULL, story INTEGER, merged TEXT,
    grams BLOB NOT NULL, lines BLOB
);
"""


class SqliteLog:
    """Article and log entry in one transaction; the caller commits."""

    def __init__(self, path: Path | str) -> None:
        self.connection = sqlite3.connect(path)
        weakref.finalize(self, self.connection.close)
        self.connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_SCHEMA}")

    def append(self, entry: Entry, stored: Stored) -> None:
        self.connection.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", stored)
        story = entry.story if entry.story != entry.number else None
        merged = " ".join(map(str, entry.merged)) or None
        row = (entry.number, entry.doc_id, story, merged, entry.grams, entry.lines or None)
        self.connection.execute("INSERT INTO story_log VALUES (?, ?, ?, ?, ?, ?)", row)

    def replay(self, after: int = 0) -> Iterator[Entry]:
        for number, doc_id, story, merged, grams, lines in self.connection.execute(
            "SELECT number, doc_id, story, merged, grams, lines FROM story_log WHERE number > ? ORDER BY number",
            (after,),
        ):
            roots = tuple(map(int, merged.split())) if merged else ()
            yield Entry(number, doc_id, story or number, roots, grams, lines or b"")

    def document(self, number: int) -> Stored | None:
        row = self.connection.execute(
            "SELECT id, headline, body FROM story_log JOIN articles ON id = doc_id WHERE number = ?",
            (number,),
        ).fetchone()
        return Stored(*row) if row else None
