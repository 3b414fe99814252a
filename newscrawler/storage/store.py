"""The crawler's memory of articles: one connection, one open transaction, committed in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from newscrawler.dedup.placement import VERSIONED, text_key
from newscrawler.storage.records import from_row, to_row
from newscrawler.storage.schema import TEHRAN, articles, feed_log, runs, sightings, stories, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from newscrawler.dedup.placement import Placement
    from newscrawler.items import Article


class Store:
    """Articles, versions, stories and the feed log, over one connection.

    Nothing is durable before `commit`. Readers of the same connection see what was written.
    """

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        self.connection = engine.connect()
        self.clock = clock
        self._insert = {"postgresql": postgresql.insert}.get(engine.dialect.name, sqlite.insert)

    def commit(self) -> None:
        """Make everything since the last commit durable, all or nothing."""
        self.connection.commit()

    def rollback(self) -> None:
        """Take back everything since the last commit."""
        self.connection.rollback()

    def close(self) -> None:
        """Give the connection back; what was not committed is gone."""
        self.connection.close()

    def upsert(self, table: sa.Table, row: dict[str, Any], *, keep: Iterable[str] = ()) -> None:
        """Insert a row, or update the one with its key; columns in `keep` stay as they are."""
        keys = [column.name for column in table.primary_key]
        statement = self._insert(table).values(row)
        fresh = {name: statement.excluded[name] for name in row if name not in {*keys, *keep}}
        self.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh))

    def insert_new(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows; one whose key is there already is left as it is."""
        if rows:
            self.connection.execute(self._insert(table).on_conflict_do_nothing(), rows)

    def article(self, article_id: str) -> Article | None:
        """The newest version of one article, or None."""
        return self._one(articles.c.id == article_id)

    def twins(self, article: Article, origin_url: str | None = None) -> list[Article]:
        """Stored originals that may tell the same: by their letters, or tied to it by a link to the origin.

        `origin_url` is the canonical address a copy says it was taken from.
        """
        tied = [articles.c.origin_url == article.canonical_url]
        if origin_url is not None:
            tied.append(articles.c.canonical_url == origin_url)
        key = text_key(article.headline, article.description, article.article_body)
        same = sa.or_(*tied, articles.c.text_key == key) if key else sa.or_(*tied)
        found = self._all(same, articles.c.id != article.id)
        heads = {twin.duplicate_of for twin in found if twin.duplicate_of} - {article.id}
        if heads:
            found += self._all(articles.c.id.in_(heads))
        return list({twin.id: twin for twin in found if twin.duplicate_of is None}.values())

    def unseen(self, ids: Sequence[str]) -> set[str]:
        """Those of the articles that nobody was handed yet: copies that still await their origin."""
        waiting = sa.select(articles.c.id).where(articles.c.id.in_(ids), articles.c.awaits_origin == 1)
        return set(self.connection.scalars(waiting)) if ids else set()

    def write(self, article: Article, placement: Placement, *, awaits_origin: bool = False) -> None:
        """Carry a decision out: article, version, story, and the line of the feed if it earns one.

        A copy that `awaits_origin` gets its line from `release`, unless the origin takes its place first.
        """
        now = self.clock()
        row = to_row(article) | {
            "text_key": text_key(article.headline, article.description, article.article_body),
            "origin_url": placement.origin_url,
            "awaits_origin": int(awaits_origin),
            "first_seen": now,
            "last_seen": now,
        }
        self.upsert(articles, row, keep=("first_seen", "awaits_origin"))
        if placement.kind == "unchanged":
            current = (versions.c.article_id == article.id) & (versions.c.version == article.version)
            self.connection.execute(sa.update(versions).where(current).values(last_seen=now))
            return
        self._write_version(article, placement, now)
        if placement.duplicate_of is None and article.version == 1:
            story = {"story_id": placement.story_id, "article_id": article.id, "first_seen": now}
            self.upsert(stories, story, keep=("first_seen", "merged_into"))
        superseded = self._displace(article, placement)
        if placement.duplicate_of is None and not awaits_origin:
            self.log(article.id, article.version, superseded)

    def _write_version(self, article: Article, placement: Placement, now: datetime) -> None:
        row = {name: getattr(article, name) for name in VERSIONED}
        row |= {
            "article_id": article.id,
            "version": article.version,
            "first_seen": now,
            "last_seen": now,
            "changed": list(placement.changed),
            "content_hash": article.content_hash,
            "date_modified": article.date_modified,
            "date_downloaded": article.date_downloaded,
            "warc_file": article.warc_file,
            "warc_offset": article.warc_offset,
        }
        self.upsert(versions, row, keep=("first_seen",))

    def _displace(self, article: Article, placement: Placement) -> str | None:
        """Make the displaced articles, and whatever copied them, copies of this one.

        Returns the id of one that already has a line in the feed, if any.
        """
        if not placement.displaced:
            return None
        ids = tuple(placement.displaced)
        self._leave_stories(ids, placement.story_id)
        change = {"duplicate_of": article.id, "story_id": placement.story_id, "awaits_origin": 0}
        followers = articles.c.duplicate_of.in_(ids)
        self.connection.execute(sa.update(articles).where(followers).values(change))
        for twin, similarity in placement.displaced.items():
            row = change | {"similarity": similarity}
            self.connection.execute(sa.update(articles).where(articles.c.id == twin).values(row))
        lines = sa.select(feed_log.c.article_id).where(feed_log.c.article_id.in_(ids))
        return self.connection.scalar(lines.order_by(feed_log.c.seq).limit(1))

    def _leave_stories(self, ids: Sequence[str], into: str) -> None:
        """The displaced articles' stories become part of another; one nobody was handed yet disappears."""
        members = sa.select(articles.c.story_id, articles.c.awaits_origin).where(articles.c.id.in_(ids))
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
        self.connection.execute(sa.insert(feed_log).values(row))

    def release(self, origin_url: str | None = None) -> int:
        """Give copies that awaited an origin (this one, or any) their line after all; returns how many."""
        waiting = articles.c.awaits_origin == 1
        if origin_url is not None:
            waiting &= articles.c.origin_url == origin_url
        found = self.connection.execute(
            sa.select(articles.c.id, articles.c.version).where(waiting).order_by(articles.c.id)
        ).all()
        self.connection.execute(sa.update(articles).where(waiting).values(awaits_origin=0))
        for article_id, version in found:
            self.log(article_id, version)
        return len(found)

    def saw(self, rows: Sequence[dict[str, Any]]) -> None:
        """Remember who showed which article where; the first time counts."""
        self.insert_new(sightings, rows)

    def begin_run(self, run_id: str, command: str, outlets: list[str]) -> None:
        """Note that a run has begun."""
        row = {
            "run_id": run_id,
            "command": command,
            "outlets": outlets,
            "started": self.clock(),
            "counts": {},
        }
        self.connection.execute(sa.insert(runs).values(row))

    def end_run(self, run_id: str, exit_code: int, counts: dict[str, Any]) -> None:
        """Note how a run ended."""
        row = {"finished": self.clock(), "exit_code": exit_code, "counts": counts}
        self.connection.execute(sa.update(runs).where(runs.c.run_id == run_id).values(row))

    def _one(self, *where: sa.ColumnElement[bool]) -> Article | None:
        return next(iter(self._all(*where)), None)

    def _all(self, *where: sa.ColumnElement[bool]) -> list[Article]:
        rows = self.connection.execute(sa.select(articles).where(*where)).mappings()
        return [from_row(row) for row in rows]
