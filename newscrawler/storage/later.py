"""Rows that nobody asks for before the commit, kept until then: many are written for the price of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa


class Later:
    """Statements with their rows, in the order in which each statement came first.

    Statements kept at the same time must not depend on each other: those that do are of one table, and
    the second is carried out at once, after `write`.
    """

    def __init__(self) -> None:
        self._kept: dict[sa.Executable, list[dict[str, Any]]] = {}

    def add(self, statement: sa.Executable, row: dict[str, Any]) -> None:
        """Keep a row for a statement; all rows of one have the same keys."""
        self._kept.setdefault(statement, []).append(row)

    def write(self, connection: sa.Connection) -> None:
        """Carry all of it out, in the connection's transaction."""
        while self._kept:
            statement = next(iter(self._kept))
            rows = self._kept.pop(statement)
            connection.execute(statement, rows if len(rows) > 1 else rows[0])

    def forget(self) -> None:
        """The transaction was taken back, and what it would have written."""
        self._kept.clear()
