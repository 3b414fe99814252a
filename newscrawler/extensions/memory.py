"""The run's memory: what it was told, what became of each page, and its record."""

from __future__ import annotations

import uuid
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from newscrawler.errors import StorageError
from newscrawler.extensions.commits import STORAGE_ERRORS, Commits, StorageLost, utc_now
from newscrawler.extensions.counts import answered, count, counts, coverage, outcomes
from newscrawler.storage.frontier import Frontier
from newscrawler.storage.history import recent_runs

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawler.dedup.decision import Decision
    from newscrawler.storage.history import Run


class Memory(Commits):
    """The extension that spiders and pipelines ask: store, frontier and feed of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.began = utc_now()
        moment = f"{self.began.microsecond:05x}"  # so that ids sort as the runs began
        self.run_id = f"{self.began:%Y%m%dT%H%M%SZ}-{moment}{uuid.uuid4().hex[:3]}"
        self.decisions: dict[str, Decision] = {}
        """Decisions on their way from DeduplicatePipeline to StorePipeline, by article id."""
        self.outlets: list[str] = []
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
    def frontier(self) -> Frontier:
        """Pages and documents, over the same connection."""
        return Frontier(self.store)

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
