"""What a page over the database asks: a list a page at a time, one story whole, counts for plots."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from newscrawler.storage.history import Arrival, Hour, hour_of
from newscrawler.storage.schema import articles, sightings, versions
from newscrawler.storage.search import first_number, hits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.storage.selection import Selection

LAST = (1 << 63) - 1
_LATEST = 253_402_300_799
"""Second in which the last year that a `datetime` can hold ends."""
_LOOKED_AT = 20_000
"""Hits that are looked at for one page, where filters leave out most of them."""
_CHUNK = 200
_published = articles.c.date_published


class Listing(NamedTuple):
    """One page of a list."""

    ids: list[str]
    more: str | None
    """Where the next page begins; None after the last one."""


def listing(connection: sa.Connection, wanted: Selection, begin: str | None, limit: int) -> Listing:
    """Ids of what is wanted, the newest first; `begin` is the `more` of the page before.

    Where there is no query, articles without an instant come last.
    """
    if wanted.query is not None:
        return _searched(connection, wanted, begin, limit)
    return _listed(connection, wanted, begin, limit)


def _searched(connection: sa.Connection, wanted: Selection, begin: str | None, limit: int) -> Listing:
    before = min(int(begin), LAST) if begin and begin.isdecimal() else LAST
    if wanted.until is not None:
        before = min(before, first_number(wanted.until))
    after = first_number(wanted.since) if wanted.since is not None else 0
    rest = replace(wanted, query=None).conditions(connection.dialect.name)
    found: list[tuple[str, int]] = []
    looked = 0
    with (
        connection.engine.connect() as other,  # this one goes on while each chunk is looked up
        closing(hits(other, wanted.query or "", wanted.outlets or (), before=before, after=after)) as asked,
    ):
        number = 0
        while len(found) <= limit and looked < _LOOKED_AT:
            chunk = list(islice(asked, min(_CHUNK, limit + 1) if not rest else _CHUNK))
            if not chunk:
                break
            looked, number = looked + len(chunk), chunk[-1][1]
            good = {each for each, _ in chunk}
            if rest:  # on PostgreSQL it costs to look into every month
                ids = sa.select(articles.c.id).where(articles.c.id.in_(good), *rest)
                good = set(connection.scalars(ids))
            found += [each for each in chunk if each[0] in good]
        else:
            last = found[limit - 1][1] if len(found) > limit else number
            return Listing([each for each, _ in found[:limit]], str(last))
    more = str(found[limit - 1][1]) if len(found) > limit else None
    return Listing([each for each, _ in found[:limit]], more)


def _listed(connection: sa.Connection, wanted: Selection, begin: str | None, limit: int) -> Listing:
    second, _, article_id = (begin or "").partition("|")
    where = wanted.conditions(connection.dialect.name)
    ids: list[str] = []
    if begin is None or second:
        dated = sa.select(articles.c.id, _published).where(*where, _published.is_not(None))
        if begin:
            moment = sa.literal(_moment(second), _published.type)
            earlier = (_published < moment) | ((_published == moment) & (articles.c.id < article_id))
            dated = dated.where(_published <= moment, earlier)
        rows = connection.execute(
            dated.order_by(_published.desc(), articles.c.id.desc()).limit(limit + 1)
        ).all()
        ids = [row[0] for row in rows[:limit]]
        if len(rows) > limit:
            return Listing(ids, f"{rows[limit - 1][1].timestamp():.0f}|{ids[-1]}")
        article_id = ""
    undated = sa.select(articles.c.id).where(*where, _published.is_(None))
    if article_id:
        undated = undated.where(articles.c.id < article_id)
    room = limit - len(ids)
    rest = connection.scalars(undated.order_by(articles.c.id.desc()).limit(room + 1)).all()
    ids += rest[:room]
    return Listing(ids, f"|{rest[room - 1]}" if len(rest) > room > 0 else None)


def _moment(second: str) -> datetime:
    return datetime.fromtimestamp(min(int(second), _LATEST) if second.isdecimal() else 0, UTC)


_OUTLETS = """
WITH RECURSIVE found (outlet) AS (
    SELECT min(outlet) FROM articles
    UNION ALL
    SELECT (SELECT min(outlet) FROM articles WHERE outlet > found.outlet) FROM found WHERE outlet IS NOT NULL)
