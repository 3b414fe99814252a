"""The run's memory: opens the database, commits in batches, keeps the feed in step.

Order of every commit: archive flushed, database committed, feed appended. Whatever of these fails ends
the run with exit code 7; what was committed before is safe, what was not is asked for again.
"""

from __future__ import annotations

import logging
import time
import uuid
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.exceptions import DropItem
from scrapy.utils.asyncio import call_later, create_looping_call
from scrapy.utils.defer import _schedule_coro

from newscrawler.collector import settle
from newscrawler.dedup import StoryIndex
from newscrawler.errors import NewscrawlerError, StorageError
from newscrawler.extensions.counts import answered, count, counts, coverage, outcomes
from newscrawler.storage.database import open_database
from newscrawler.storage.feed import Feed
from newscrawler.storage.frontier import Frontier
from newscrawler.storage.history import recent_runs
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawler.dedup.decision import Decision
    from newscrawler.storage.history import Run

_PATIENCE = (0, 1, 2, 4)
"""Seconds before each try to reach a database whose connection broke."""
STORAGE_ERRORS = (NewscrawlerError, sa.exc.SQLAlchemyError, OSError)
"""What ends a run with exit code 7 when it comes out of storage."""


def database_url(settings: BaseSettings) -> str:
    """The database a run uses: NEWSCRAWLER_DATABASE_URL, else SQLite in the data folder."""
    return settings["NEWSCRAWLER_DATABASE_URL"] or f"sqlite:///{data_folder(settings) / 'newscrawler.db'}"


def data_folder(settings: BaseSettings) -> Path:
    """The folder everything is written to, absolute."""
    return Path(settings["NEWSCRAWLER_DATA_DIR"]).expanduser().resolve()


def utc_now() -> datetime:
    """The clock of a live run."""
    return datetime.now(UTC)


logger = logging.getLogger(__name__)


class StorageLost(DropItem):
    """The item could not be stored; its page stays pending."""


class Memory:
    """Store, frontier and feed of one crawl, opened on first use."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.began = utc_now()
        moment = f"{self.began.microsecond:05x}"  # so that ids sort as the runs began
        self.run_id = f"{self.began:%Y%m%dT%H%M%SZ}-{moment}{uuid.uuid4().hex[:3]}"
        self.clock: Callable[[], datetime] = utc_now
        self.before_commit: list[Callable[[], None]] = []
        """Called before each commit: the archive flushes here."""
        self.decisions: dict[str, Decision] = {}
        """Decisions on their way from DeduplicatePipeline to StorePipeline, by article id."""
        self.row: dict[str, str] = {}
        """Articles that come to be placed in a row: id → canonical address."""
        self.outlets: list[str] = []
        self.failure: NewscrawlerError | None = None
        self._stored = self._uncommitted = 0
        self._batch = crawler.settings.getint("NEWSCRAWLER_COMMIT_ARTICLES")
        self._timer = create_looping_call(self.commit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        memory = cls(crawler)
        crawler.signals.connect(memory.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(memory.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(memory.item_failed, signal=signals.item_error)
        crawler.signals.connect(memory.callback_failed, signal=signals.spider_error)
        return memory

    @classmethod
    def of(cls, crawler: Crawler) -> Memory:
        """The memory of a crawl that has begun."""
        found = crawler.get_extension(cls)
        if found is None:
            raise StorageError("newscrawler.extensions.memory.Memory is not in EXTENSIONS; put it back")
        return found

    @cached_property
    def store(self) -> Store:
        """Articles, over the run's one connection."""
        return Store(open_database(database_url(self.crawler.settings)), lambda: self.clock())  # noqa: PLW0108  (a replay sets the clock later)

    @cached_property
    def frontier(self) -> Frontier:
        """Pages and documents, over the same connection."""
        return Frontier(self.store)

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

    def recent_runs(self, limit: int) -> list[Run]:
        """Earlier runs, the newest first; none where storage fails."""
        with suppress(*STORAGE_ERRORS):
            return [run for run in recent_runs(self.store.connection, limit + 1) if run.run_id != self.run_id]
        return []

    def spider_opened(self, spider: Spider) -> None:
        """Note the run, complete the feed of one that was killed, start the commit timer."""
        self.outlets = list(getattr(spider, "outlets", [spider.name]))
        self.store.begin_run(self.run_id, spider.name, self.outlets)
        self.commit()
        self._timer.start(self.crawler.settings.getfloat("NEWSCRAWLER_COMMIT_SECONDS"), now=False)

    def item_dropped(self, item: Any, exception: Exception) -> None:  # noqa: ANN401
        """An item no pipeline stored: its page holds no article."""
        if not isinstance(exception, StorageLost):
            self._give_up(item, "skipped", exception)

    def item_failed(self, item: Any, failure: Failure) -> None:  # noqa: ANN401
        """An item a pipeline failed on: a fault of ours, the page is not asked for again and again."""
        answered(self.crawler, good=False)
        self._give_up(item, "failed", failure.value)

    def callback_failed(self, response: Response) -> None:
        """A callback failed: a fault of ours, which the run must not pass over in silence."""
        answered(self.crawler, good=False)
        page = response.request.cb_kwargs.get("page") if response and response.request else None
        if self.failure is None and page is not None:
            self.frontier.failed(page.url, "a callback failed; see the log")
            self._release_alone(page.url)

    def _give_up(self, item: Any, status: str, why: BaseException | None) -> None:  # noqa: ANN401
        url = ItemAdapter(item).get("canonical_url")
        if ItemAdapter(item).get("completeness") == "teaser":
            return  # its page is not done: it is asked for again
        if self.failure is None and url and self.frontier.is_pending(url):
            self.frontier.ended(url, status, str(why)[:300])
            self._release_alone(url)

    def _release_alone(self, url: str) -> None:
        with suppress(StorageLost), self.guard():
            self.alone()
            self.release(url)

    def release(self, origin_url: str | None = None) -> None:
        """Copies that awaited this origin (None: any, of this run) stand for themselves and get a line."""
        mine = () if origin_url else self.outlets
        for article_id in self.store.release(origin_url, mine):
            count(self.crawler, article_id.partition(":")[0], "new")

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

    def finish(self, exit_code: int) -> None:
        """The last commit of a run: copies whose origin never came get their line, the run its record."""
        if self._timer.running:
            self._timer.stop()
        if self.failure is None:
            with suppress(*STORAGE_ERRORS):
                self.alone()
                self.release()
                told: dict[str, dict[str, Any]] = {
                    "counts": counts(self.crawler),
                    "outcomes": outcomes(self.crawler),
                    "coverage": coverage(self.crawler),
                }
                self.store.end_run(self.run_id, exit_code, **told)
            self.commit()
        with suppress(sa.exc.SQLAlchemyError):
            self.store.close()
