"""Which articles, versions and sightings somebody asks for, read in one snapshot, a batch at a time."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newscrawler.items import NAMES, Image
from newscrawler.storage.schema import TEHRAN, Instant, articles, revision, sightings, versions
from newscrawler.storage.search import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TABLES = {
    "articles": tuple(articles.c[name] for name in NAMES),
    "versions": tuple(column for column in versions.c if column.name != "revision"),
    "sightings": tuple(column for column in sightings.c if column.name != "revision"),
}
"""What can be handed over → its columns, in order."""
_ORDER = {
    "articles": (articles.c.date_published, articles.c.id),
    "versions": (versions.c.article_id, versions.c.version),
    "sightings": (sightings.c.url, sightings.c.shown_on),
}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; a field at its default asks for nothing. All of them must hold."""

    since: datetime | None = None
    """Published then or later. Articles without an instant are in no such window."""
    until: datetime | None = None
    """Published before then."""
    outlets: tuple[str, ...] | None = None
    """Slugs of the outlets they came from."""
    section: str | None = None
    """Letters that are part of the section."""
    query: str | None = None
    """Words of the text, as `newscrawler.text.words.parse_query` reads them."""
    originals: bool = False
    """Each story once: no copies."""
    ids: tuple[str, ...] | None = None
    """These articles."""
    after: int = 0
    """Changed after this revision."""

    def conditions(self, dialect: str) -> list[sa.ColumnElement[bool]]:
        """The same over `articles`, but for `after`."""
        found: list[sa.ColumnElement[bool]] = []
        if self.since is not None:
            found.append(articles.c.date_published >= self.since)
        if self.until is not None:
            found.append(articles.c.date_published < self.until)
        if self.outlets is not None:
            found.append(articles.c.outlet.in_(self.outlets))
        if self.section is not None:
            found.append(articles.c.section.contains(self.section, autoescape=True))
        if self.query is not None:
            found.append(articles.c.id.in_(matching(dialect, self.query)))
        if self.originals:
            found.append(articles.c.duplicate_of.is_(None))
        if self.ids is not None:
            found.append(articles.c.id.in_(self.ids))
        return found


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one moment, whatever is written meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection
        connection.rollback()


def head(connection: sa.Connection) -> int:
    """The newest revision this connection sees; 0 for an empty database."""
    return connection.scalar(sa.select(revision.c.number)) or 0


def has_outlet(connection: sa.Connection, slug: str) -> bool:
    """Whether there is any article of an outlet."""
    return connection.scalar(sa.select(articles.c.id).where(articles.c.outlet == slug).limit(1)) is not None


def batches(connection: sa.Connection, table: str, wanted: Selection) -> Iterator[Sequence[sa.Row[Any]]]:
    """Rows of TABLES[table], some hundred at a time, in a fixed order: articles by publication.

    Values are as the driver gives them: JSON as text, instants as ISO text in UTC (SQLite) or datetimes.
    """
    dialect = connection.dialect.name
    columns = [_raw(column, dialect) for column in TABLES[table]]
    statement = sa.select(*columns).where(*_WHERE[table](wanted, dialect)).order_by(*_ORDER[table])
    result = connection.execute(statement.execution_options(yield_per=_BATCH))
    yield from result.partitions()


def decoded(table: str, rows: Sequence[sa.Row[Any]]) -> Iterator[dict[str, Any]]:
    """A batch as dicts of what the values mean: instants aware in Tehran's time, lists, `Image`s."""
    columns = TABLES[table]
    makers = [_MEANING.get(type(column.type), _same) for column in columns]
    for row in rows:
        values = {
            column.name: None if value is None else made(value)
            for column, made, value in zip(columns, makers, row, strict=True)
        }
        if table == "articles":
            values["images"] = [Image(**image) for image in values["images"] or ()]
        yield values


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


_MEANING: dict[type[Any], Callable[[Any], Any]] = {
    sa.JSON: json.loads,
    Instant: lambda value: (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(
        TEHRAN
    ),
}


def _raw(column: sa.Column[Any], dialect: str) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.JSON):
        told = sa.type_coerce(column, sa.Text) if dialect == "sqlite" else sa.cast(column, sa.Text)
        return told.label(column.name)
    if isinstance(column.type, Instant):
        plain = sa.Text() if dialect == "sqlite" else sa.DateTime(timezone=True)
        return sa.type_coerce(column, plain).label(column.name)
    return column


def _articles(wanted: Selection, dialect: str) -> list[sa.ColumnElement[bool]]:
    where = wanted.conditions(dialect)
    return [*where, articles.c.revision > wanted.after] if wanted.after else where


def _versions(wanted: Selection, dialect: str) -> list[sa.ColumnElement[bool]]:
    conditions = wanted.conditions(dialect)
    where: list[sa.ColumnElement[bool]] = []
    if conditions:
        where.append(versions.c.article_id.in_(sa.select(articles.c.id).where(*conditions)))
    return [*where, versions.c.revision > wanted.after] if wanted.after else where


def _sightings(wanted: Selection, dialect: str) -> list[sa.ColumnElement[bool]]:
    """Of stored articles; new where the sighting is, or the article: a list may show what is stored later."""
    shown = sa.select(articles.c.canonical_url).where(*wanted.conditions(dialect))
    where: list[sa.ColumnElement[bool]] = [sightings.c.url.in_(shown)]
    if wanted.after:
        first = sa.select(articles.c.canonical_url).join(versions, versions.c.article_id == articles.c.id)
        stored = first.where(versions.c.version == 1, versions.c.revision > wanted.after)
        where.append((sightings.c.revision > wanted.after) | sightings.c.url.in_(stored))
    return where


_WHERE = {"articles": _articles, "versions": _versions, "sightings": _sightings}
