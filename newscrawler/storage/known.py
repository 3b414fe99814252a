"""What is known of the articles stored: asked for every one that arrives."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newscrawler.storage.months import BY_ID, FIRST_SEEN, MET, RELATED, TAKEN_FROM, article_keys
from newscrawler.storage.records import from_row
from newscrawler.storage.schema import articles
from newscrawler.storage.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

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
WAITING = sa.select(articles.c.id, articles.c.version).where(
    articles.c.awaits_origin == sa.literal_column("1")  # a partial index wants it written out
)
_AWAITED = sa.select(articles.c.origin_url).where(articles.c.awaits_origin == sa.literal_column("1"))


class Known(Session):
    """Questions about the articles; what was answered is remembered until the transaction ends."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime]) -> None:
        super().__init__(engine, clock)
        self._related = str(_RELATED.compile(dialect=engine.dialect))

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
        return set(self._asking.scalars(WAITING.where(self._are(ids)))) if ids else set()

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

    def _all(self, where: sa.ColumnElement[bool]) -> list[Article]:
        rows = self.connection.execute(sa.select(articles).where(where)).mappings()
        return [from_row(row) for row in rows]
