"""One connection, one open transaction: committed in batches, and in turns where other processes write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from newscrawler.storage.barred import Barred
from newscrawler.storage.later import Later
from newscrawler.storage.months import PARTITIONED, Months
from newscrawler.storage.schema import articles, revision
from newscrawler.storage.turns import Transaction, Turn, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

_BOOKKEEPING = frozenset(
    {"date_downloaded", "http_status", "warc_file", "warc_offset", "first_seen", "last_seen", "revision"}
)
"""Columns of `articles` that a page read again changes though nothing is new."""
_WIDE = frozenset({"article_body", "description"})
"""Columns that PostgreSQL keeps beside the row: equal ones are left where they are."""


class Session:
    """A connection and what holds for its open transaction.

    Nothing is durable before `commit`. Readers of `connection` see what was written: rows that only the
    other tables wait for (`later`) are written before it is handed out, at the latest with the commit.
    """

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self._plain = engine.connect()
        self._at_first_use: Callable[[], None] | None = None
        self._later = Later()
        self._put_off: set[str] = set()
        """Ids and addresses of the articles that `_later` holds."""
        self._now = Transaction()
        self.clock = clock
        self.shared = engine.dialect.name == "postgresql"
        """Whether other processes may write at the same time."""
        self._months = Months() if self.shared else None
        self._upserts: dict[tuple[str, ...], sa.Insert] = {}
        self._barred: Barred | None = None
        """As it was read last."""
        self._known = Turn(-1, None)
        """Our last transaction, and the number of the last taking down as of which `_barred` holds."""
        self.behind = True
        """Whether others may have written since somebody set this to False."""

    @property
    def connection(self) -> sa.Connection:
        """The connection, with all that was put off written."""
        self._later.write(self._connection)
        self._put_off.clear()
        return self._connection

    @property
    def _connection(self) -> sa.Connection:
        """For what is never written later: `revision`, months, and the articles that are not `_put_off`."""
        if (first := self._at_first_use) is not None:
            self._at_first_use = None
            first()
        return self._plain

    @property
    def _asking(self) -> sa.Connection:
        """For questions about `articles`: none of them is put off then."""
        return self.connection if self._put_off else self._connection

    def first_written(self, statement: sa.Executable, asked: dict[str, Any]) -> Sequence[Any] | None:
        """The first row of what is written; only where there is none is what was put off written and asked.

        For questions whose answer, once there, no later row changes.
        """
        return self._connection.execute(statement, asked).first() or (
            self.connection.execute(statement, asked).first()
        )

    @property
    def begun(self) -> bool:
        """Whether anything was asked or written since the last commit."""
        return self._plain.in_transaction()

    @property
    def alone(self) -> bool:
        """Whether others wait for the end of this transaction, see `lock_writers`."""
        return self._now.alone

    def later(self, statement: sa.Executable, row: dict[str, Any]) -> None:
        """Carry a statement out before anyone reads, or with the commit."""
        self._later.add(statement, row)

    def barred(self) -> Barred:
        """What was taken down, as of this transaction; where others write, since they were waited for."""
        connection = self._connection
        if self._now.barred is None:
            self._now.barred = self._barred = Barred(connection)
        return self._now.barred

    def revision(self) -> int:
        """The number of this transaction: numbers rise in the order of the commits.

        The row that counts stays locked until ours.
        """
        if self._now.revision is None:
            first = self._insert(revision).values(id=1, number=1)
            up = first.on_conflict_do_update(index_elements=["id"], set_={"number": revision.c.number + 1})
            self._now.revision = int(self._connection.execute(up.returning(revision.c.number)).scalar_one())
        return self._now.revision

    def commit(self) -> None:
        """Make everything since the last commit durable, all or nothing."""
        self._later.write(self._plain)
        self._put_off.clear()
        self._plain.commit()
        self._known = self._known._replace(revision=self._now.revision or self._known.revision)
        self._now = Transaction()

    def lock_writers(self, *, counting: bool = False) -> None:
        """Wait for the others' commits; until ours no other process writes.

        What is written this way appears in one order to all, `feed_log.seq` and the story log included.
        `counting`: something will be written, see `turns.take`.
        """
        if not self.shared:
            return
        turn = take(self.connection, counting=counting)
        self.behind |= turn.revision - counting != self._known.revision
        if turn.forgotten != self._known.forgotten:
            self._known, self._barred = self._known._replace(forgotten=turn.forgotten), None
        counted = turn.revision if counting and turn.revision else self._now.revision
        self._now = Transaction(counted, self._barred, alone=True)

    @contextmanager
    def locking(self, lock: Callable[[], None]) -> Iterator[None]:
        """Whoever uses the connection inside calls `lock` first; who never does waits for nobody."""
        self._at_first_use = lock
        try:
            yield
        finally:
            self._at_first_use = None

    def reconnect(self) -> None:
        """Take a new connection in place of a broken one; what was not committed is gone."""
        self._plain.close()
        self.engine.dispose()
        self._plain = self.engine.connect()
        self._forget()
        self.connection.execute(sa.select(1))
        self.connection.rollback()

    def rollback(self) -> None:
        """Take back everything since the last commit."""
        self._plain.rollback()
        self._forget()

    def _forget(self) -> None:
        """What the transaction had made is gone."""
        self._now = Transaction()
        self._later.forget()
        self._put_off.clear()
        if self._months is not None:
            self._months.forget()

    def close(self) -> None:
        """Give the connection back; what was not committed is gone."""
        self._plain.close()

    def upsert(self, table: sa.Table, row: dict[str, Any], *, keep: Iterable[str] = ()) -> None:
        """Insert a row, or update the one with its key; columns in `keep` stay as they are."""
        self.connection.execute(self._upserting(table, row, keep), row)

    def _upserting(self, table: sa.Table, row: dict[str, Any], keep: Iterable[str]) -> sa.Insert:
        made = (table.name, *row, "", *keep)
        if made not in self._upserts:
            self._upserts[made] = self._upsert(table, set(row) - set(keep))
        return self._upserts[made]

    def _upsert(self, table: sa.Table, fresh: set[str]) -> sa.Insert:
        keys = [column.name for column in table.primary_key]
        if self.shared and table.name in PARTITIONED:
            keys.append(PARTITIONED[table.name])
        statement = self._insert(table)
        excluded: dict[str, Any] = {name: statement.excluded[name] for name in sorted(fresh.difference(keys))}
        if table is articles:
            excluded["revision"] = _revised(statement.excluded, excluded)
        for name in _WIDE.intersection(excluded) if self.shared else ():
            same = table.c[name] == statement.excluded[name]
            excluded[name] = sa.case((same, table.c[name]), else_=statement.excluded[name])
        return statement.on_conflict_do_update(index_elements=keys, set_=excluded)

    def _insert(self, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
        return postgresql.insert(table) if self.shared else sqlite.insert(table)

    def insert_new(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows; one whose key is there already is left as it is."""
        if rows:
            self.connection.execute(self._insert(table).on_conflict_do_nothing(), rows)

    def ensure_months(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """See that new rows have a partition to go to, where the table has any."""
        if self._months is not None and table.name in PARTITIONED:
            self._months.ensure(self.connection, (row[PARTITIONED[table.name]] for row in rows))


def _revised(fresh: Any, columns: Iterable[str]) -> sa.ColumnElement[int]:  # noqa: ANN401
    """The new number where a column that is handed over changes, else the old one."""
    differ = [
        sa.cast(articles.c[name], sa.Text).is_distinct_from(sa.cast(fresh[name], sa.Text))
        for name in columns
        if name not in _BOOKKEEPING
    ]
    return sa.case((sa.or_(*differ), fresh.revision), else_=articles.c.revision)
