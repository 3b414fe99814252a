"""The run's database and feed: committed in batches and in turns, given up in one line where storage fails.

Order of every commit: archive flushed, database committed, feed appended. Whatever of these fails ends
the run with exit code 7; what was committed before is safe, what was not is asked for again.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from scrapy.exceptions import DropItem
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import _schedule_coro

from newscrawler.collector import settle
from newscrawler.dedup import StoryIndex
from newscrawler.errors import NewscrawlerError, StorageError
from newscrawler.storage.database import open_database
from newscrawler.storage.feed import Feed
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog
from newscrawler.storage.where import data_folder, database_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scrapy.crawler import Crawler

_PATIENCE = (0, 1, 2, 4)
"""Seconds before each try to reach a database whose connection broke."""
STORAGE_ERRORS = (NewscrawlerError, sa.exc.SQLAlchemyError, OSError)
"""What ends a run with exit code 7 when it comes out of storage."""


def utc_now() -> datetime:
    """The clock of a live run."""
    return datetime.now(UTC)


logger = logging.getLogger(__name__)


class StorageLost(DropItem):
    """The item could not be stored; its page stays pending."""


class Commits:
    """Store, story index and feed of one crawl, opened on first use, and when they are committed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.clock: Callable[[], datetime] = utc_now
        self.before_commit: list[Callable[[], None]] = []
        """Called before each commit: the archive flushes here."""
        self.row: dict[str, str] = {}
        """Articles that come to be placed in a row: id → canonical address."""
        self.failure: NewscrawlerError | None = None
        self._stored = self._uncommitted = 0
        self._batch = crawler.settings.getint("NEWSCRAWLER_COMMIT_ARTICLES")

    @cached_property
    def store(self) -> Store:
        """Articles, over the run's one connection."""
        return Store(open_database(database_url(self.crawler.settings)), lambda: self.clock())  # noqa: PLW0108  (a replay sets the clock later)

    @cached_property
    def story_log(self) -> StoryLog:
        """The index's log, over the same connection."""
        return StoryLog(self.store)

    @cached_property
    def stories(self) -> StoryIndex:
        """Near-duplicates, rebuilt from the log."""
        return StoryIndex(self.story_log)

    @cached_property
    def feed(self) -> Feed:
        """The JSONL files."""
        return Feed(data_folder(self.crawler.settings) / "feed")

    def stored(self) -> None:
        """One more article was written; commits when a batch is full."""
        if not self._stored:
            settle()
        self._stored += 1
        self._uncommitted += 1
        if self._uncommitted >= self._batch:
            self.commit()

    def commit(self) -> None:
        """Archive, database, feed: in this order. A failure ends the run."""
        if self.failure is not None:
            return
        try:
            self._commit_database()
            self.feed.catch_up(self.store.connection)
            self.store.rollback()  # ends the read; nothing is uncommitted here
        except STORAGE_ERRORS as error:
            self.fail(error)

    def _commit_database(self) -> None:
        for prepare in self.before_commit:
            prepare()
        self.store.commit()
        self._uncommitted = 0

    def _commit_begun(self) -> None:
        if self.store.begun:
            self._commit_database()

    def alone(self, *, counting: bool = False) -> None:
        """On a shared database, wait for the other processes; until the turn ends none of them writes.

        It ends with the row of articles that is being stored, or the callback, at the latest when the event
        loop has done what it has ready. Commits before it waits: who waits holds nothing that another could
        wait for. What a commit has to wait for is done before too: nobody waits for our disk.
        """
        if self.store.shared and not self.store.alone:
            self._commit_begun()
            for prepare in self.before_commit:
                prepare()
            self.store.lock_writers(counting=counting)
            call_later(0, self.end_turn)

    def end_turn(self) -> None:
        """Commit what others wait for, if anything is."""
        try:
            if self.store.alone:
                self._commit_database()
        except STORAGE_ERRORS as error:
            self.fail(error)

    def placing(self) -> StoryIndex:
        """The story index, with what other processes placed; theirs wait until the next commit."""
        self.alone(counting=True)
        if self.store.shared:
            row, self.row = self.row, {}
            if row:
                self.store.meet(row)
            if self.store.behind:
                self.stories.catch_up()
                self.store.behind = False
        return self.stories

    @contextmanager
    def guard(self) -> Iterator[None]:
        """A storage failure inside ends the run and drops the item, which the next run asks for again."""
        if self.failure is not None:
            raise StorageLost("storage has failed")
        try:
            yield
        except STORAGE_ERRORS as error:
            self.fail(error)
            raise StorageLost("storage has failed") from error

    def guarded(self, results: Iterable[Any]) -> Iterator[Any]:
        """The results of a callback; a storage failure inside it ends the run instead of raising.

        On a shared database it is the first question to the database that waits for the other processes:
        what is only read and parsed is read and parsed by all of them at a time.
        """
        if self.failure is not None:
            return
        try:
            if self.store.shared:
                with self.store.locking(self.alone):
                    results = list(results)
                self.end_turn()
                if self.failure is not None:
                    return
            yield from results
        except STORAGE_ERRORS as error:
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """Storage cannot go on: say so in one line, take back what is not committed, end the run."""
        if self.failure is not None or self._reconnected(error):
            return
        if not isinstance(error, NewscrawlerError):
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            error = StorageError(
                f"storage failed: {reason}; what was committed is safe, mend it and run again"
            )
        self.failure = error
        with suppress(sa.exc.SQLAlchemyError):
            self.store.rollback()
        _schedule_coro(self.crawler.engine.close_spider_async(reason="storage"))

    def _reconnected(self, error: Exception) -> bool:
        """Whether a broken connection could be replaced: the run goes on, what was lost stays pending."""
        if not getattr(error, "connection_invalidated", False):
            return False
        for wait in _PATIENCE:
            time.sleep(wait)
            with suppress(sa.exc.SQLAlchemyError):
                self.store.reconnect()
                self.__dict__.pop("stories", None)  # it may be ahead of what was committed
                logger.warning("the database connection broke and was replaced")
                self.crawler.stats.inc_value("newscrawler/storage/reconnected")
                return True
        return False
