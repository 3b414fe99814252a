"""Who was handed what: one row a name of `scrapy export --since-last NAME`."""

from __future__ import annotations

import fcntl
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from newscrawler.errors import LockedError
from newscrawler.storage.schema import handoffs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_NAMES = 7551033
"""PostgreSQL's advisory locks of names; the second key is the name's."""


class Handoff(NamedTuple):
    """How far a name has come."""

    number: int
    """Sets handed over; 0: none yet."""
    revision: int
    """What is newer was not handed over."""
    asked: Mapping[str, Any]
    """The filters of its sets, `{}` before the first."""
    pending: Mapping[str, Any]
    """The set that is moved to its place: `number`, `revision`, `asked`, `place`, `token`; `{}`: none."""


@contextmanager
def exclusively(engine: sa.Engine, name: str) -> Iterator[None]:
    """One process at a time for a name; a dead one's lock is freed. Raises LockedError."""
    busy = LockedError(f"another export for {name} is at work; wait for it, or use another name")
    if engine.dialect.name == "sqlite":
        database = Path(str(engine.url.database))
        with database.with_name(f".{database.stem}.{name}.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise busy from None
            yield
        return
    with engine.connect() as connection:
        key = zlib.crc32(name.encode()) - (1 << 31)
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_NAMES, key))):
            raise busy
        connection.commit()  # the lock is the session's; nothing is left open
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_NAMES, key)))
            connection.commit()


def state(engine: sa.Engine, name: str) -> Handoff:
    """How far a name has come."""
    columns = [handoffs.c[field] for field in Handoff._fields]
    with engine.connect() as connection:
        row = connection.execute(sa.select(*columns).where(handoffs.c.name == name)).first()
    return Handoff(*row) if row else Handoff(0, 0, {}, {})


def intend(engine: sa.Engine, name: str, pending: Mapping[str, Any]) -> None:
    """Note, before a set gets its place, which one it is; `{}`: it never got there."""
    with engine.begin() as connection:
        changed = connection.execute(
            sa.update(handoffs).where(handoffs.c.name == name).values(pending=dict(pending))
        )
        if not changed.rowcount:
            row = {"name": name, "number": 0, "revision": 0, "asked": {}, "pending": dict(pending)}
            connection.execute(sa.insert(handoffs).values(row))


def complete(engine: sa.Engine, name: str, now: datetime) -> None:
    """The pending set is in its place: what it holds was handed over."""
    told = state(engine, name).pending
    row = {key: told[key] for key in ("number", "revision", "asked")}
    with engine.begin() as connection:
        connection.execute(
            sa.update(handoffs).where(handoffs.c.name == name).values(**row, pending={}, completed=now)
        )
