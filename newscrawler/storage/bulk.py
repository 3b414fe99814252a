"""Many articles at once, as a set or a re-parsed archive brings them: by COPY on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import sqlalchemy as sa
from psycopg.copy import QueuedLibpqWriter
from sqlalchemy.dialects.postgresql import ARRAY

from newscrawler.dedup.batch import fingerprints
from newscrawler.dedup.decision import VERSIONED, story_of
from newscrawler.helping import Helper
from newscrawler.storage.database import json_text
from newscrawler.storage.months import article_keys
from newscrawler.storage.records import to_row
from newscrawler.storage.schema import articles, stories, story_log, versions
from newscrawler.storage.story_log import story_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newscrawler.items import Article
    from newscrawler.storage.store import Store

BATCH: Final = 2_000
"""Articles a transaction: some megabytes, a second."""
_TABLES: Final = (articles, stories, story_log)
_OF_ARTICLE: Final = (
    *VERSIONED,
    *("version", "content_hash", "date_modified", "date_downloaded", "warc_file", "warc_offset"),
    *("first_seen", "last_seen", "revision"),
)
"""Columns of `versions` that are its article's."""
_Row: TypeAlias = dict[str, Any]
_Prepared: TypeAlias = "tuple[Article, _Row, _Row]"
"""An article, its row, and the index's log entry: that finds the text, `story_id` tells the story."""


def load(store: Store, arriving: Iterable[Article]) -> int:
    """Store articles that are refined and know their stories; returns how many were new.

    One whose id is stored already is left as it is, one that was taken down is left out. Each has one
    version, and the story index knows it at its next start; one without a `story_id` is a story of its own.
    No line goes into the feed: who loads has handed over already. Commits every BATCH; while one is written
    no other process writes.
    """
    loaded = 0
    for batch in _ahead(_batches(arriving)):
        store.lock_writers()
        rows = _rows(store, batch)
        for table in _TABLES:
            _insert(store, table, rows[table.name])
        _copy_versions(store, rows["articles"])
        store.commit()
        loaded += len(rows["articles"])
    return loaded


def _rows(store: Store, batch: dict[str, _Prepared]) -> dict[str, list[_Row]]:
    """Table → rows of the articles that are new."""
    known = _there(store, (article_keys if store.shared else articles).c.id, batch)
    bars = store.barred().bars
    fresh = [each for id_, each in batch.items() if id_ not in known and not bars(each[0])]
    now = store.clock()
    seen = {"first_seen": now, "last_seen": now, "revision": store.revision()}
    rows: dict[str, list[_Row]] = {table.name: [] for table in _TABLES}
    last = store.connection.scalar(sa.select(sa.func.max(story_log.c.number))) or 0
    for number, (article, row, entry) in enumerate(fresh, last + 1):
        story = article.story_id or story_of(article)
        rows["articles"].append(row | seen | {"story_id": story, "awaits_origin": 0})
        if article.duplicate_of is None:
            rows["stories"].append({"story_id": story, "article_id": article.id, "first_seen": now})
        rows["story_log"].append(entry | {"number": number})
    rows["articles"].sort(key=itemgetter("id"))  # neighbours in the indexes, too
    rows["stories"] = _unknown(store, rows["stories"])
    return rows


def _unknown(store: Store, rows: list[_Row]) -> list[_Row]:
    first = {row["story_id"]: row for row in reversed(rows)}
    known = _there(store, stories.c.story_id, first)
    return [row for story, row in first.items() if story not in known]


def _there(store: Store, column: sa.ColumnElement[str], values: Iterable[str]) -> set[str]:
    """Those of some values that a column has."""
    return set(store.connection.scalars(sa.select(column).where(_among(store, column, values))))


def _among(store: Store, column: sa.ColumnElement[str], values: Iterable[str]) -> sa.ColumnElement[bool]:
    """As one parameter, where there is such a type."""
    if store.shared:
        return column == sa.any_(sa.literal(list(values), ARRAY(sa.Text)))
    return column.in_(list(values))


def _copy_versions(store: Store, rows: Sequence[_Row]) -> None:
    """Each article's first version, inside the database: a text that is compressed there stays so."""
    if not rows:
        return
    new = _among(store, articles.c.id, [row["id"] for row in rows])
    first = sa.select(
        articles.c.id, sa.literal([], sa.JSON), *(articles.c[name] for name in _OF_ARTICLE)
    ).where(new, articles.c.first_seen == rows[0]["first_seen"])
    store.connection.execute(sa.insert(versions).from_select(["article_id", "changed", *_OF_ARTICLE], first))


def _insert(store: Store, table: sa.Table, rows: Sequence[_Row]) -> None:
    if not rows:
        return
    if not store.shared:
        store.connection.execute(sa.insert(table), rows)
        return
    store.ensure_months(table, rows)
    names = list(rows[0])
    bound = _bound(store, table, names)
    driver: Any = store.connection.connection.driver_connection
    copying = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(copying, writer=QueuedLibpqWriter(cursor)) as copy:
        for row in rows:
            values = list(row.values())
            for place, bind in bound:
                values[place] = bind(values[place])
            copy.write_row(values)


def _bound(store: Store, table: sa.Table, names: list[str]) -> list[tuple[int, Callable[[Any], Any]]]:
    """What makes of a column's value the one that COPY takes, by its place; most stay as they are."""
    dialect = store.engine.dialect
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(names):
        kind = table.c[name].type
        bind = json_text if isinstance(kind, sa.JSON) else kind.dialect_impl(dialect).bind_processor(dialect)
        if bind is not None:
            found.append((place, bind))
    return found


def _batches(arriving: Iterable[Article]) -> Iterator[list[Article]]:
    waiting = iter(arriving)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _prepare(
    batch: list[Article], found_by: Callable[[list[tuple[str, str]]], list[tuple[bytes, bytes]]]
) -> dict[str, _Prepared]:
    """What is known of each article before the database is asked, by its id."""
    texts = [(each.headline or "", story_text(each.description, each.article_body)) for each in batch]
    entry = {"story": None, "merged": None}
    return {
        article.id: (
            article,
            to_row(article),
            entry
            | {"article_id": article.id, "version": article.version, "grams": grams, "lines": lines or None},
        )
        for article, (grams, lines) in zip(batch, found_by(texts), strict=True)
    }


def _elsewhere(helper: Helper, texts: list[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """The fingerprints, as a helper makes them; here, where its process is gone."""
    try:
        ((found, error),) = helper.ask([(fingerprints, (texts,), {})])
    except (EOFError, OSError):
        return fingerprints(texts)
    if error is not None:
        raise error
    return cast("list[tuple[bytes, bytes]]", found)


def _ahead(batches: Iterator[list[Article]]) -> Iterator[dict[str, _Prepared]]:
    """Prepare the next batch, in a process beside this one, while the database is at work on this one."""
    first = next(batches, [])
    if len(first) < BATCH:  # all there is: not worth a process
        if first:
            yield _prepare(first, fingerprints)
        return
    with closing(Helper()) as helper, ThreadPoolExecutor(1) as worker:
        prepared = _prepare(first, fingerprints)  # here: the process is still beginning
        while prepared:
            following = worker.submit(_prepare, next(batches, []), partial(_elsewhere, helper))
            yield prepared
            prepared = following.result()
