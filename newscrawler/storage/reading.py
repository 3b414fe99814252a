"""Opening a database to read it: never written to, its search index attached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from newscrawler.errors import InputError
from newscrawler.storage.database import open_database
from newscrawler.storage.indexing import index_path

if TYPE_CHECKING:
    import sqlite3


def open_to_read(url: str) -> sa.Engine:
    """Connect to `url` for reading; on SQLite the search index is there as `search`, as far as it is filled.

    A database of an older schema is migrated first. Raises StorageError as `open_database` does, InputError
    where there is no database yet.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        return open_database(url)  # it says what is wrong
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        raise InputError(f"there is no database at {parsed.database}; `scrapy run` makes one")
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _Attach(index_path(engine)))
    return engine


class _Attach:
    """What a new connection gets."""

    def __init__(self, index: Path) -> None:
        self.index = index

    def __call__(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("ATTACH DATABASE ? AS search", (str(self.index),))
        connection.execute("PRAGMA query_only=ON")
