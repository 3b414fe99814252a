"""What the database tells of the crawl itself: runs, volumes, latencies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from newscrawler.storage.schema import articles, documents, runs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_LONGEST = 50_000
"""Articles whose latency is looked at, the newest."""


class Run(NamedTuple):
    """One run, as it was recorded; `finished` is None for one that was killed."""

    run_id: str
    started: datetime
    finished: datetime | None
    exit_code: int | None
    counts: Mapping[str, Mapping[str, int]]
    outcomes: Mapping[str, int]
    coverage: Mapping[str, Mapping[str, int]]


class Hour(NamedTuple):
    """Articles of an outlet in one hour (UTC, `2026-11-10T07`), and how many of them are copies."""

    outlet: str
    hour: str
    articles: int
    copies: int


class Arrival(NamedTuple):
    """When an article was published, to the minute or better, and when it was stored."""

    outlet: str
    published: datetime
    stored: datetime


def recent_runs(connection: sa.Connection, limit: int) -> list[Run]:
    """The newest runs first."""
    columns = [runs.c[name] for name in Run._fields]
    newest = runs.c.started.desc(), runs.c.run_id.desc()
    found = connection.execute(sa.select(*columns).order_by(*newest).limit(limit))
    return [Run(*row) for row in found]


def last_answers(connection: sa.Connection) -> dict[str, datetime]:
    """Outlet → when one of its feeds, sitemaps or lists last answered."""
    latest = sa.select(documents.c.outlet, sa.func.max(documents.c.checked, type_=documents.c.checked.type))
    return {row[0]: row[1] for row in connection.execute(latest.group_by(documents.c.outlet))}


def hour_of(connection: sa.Connection, instant: sa.Column[Any]) -> sa.ColumnElement[str]:
    """The hour of an instant in UTC: `2026-11-10T07`."""
    if connection.dialect.name == "sqlite":
        return sa.func.substr(instant, 1, 13, type_=sa.Text)
    return sa.func.to_char(sa.func.timezone("UTC", instant), 'YYYY-MM-DD"T"HH24', type_=sa.Text)


def per_hour(connection: sa.Connection, since: datetime) -> list[Hour]:
    """How much was stored in each hour, by outlet."""
    hour = hour_of(connection, articles.c.first_seen)
    copies = sa.func.count(articles.c.duplicate_of)
    wanted = sa.select(articles.c.outlet, hour.label("hour"), sa.func.count(), copies)
    wanted = wanted.where(articles.c.first_seen >= since).group_by(articles.c.outlet, "hour")
    return [Hour(*row) for row in connection.execute(wanted)]


def arrivals(connection: sa.Connection, since: datetime) -> list[Arrival]:
    """Publication and storage of originals stored since then, the newest first."""
    wanted = sa.select(articles.c.outlet, articles.c.date_published, articles.c.first_seen).where(
        articles.c.first_seen >= since,
        articles.c.date_published >= since,
        articles.c.date_precision != "day",
        articles.c.duplicate_of.is_(None),
    )
    found = connection.execute(wanted.order_by(articles.c.first_seen.desc()).limit(_LONGEST))
    return [Arrival(*row) for row in found]


def rules_of(connection: sa.Connection, outlet: str, field: str, before: datetime) -> Counter[str]:
    """Which rules gave a field of an outlet's articles stored before then, and how often."""
    wanted = sa.select(articles.c.provenance).where(
        articles.c.outlet == outlet, articles.c.first_seen < before
    )
    found = connection.scalars(wanted.order_by(articles.c.first_seen.desc()).limit(200))
    return Counter(rule for told in found if (rule := told.get(field)))
