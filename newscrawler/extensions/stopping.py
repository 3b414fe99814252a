"""Ends a run in time: what is in flight may finish, what only waits is left to the next run."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import create_looping_call

from newscrawler.extensions.counts import ended
from newscrawler.extensions.outcome import Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_LOOK = 0.2


class RunEnds(IgnoreRequest):
    """The run ended before the request was made."""


class Stopping:
    """Watches for the engine's closing, which Scrapy announces to nobody before it is over."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.began = 0.0
        self.grace = crawler.settings.getfloat("NEWSCRAWLER_GRACE_SECONDS")
        self.deadline: float | None = None
        self.loop = create_looping_call(self._look)
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._look, signal=signals.response_downloaded)  # before its slot asks again
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def _opened(self) -> None:
        self.began = monotonic()
        self.loop.start(_LOOK, now=False)

    def _closed(self) -> None:
        """Count what was never sent; connected before Outcome, which has it recorded."""
        if self.loop.running:
            self.loop.stop()
            slot = self.crawler.engine._slot if self.crawler.engine else None  # noqa: SLF001
            ended(self.crawler, "run_ended", len(slot.scheduler) if slot else 0)  # type: ignore[arg-type]

    def _look(self) -> None:
        engine = self.crawler.engine
        if engine is None or engine._slot is None or engine._slot.closing is None:  # noqa: SLF001
            return
        if self.deadline is None:
            self.deadline = monotonic() + self.grace
        for slot in engine.downloader.slots.values():
            slot.concurrency = 0  # nothing that is still on its way to the slot is sent
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(RunEnds("the run ended first"))
        if monotonic() > self.deadline:
            self._give_up()

    def _give_up(self) -> None:
        """In flight for too long: record the run's end without waiting for it, and stop."""
        from twisted.internet import reactor  # noqa: PLC0415  (installed only when the crawl has begun)

        self._closed()
        limit = self.crawler.settings.getfloat("CLOSESPIDER_TIMEOUT")
        late = limit and monotonic() - self.began > limit
        if (outcome := Outcome.of(self.crawler)) is not None:
            outcome.close("time limit" if late else "shutdown")
        with suppress(RuntimeError):  # it stops already
            reactor.stop()  # type: ignore[misc]
