"""The crawler's memory of articles: one connection, one open transaction, committed in batches."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from newscrawler.dedup.decision import VERSIONED
from newscrawler.storage.barred import Barred
from newscrawler.storage.later import Later
from newscrawler.storage.months import (
    BY_ID,
    FIRST_SEEN,
    MET,
    PARTITIONED,
    RELATED,
    TAKEN_FROM,
    Months,
    article_keys,
)
from newscrawler.storage.records import from_row, to_row
from newscrawler.storage.schema import (
    TEHRAN,
    articles,
    feed_log,
    revision,
    runs,
    sightings,
    stories,
    versions,
)
from newscrawler.storage.turns import Transaction, Turn, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from newscrawler.dedup.decision import Decision
    from newscrawler.items import Article

# Statements asked for every article are made once: making one takes SQLAlchemy longer than SQLite needs to
# carry it out.
_BY_ID = sa.select(articles).where(articles.c.id == sa.bindparam("asked"))
_TAKEN_FROM = sa.select(articles.c.id).where(
    articles.c.origin_url == sa.bindparam("url"), articles.c.id != sa.bindparam("asked")
)
_TIED = sa.select(articles.c.id).where(
    (articles.c.origin_url == sa.bindparam("url")) | (articles.c.canonical_url == sa.bindparam("origin")),
    articles.c.id != sa.bindparam("asked"),
)
_RELATED = sa.select(articles.c.id).where(
    (articles.c.id == sa.bindparam("asked"))
    | (articles.c.origin_url == sa.bindparam("url"))
    | (articles.c.canonical_url == sa.bindparam("origin"))
)
_WAITING = sa.select(articles.c.id, articles.c.version).where(
    articles.c.awaits_origin == sa.literal_column("1")  # a partial index wants it written out
)
_AWAITED = sa.select(articles.c.origin_url).where(articles.c.awaits_origin == sa.literal_column("1"))
_WAITING_FOR = _WAITING.where(articles.c.origin_url == sa.bindparam("url")).order_by(articles.c.id)
_LOG = sa.insert(feed_log).inline()  # nobody asks for the `seq` it gets
_MOVED = sa.update(articles).where(articles.c.origin_url == sa.bindparam("asked"))
_BOOKKEEPING = frozenset(
    {"date_downloaded", "http_status", "warc_file", "warc_offset", "first_seen", "last_seen", "revision"}
)
"""Columns of `articles` that a page read again changes though nothing is new."""
_WIDE = frozenset({"article_body", "description"})
"""Columns that PostgreSQL keeps beside the row: equal ones are left where they are."""
_CHUNK = 500


class Store:
    """Articles, versions, stories and the feed log, over one connection.

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
        self._related = str(_RELATED.compile(dialect=engine.dialect))
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

    def article(self, article_id: str) -> Article | None:
        """The newest version of one article, or None."""
        by_id = BY_ID if self.shared else _BY_ID
        row = self._asking.execute(by_id, {"asked": article_id}).mappings().first()
        self._now.met[article_id] = row["first_seen"] if row else None
        return from_row(row) if row else None

    def is_unrelated(self, article: Article, origin_url: str | None) -> bool:
        """Whether nothing stored bears an article's id or is `tied` to it: so of most, and told quickly.

        SQLite's driver is asked itself, which takes a third of SQLAlchemy's time; on PostgreSQL, of a copy,
        the answer is no, and the tables are asked.
        """
        asked = (article.id, article.canonical_url, origin_url or article.id)
        if not self._put_off.isdisjoint(asked):
            return False
        if self.shared:
            return origin_url is None and self._is_unknown(article)
        return self._first(self._related, asked) is None

    def _first(self, statement: str, asked: tuple[str, ...]) -> Any:  # noqa: ANN401
        """The first row SQLite's driver answers, or None; what fails is left to SQLAlchemy to fail."""
        connection = self._connection
        driver = connection.connection.driver_connection
        if driver is not None and connection.in_transaction():
            with suppress(sqlite3.Error):
                return driver.execute(statement, asked).fetchone()
        return connection.exec_driver_sql(statement, asked).first()

    def meet(self, keys: Mapping[str, str]) -> None:
        """Ask at once what `is_unrelated` would ask about each of these: id → canonical address."""
        asked = {"ids": list(keys), "urls": list(keys.values())}
        found = set(self._asking.scalars(MET, asked))
        self._now.met |= dict.fromkeys(keys.keys() - found)
        self._now.unclaimed |= set(keys.values()) - found

    def _is_unknown(self, article: Article) -> bool:
        if article.canonical_url in self._now.unclaimed and self._now.met.get(article.id, self) is None:
            return True
        asked = {"asked": article.id, "url": article.canonical_url}
        unknown = self._connection.execute(RELATED, asked).first() is None
        if unknown:
            self._now.met[article.id] = None
            self._now.unclaimed.add(article.canonical_url)
        return unknown

    def _are(self, ids: Sequence[str]) -> sa.ColumnElement[bool]:
        """These articles; on PostgreSQL by their months too, so that no other partition is opened."""
        mine = articles.c.id.in_(ids)
        if not self.shared:
            return mine
        met = self._now.met
        if unmet := [each for each in ids if each not in met]:
            keys = sa.select(article_keys.c.id, article_keys.c.first_seen)
            found = self._connection.execute(keys.where(article_keys.c.id.in_(unmet)))
            met |= dict.fromkeys(unmet) | {row[0]: row[1] for row in found}
        return mine & articles.c.first_seen.in_({seen for each in ids if (seen := met[each])})

    def originals(self, ids: Sequence[str]) -> list[Article]:
        """The originals that some articles are, or are copies of."""
        found = self._all(self._are(ids)) if ids else []
        heads = [each.duplicate_of for each in found if each.duplicate_of]
        return self._originals(found + (self._all(self._are(heads)) if heads else []))

    def tied(self, article: Article, origin_url: str | None) -> list[Article]:
        """The originals bound to an article by an aggregator's link to the origin, in either direction.

        `origin_url` is the canonical address a copy says it was taken from.
        """
        asked = {"url": article.canonical_url, "asked": article.id}
        if origin_url is None:
            ids = self._asking.scalars(TAKEN_FROM if self.shared else _TAKEN_FROM, asked).all()
        else:
            ids = self._asking.scalars(_TIED, asked | {"origin": origin_url}).all()
        if not ids:
            self._now.unclaimed.add(article.canonical_url)
        return self.originals(ids)

    @staticmethod
    def _originals(found: Sequence[Article]) -> list[Article]:
        return list({each.id: each for each in found if each.duplicate_of is None}.values())

    def unseen(self, ids: Sequence[str]) -> set[str]:
        """Those of the articles that nobody was handed yet: copies that still await their origin."""
        return set(self._asking.scalars(_WAITING.where(self._are(ids)))) if ids else set()

    def write(self, article: Article, decision: Decision, *, awaits_origin: bool = False) -> None:
        """Carry a decision out: article, version, story, and the line of the feed if it earns one.

        A copy that `awaits_origin` gets its line from `release`, unless the origin takes its place first.
        """
        now = self.clock()
        row = to_row(article) | {
            "origin_url": decision.origin_url,
            "awaits_origin": int(awaits_origin),
            "first_seen": self._first_seen(article.id, now),
            "last_seen": now,
            "revision": self.revision(),
        }
        self.later(self._upserting(articles, row, ("first_seen", "awaits_origin")), row)
        self._put_off |= {article.id, article.canonical_url, decision.origin_url or article.id}
        self._now.met[article.id] = row["first_seen"]
        self._may_be_awaited(decision.origin_url)
        if decision.kind == "unchanged":
            current = (versions.c.article_id == article.id) & (versions.c.version == article.version)
            self.connection.execute(sa.update(versions).where(current).values(last_seen=now))
            return
        self._write_version(article, decision, now)
        if decision.duplicate_of is None and article.version == 1:
            story = {"story_id": decision.story_id, "article_id": article.id, "first_seen": now}
            self.later(self._upserting(stories, story, ("first_seen", "merged_into")), story)
        superseded = self._displace(article, decision)
        if decision.duplicate_of is None and not awaits_origin:
            self.log(article.id, article.version, superseded)

    def ensure_months(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """See that new rows have a partition to go to, where the table has any."""
        if self._months is not None and table.name in PARTITIONED:
            self._months.ensure(self.connection, (row[PARTITIONED[table.name]] for row in rows))

    def _first_seen(self, article_id: str, now: datetime) -> datetime:
        """When an article came, which on PostgreSQL says where it is; now, if it has just come."""
        if self._months is None:
            return now
        if article_id not in self._now.met:
            self._now.met[article_id] = self._connection.scalar(FIRST_SEEN, {"asked": article_id})
        known = self._now.met[article_id]
        if known is None:
            self._months.ensure(self._connection, [now])
        return known or now

    def _write_version(self, article: Article, decision: Decision, now: datetime) -> None:
        row = {name: getattr(article, name) for name in VERSIONED}
        row |= {
            "article_id": article.id,
            "version": article.version,
            "first_seen": now,
            "last_seen": now,
            "changed": list(decision.changed),
            "content_hash": article.content_hash,
            "date_modified": article.date_modified,
            "date_downloaded": article.date_downloaded,
            "warc_file": article.warc_file,
            "warc_offset": article.warc_offset,
            "revision": self.revision(),
        }
        self.later(self._upserting(versions, row, ("first_seen",)), row)

    def _displace(self, article: Article, decision: Decision) -> str | None:
        """Make the displaced articles, and whatever copied them, copies of the story's original.

        Returns the id of one that already has a line in the feed, if any.
        """
        if not decision.displaced:
            return None
        ids = tuple(decision.displaced)
        self._leave_stories(ids, decision.story_id)
        original = decision.duplicate_of or article.id
        change: dict[str, Any] = {"duplicate_of": original, "story_id": decision.story_id, "awaits_origin": 0}
        change["revision"] = self.revision()
        followers = articles.c.duplicate_of.in_(ids)
        self.connection.execute(sa.update(articles).where(followers).values(change))
        for twin, similarity in decision.displaced.items():
            row = change | {"similarity": similarity}
            self.connection.execute(sa.update(articles).where(self._are([twin])).values(row))
        lines = sa.select(feed_log.c.article_id).where(feed_log.c.article_id.in_(ids))
        return self.connection.scalar(lines.order_by(feed_log.c.seq).limit(1))

    def _leave_stories(self, ids: Sequence[str], into: str) -> None:
        """The displaced articles' stories become part of another; one nobody was handed yet disappears."""
        members = sa.select(articles.c.story_id, articles.c.awaits_origin).where(self._are(ids))
        for story, waiting in self.connection.execute(members).all():
            if story == into:
                continue
            mine = stories.c.story_id == story
            if waiting:
                self.connection.execute(sa.delete(stories).where(mine))
            else:
                self.connection.execute(sa.update(stories).where(mine).values(merged_into=into))

    def log(self, article_id: str, version: int, supersedes: str | None = None) -> None:
        """Give a version its line in the JSONL feed."""
        day = self.clock().astimezone(TEHRAN).date().isoformat()
        row = {"day": day, "article_id": article_id, "version": version, "supersedes": supersedes}
        self.later(_LOG, row)

    def release(self, origin_url: str | None = None, outlets: Sequence[str] = ()) -> list[str]:
        """Give copies that awaited an origin their line after all; returns their ids.

        Of this origin; or of any, copies of some `outlets` or of all.
        """
        if origin_url is not None:
            if not self._is_awaited(origin_url):
                return []
            found = self._asking.execute(_WAITING_FOR, {"url": origin_url}).all()
        else:
            mine = articles.c.outlet.in_(outlets) if outlets else sa.true()
            found = self.connection.execute(_WAITING.where(mine).order_by(articles.c.id)).all()
        ids = [article_id for article_id, _ in found]
        for start in range(0, len(ids), _CHUNK):
            some = self._are(ids[start : start + _CHUNK])
            self.connection.execute(sa.update(articles).where(some).values(awaits_origin=0))
        for article_id, version in found:
            self.log(article_id, version)
        return ids

    def origin_moved(self, old: str, new: str) -> None:
        """Copies taken from the page at one address were taken from the one at another: it is the same."""
        self.connection.execute(_MOVED, {"asked": old, "origin_url": new})
        self._may_be_awaited(new)

    def _may_be_awaited(self, origin_url: str | None) -> None:
        self._now.unclaimed.discard(origin_url or "")
        if self._now.awaited is not None and origin_url is not None:
            self._now.awaited.add(origin_url)

    def _is_awaited(self, origin_url: str) -> bool:
        """Whether a copy may await this origin; where others write too, the table itself is asked."""
        if self.shared:
            return origin_url not in self._now.unclaimed
        if self._now.awaited is None:
            self._now.awaited = set(self._asking.scalars(_AWAITED))
        return origin_url in self._now.awaited

    def saw(self, rows: Sequence[dict[str, Any]]) -> None:
        """Remember who showed which article where; the first time counts."""
        rows = [row for row in rows if row["url"] not in self.barred().urls]
        if rows:
            self.ensure_months(sightings, rows)
            number = self.revision()
            self.insert_new(sightings, [row | {"revision": number} for row in rows])

    def begin_run(self, run_id: str, command: str, outlets: list[str]) -> None:
        """Note that a run has begun."""
        row = {
            "run_id": run_id,
            "command": command,
            "outlets": outlets,
            "started": self.clock(),
            "counts": {},
            "outcomes": {},
            "coverage": {},
        }
        self.connection.execute(sa.insert(runs).values(row))

    def end_run(self, run_id: str, exit_code: int, **told: Mapping[str, Any]) -> None:
        """Note how a run ended; `told` are its `counts`, `outcomes` and `coverage`."""
        row = {"finished": self.clock(), "exit_code": exit_code, **told}
        self.connection.execute(sa.update(runs).where(runs.c.run_id == run_id).values(row))

    def _all(self, where: sa.ColumnElement[bool]) -> list[Article]:
        rows = self.connection.execute(sa.select(articles).where(where)).mappings()
        return [from_row(row) for row in rows]


def _revised(fresh: Any, columns: Iterable[str]) -> sa.ColumnElement[int]:  # noqa: ANN401
    """The new number where a column that is handed over changes, else the old one."""
    differ = [
        sa.cast(articles.c[name], sa.Text).is_distinct_from(sa.cast(fresh[name], sa.Text))
        for name in columns
        if name not in _BOOKKEEPING
    ]
    return sa.case((sa.or_(*differ), fresh.revision), else_=articles.c.revision)
