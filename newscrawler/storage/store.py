"""The crawler's memory of articles: what becomes of one that arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newscrawler.dedup.decision import VERSIONED
from newscrawler.storage.known import WAITING, Known
from newscrawler.storage.records import to_row
from newscrawler.storage.schema import TEHRAN, articles, feed_log, runs, sightings, stories, versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from newscrawler.dedup.decision import Decision
    from newscrawler.items import Article

_WAITING_FOR = WAITING.where(articles.c.origin_url == sa.bindparam("url")).order_by(articles.c.id)
_LOG = sa.insert(feed_log).inline()  # nobody asks for the `seq` it gets
_MOVED = sa.update(articles).where(articles.c.origin_url == sa.bindparam("asked"))
_CHUNK = 500


class Store(Known):
    """Articles, versions, stories and the feed log, over one session."""

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
            found = self.connection.execute(WAITING.where(mine).order_by(articles.c.id)).all()
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
