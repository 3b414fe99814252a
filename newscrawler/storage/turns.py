"""Processes that share one PostgreSQL write in turns: whose turn it is, and what holds for one turn only."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    import sqlalchemy as sa

    from newscrawler.storage.barred import Barred

_WRITERS = 7551031
"""PostgreSQL's advisory lock of those who write."""
_LOCK = f"SELECT pg_advisory_xact_lock({_WRITERS})"
_SEEN = "SELECT number, (SELECT max(revision) FROM forgotten) FROM revision"
_COUNTED = "UPDATE revision SET number = number + 1 RETURNING number, (SELECT max(revision) FROM forgotten)"


class Turn(NamedTuple):
    """What the others had written when the turn came."""

    revision: int
    """The number of the newest transaction; with `counting` of this one, 0 where none was ever counted."""
    forgotten: int | None
    """The number of the last that took something down."""


def take(connection: sa.Connection, *, counting: bool) -> Turn:
    """Wait for the others' commits and be the only writer until one's own: in one round trip.

    `counting`: this transaction will change something, and takes its number at once.
    """
    with closing(connection.exec_driver_sql(f"{_LOCK}; {_COUNTED if counting else _SEEN}")) as told:
        told.cursor.nextset()  # behind the lock's answer: asked when the wait was over
        return Turn(*(told.cursor.fetchone() or (0, None)))


@dataclass(slots=True)
class Transaction:
    """What was asked and may be believed until the commit."""

    revision: int | None = None
    """Its number, once it has one."""
    barred: Barred | None = None
    """What was taken down."""
    alone: bool = False
    """Whether nobody else writes until its end."""
    awaited: set[str] | None = None
    """At least every origin that a copy awaits; None: not asked yet."""
    unclaimed: set[str] = field(default_factory=set)
    """Addresses that no other article was taken from."""
    met: dict[str, datetime | None] = field(default_factory=dict)
    """When articles were first seen; None: they never were."""
