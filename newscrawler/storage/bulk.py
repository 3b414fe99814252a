"""Many articles at once, as a set or a re-parsed archive brings them: by COPY on PostgreSQL."""

from __future__ import annotations

from array import array
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import sqlalchemy as sa
from psycopg.copy import QueuedLibpqWriter

from newscrawler.dedup.compare import Document
from newscrawler.dedup.decision import VERSIONED, story_of
from newscrawler.dedup.notices import watched_lines
from newscrawler.dedup.table import sketch
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
_TABLES: Final = (articles, versions, stories, story_log)


_Prepared: TypeAlias = "tuple[Article, dict[str, Any]]"


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
        store.commit()
        loaded += len(rows["articles"])
    return loaded


def _rows(store: Store, batch: dict[str, _Prepared]) -> dict[str, list[dict[str, Any]]]:
    """Table → rows of the articles that are new."""
    ids = (article_keys if store.shared else articles).c.id
    known = set(store.connection.scalars(sa.select(ids).where(ids.in_(list(batch)))))
    bars = store.barred().bars
    fresh = [each for id_, each in batch.items() if id_ not in known and not bars(each[0])]
    now = store.clock()
    seen = {"first_seen": now, "last_seen": now, "revision": store.revision()}
    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in _TABLES}
    last = store.connection.scalar(sa.select(sa.func.max(story_log.c.number))) or 0
    for number, (article, entry) in enumerate(fresh, last + 1):
        story = article.story_id or story_of(article)
        rows["articles"].append(to_row(article) | seen | {"story_id": story, "awaits_origin": 0})
        of_version = {name: getattr(article, name) for name in _OF_VERSION}
        rows["versions"].append(of_version | seen | {"article_id": article.id, "changed": []})
        if article.duplicate_of is None:
            rows["stories"].append({"story_id": story, "article_id": article.id, "first_seen": now})
        rows["story_log"].append(entry | {"number": number})
    rows["stories"] = _unknown(store, rows["stories"])
    return rows


_OF_VERSION: Final = (
    *VERSIONED,
    *("version", "content_hash", "date_modified", "date_downloaded", "warc_file", "warc_offset"),
)


def _entry(article: Article) -> dict[str, Any]:
    """The index's log entry: it finds the text; stories are told by `story_id`."""
    text = story_text(article.description, article.article_body)
    document = Document.read(article.headline or "", text)
    return {
        "article_id": article.id,
        "version": article.version,
        "story": None,
        "merged": None,
        "grams": array("I", sketch(document.judged())).tobytes(),
        "lines": array("I", watched_lines(document.text)).tobytes() or None,
    }


def _unknown(store: Store, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = {row["story_id"]: row for row in reversed(rows)}
    there = sa.select(stories.c.story_id).where(stories.c.story_id.in_(list(first)))
    known = set(store.connection.scalars(there))
    return [row for story, row in first.items() if story not in known]


def _insert(store: Store, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
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


def _prepare(batch: list[Article]) -> dict[str, _Prepared]:
    return {article.id: (article, _entry(article)) for article in batch}


def _ahead(batches: Iterator[list[Article]]) -> Iterator[dict[str, _Prepared]]:
    """Prepare the next batch while the database is at work on this one."""
    with ThreadPoolExecutor(1) as worker:
        following = worker.submit(_prepare, next(batches, []))
        while prepared := following.result():
            following = worker.submit(_prepare, next(batches, []))
            yield prepared
