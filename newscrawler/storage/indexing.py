"""Filling the search index with what changed since it was last filled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from newscrawler.errors import StorageError
from newscrawler.storage.search import changed, tsvector
from newscrawler.storage.selection import head, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newscrawler.storage.search import Doc

_FILLERS = 7551032
"""PostgreSQL's advisory lock of those who fill the index."""
_MANY = 5_000
"""Articles after which PostgreSQL looks at the index anew, as it would by itself in a minute."""
_FTS = """
CREATE TABLE IF NOT EXISTS docs (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL,
    revision INTEGER NOT NULL, current INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS ix_docs ON docs (article_id) WHERE current;
CREATE TABLE IF NOT EXISTS state (revision INTEGER NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    outlet, folded, stems, content='', columnsize=0, tokenize="unicode61 remove_diacritics 0");
"""
_UPSERT = """
INSERT INTO search_docs (article_id, number, words) VALUES (:id, :number, CAST(:words AS tsvector))
ON CONFLICT (article_id) DO UPDATE SET number = excluded.number, words = excluded.words
"""


def index_path(engine: sa.Engine) -> Path:
    """Where the search index of an SQLite database lies."""
    return Path(str(engine.url.database)).with_suffix(".search.db")


def catch_up(engine: sa.Engine, progress: Callable[[int], None] | None = None) -> int:
    """Bring the index up to date; returns how many articles it took. Raises StorageError.

    `progress` is told how many were taken so far. Killed anywhere, the next call goes on.
    """
    fill = _fill_sqlite if engine.dialect.name == "sqlite" else _fill_postgresql
    try:
        return fill(engine, progress or (lambda _: None))
    except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StorageError(f"cannot fill the search index: {reason}; free room or unlock it") from error


def _fill_sqlite(engine: sa.Engine, progress: Callable[[int], None]) -> int:
    with closing(sqlite3.connect(index_path(engine), timeout=60, isolation_level=None)) as index:
        index.execute("PRAGMA journal_mode=WAL")
        index.execute("PRAGMA synchronous=NORMAL")
        index.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _FTS.split(";")):
            index.execute(statement)
        known = index.execute("SELECT revision FROM state").fetchone()
        taken = 0
        with snapshot(engine) as connection:
            newest = head(connection)
            if known and known[0] == newest:
                index.execute("COMMIT")
                return 0
            for docs in changed(connection, known[0] if known else 0):
                taken += sum([_take(index, doc) for doc in docs])
                index.execute("COMMIT")
                progress(taken)
                index.execute("BEGIN IMMEDIATE")
        index.execute("DELETE FROM state")
        index.execute("INSERT INTO state VALUES (?)", (newest,))
        index.execute("COMMIT")
    return taken


def _take(index: sqlite3.Connection, doc: Doc) -> bool:
    """Index one article in place of its older text; that one's row stays: its number is not used again."""
    found = "SELECT number, revision FROM docs WHERE article_id = ? AND current"
    old = index.execute(found, (doc.article_id,)).fetchone()
    if old and old[1] >= doc.revision:
        return False
    if old:
        index.execute("UPDATE docs SET current = 0 WHERE number = ?", old[:1])
    number = doc.number
    while not _insert(index, (number, doc.article_id, doc.revision)):
        number += 1
    row = (number, doc.outlet, doc.words, doc.stems)
    index.execute("INSERT INTO words (rowid, outlet, folded, stems) VALUES (?, ?, ?, ?)", row)
    return True


def _insert(index: sqlite3.Connection, row: Iterable[object]) -> bool:
    return index.execute("INSERT OR IGNORE INTO docs VALUES (?, ?, ?, 1)", tuple(row)).rowcount == 1


def _fill_postgresql(engine: sa.Engine, progress: Callable[[int], None]) -> int:
    with engine.connect() as index, snapshot(engine) as connection:
        index.execute(sa.select(sa.func.pg_advisory_lock(_FILLERS)))
        index.commit()
        try:
            known = index.scalar(sa.text("SELECT revision FROM search_state")) or 0
            newest, taken = head(connection), 0
            for docs in changed(connection, known) if newest != known else ():
                rows = [{"id": doc.article_id, "number": doc.number, "words": tsvector(doc)} for doc in docs]
                index.execute(sa.text(_UPSERT), rows)
                index.commit()
                taken += len(rows)
                progress(taken)
            index.execute(sa.text("UPDATE search_state SET revision = :newest"), {"newest": newest})
            if taken >= _MANY:  # the planner must know which words are in every other document
                index.execute(sa.text("ANALYZE search_docs"))
            index.commit()
        finally:
            index.execute(sa.select(sa.func.pg_advisory_unlock(_FILLERS)))
            index.commit()
    return taken
