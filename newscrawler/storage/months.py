"""PostgreSQL's partitions: `articles` and `sightings` by the month they were first seen, and who is in which.

Why that month and not the one of publication: it never changes, it is never unknown, and whatever comes in
now goes into one partition, whose indexes stay as small as a month. A partitioned table can't by itself keep
a key unique over all partitions; `article_keys` and `sighting_keys` do, by triggers nothing goes round. What
is asked of every new article, whether it is there already and whether another was taken from its address,
they and `article_origins` answer without opening a partition.
docs/scaling.md has the figures.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from newscrawler.storage.schema import Instant, articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

PARTITIONED: Final = {"articles": "first_seen", "sightings": "seen_at"}
"""Table → the column that names the partition; part of the key on PostgreSQL."""
_FILLED: Final = {"articles": 90, "sightings": 100}
"""Percent of a page that inserts fill; what is left lets an update stay in its page and touch no index."""
_MAKERS: Final = 7551034
"""PostgreSQL's advisory lock of those who make partitions."""

article_keys = sa.table("article_keys", sa.column("id", sa.Text), sa.column("first_seen", Instant()))
article_origins = sa.table("article_origins", sa.column("origin_url", sa.Text), sa.column("id", sa.Text))

_ASKED: Final[sa.BindParameter[str]] = sa.bindparam("asked")
_TEXTS: Final = ARRAY(sa.Text)
FIRST_SEEN: Final = sa.select(article_keys.c.first_seen).where(article_keys.c.id == _ASKED)
"""The partition of an article, by its key."""
RELATED: Final = sa.union_all(
    sa.select(article_keys.c.id).where(article_keys.c.id == _ASKED),
    sa.select(article_origins.c.id).where(article_origins.c.origin_url == sa.bindparam("url")),
)
"""An article itself, and those taken from its address: of most articles none."""
MET: Final = sa.union_all(
    sa.select(article_keys.c.id).where(article_keys.c.id == sa.any_(sa.bindparam("ids", type_=_TEXTS))),
    sa.select(article_origins.c.origin_url).where(
        article_origins.c.origin_url == sa.any_(sa.bindparam("urls", type_=_TEXTS))
    ),
)
"""Of many articles the ids that are there, and the addresses others were taken from."""
TAKEN_FROM: Final = sa.select(article_origins.c.id).where(
    article_origins.c.origin_url == sa.bindparam("url"), article_origins.c.id != _ASKED
)
BY_ID: Final = sa.select(articles).where(
    articles.c.id == _ASKED, articles.c.first_seen == FIRST_SEEN.scalar_subquery()
)
"""An article by its id, looked for in its own partition only."""


def month_of(instant: datetime) -> tuple[int, int]:
    """Year and month of the partition (UTC)."""
    utc = instant.astimezone(UTC)
    return utc.year, utc.month


def partition(table: str, year: int, month: int) -> str:
    """Name of a partition: `articles_2026_11`."""
    return f"{table}_{year:04}_{month:02}"


def made(connection: Connection, year: int, month: int, tables: Iterable[str] = tuple(PARTITIONED)) -> None:
    """Make the partitions of a month that are not there; whoever reads or writes meanwhile does not wait."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MAKERS)))
    first, after = f"{year:04}-{month:02}-01", f"{year + month // 12:04}-{month % 12 + 1:02}-01"
    for table in tables:
        name = partition(table, year, month)
        if connection.scalar(sa.select(sa.func.to_regclass(name))) is None:
            how = f"(LIKE {table} INCLUDING DEFAULTS) WITH (fillfactor = {_FILLED[table]})"
            connection.execute(sa.text(f"CREATE TABLE {name} {how}"))
            span = f"FROM ('{first} 00:00:00+00') TO ('{after} 00:00:00+00')"
            connection.execute(sa.text(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES {span}"))


class Months:
    """The partitions a connection knows of, made when rows need them, in the transaction of those rows."""

    def __init__(self) -> None:
        self._known: set[tuple[int, int]] = set()

    def ensure(self, connection: Connection, instants: Iterable[datetime]) -> None:
        """See that rows first seen then have a partition to go to."""
        for year, month in {month_of(instant) for instant in instants} - self._known:
            made(connection, year, month)
            self._known.add((year, month))

    def forget(self) -> None:
        """The transaction was taken back, and what it made."""
        self._known.clear()