SELECT outlet, (SELECT outlet_name FROM articles WHERE articles.outlet = found.outlet
                ORDER BY date_published DESC LIMIT 1)
FROM found WHERE outlet IS NOT NULL
"""
"""From one outlet to the next by the index: of a million articles, as many steps as there are outlets."""


def outlets(connection: sa.Connection) -> dict[str, str | None]:
    """Outlets that have articles → the Persian name they were last published with."""
    return {row[0]: row[1] for row in connection.execute(sa.text(_OUTLETS))}


class Story(NamedTuple):
    """An article with everything around it; rows as dicts."""

    versions: Sequence[Any]
    """Its texts, the oldest first."""
    family: Sequence[Any]
    """The articles that tell the same story, the original and this one among them, by publication."""
    sightings: Sequence[Any]
    """Where any of them was shown, in order."""


_MEASURED = 20_000
"""Articles whose latency is looked at."""
_SHOWN = 500
"""Rows of each kind on one page."""


def story(connection: sa.Connection, article_id: str) -> Story:
    """What surrounds an article."""

    def rows(statement: sa.Select[Any]) -> Sequence[Any]:
        return connection.execute(statement.limit(_SHOWN)).mappings().all()

    mine = sa.select(articles.c.story_id).where(articles.c.id == article_id).scalar_subquery()
    told = (articles.c.story_id == mine) | (articles.c.id == article_id)
    names = ("id", "outlet", "outlet_name", "headline", "url", "date_published", "first_seen", "duplicate_of")
    columns = [articles.c[name] for name in (*names, "similarity", "date_precision")]
    of_it = sa.select(sightings).where(sightings.c.url.in_(sa.select(articles.c.canonical_url).where(told)))
    return Story(
        rows(sa.select(versions).where(versions.c.article_id == article_id).order_by(versions.c.version)),
        rows(sa.select(*columns).where(told).order_by(articles.c.date_published, articles.c.id)),
        rows(of_it.order_by(sightings.c.seen_at, sightings.c.shown_on)),
    )


def newest(connection: sa.Connection, now: datetime) -> datetime | None:
    """When the latest article was published, those dated in the future aside."""
    latest = sa.select(_published).where(_published <= now).order_by(_published.desc()).limit(1)
    return connection.scalars(latest).first()


def published_per_hour(connection: sa.Connection, since: datetime, until: datetime) -> list[Hour]:
    """How much was published in each hour, to the minute or better, by outlet."""
    hour = hour_of(connection, _published)
    counts = (sa.func.count(), sa.func.count(articles.c.duplicate_of))
    wanted = sa.select(articles.c.outlet, hour.label("hour"), *counts).where(
        _published >= since, _published <= until
    )
    return [Hour(*row) for row in connection.execute(wanted.group_by(articles.c.outlet, "hour"))]


def arrivals(connection: sa.Connection, since: datetime, until: datetime) -> list[Arrival]:
    """When originals were published, to the minute or better, and stored; the newest of a window."""
    wanted = sa.select(articles.c.outlet, _published, articles.c.first_seen).where(
        _published >= since,
        _published <= until,
        articles.c.date_precision != "day",
        sa.func.coalesce(articles.c.duplicate_of, "") == "",  # by its index most of a database would be read
    )
    found = connection.execute(wanted.order_by(_published.desc()).limit(_MEASURED))
    return [Arrival(*row) for row in found]


class Copied(NamedTuple):
    """How often one outlet copied another."""

    copied_by: str
    copied_from: str
    copies: int
    similarity: float | None
    """The mean, 0 to 1."""


def copied(connection: sa.Connection, since: datetime, until: datetime) -> list[Copied]:
    """Who copied whom, the most first, counted by when the copies were published."""
    original = articles.alias("original")
    pair = (articles.c.outlet, original.c.outlet)
    wanted = sa.select(*pair, sa.func.count().label("copies"), sa.func.avg(articles.c.similarity))
    wanted = wanted.join_from(articles, original, original.c.id == articles.c.duplicate_of)
    wanted = wanted.where(_published >= since, _published <= until).group_by(*pair)
    return [Copied(*row) for row in connection.execute(wanted.order_by(sa.desc("copies"), *pair))]
