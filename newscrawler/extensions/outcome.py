"""What a run amounted to: the exit code its answers come to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals

from newscrawler.errors import Exit
from newscrawler.extensions.counts import answers, coverage
from newscrawler.extensions.memory import Memory
from newscrawler.monitoring.coverage import Fall, Limits, Record, falls
from newscrawler.monitoring.health import records_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newscrawler.errors import NewscrawlerError

logger = logging.getLogger(__name__)
_HISTORY = 300
"""Runs that a run is compared with."""


class Outcome:
    """At the end names the exit code, and has the run recorded."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.code = Exit.INTERRUPTED
        """Until the run has closed in order."""
        self.falls: list[Fall] = []
        """Fields that came out emptier than they used to."""
        self.failure: NewscrawlerError | None = None
        """What storage failed on."""
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Outcome | None:
        """The outcome of a crawl, None when it never began."""
        return crawler.get_extension(cls) if crawler._extensions else None  # noqa: SLF001

    def spider_closed(self, spider: Spider, reason: str) -> None:  # noqa: ARG002
        """Scrapy's signal."""
        self.close(reason)

    def close(self, reason: str) -> None:
        """Decide, and have it recorded."""
        memory = Memory.of(self.crawler)
        self.code = self._code(reason)
        memory.finish(self.code)
        self.failure = memory.failure
        if self.failure is not None:
            self.code = self.failure.code

    def _code(self, reason: str) -> Exit:
        settings = self.crawler.settings
        good, bad = answers(self.crawler)
        if reason == "shutdown":
            return Exit.INTERRUPTED
        if bad and not good:
            return Exit.NOTHING_ANSWERED
        share = settings.getfloat("NEWSCRAWLER_ERROR_SHARE")
        if good + bad >= settings.getint("NEWSCRAWLER_ERROR_MINIMUM") and bad > share * (good + bad):
            return Exit.TOO_MANY_ERRORS
        return Exit.COVERAGE_FELL if self._fallen() else Exit.FINE

    def _fallen(self) -> bool:
        """Whether fields of this run's articles came out emptier than in the runs before; says which."""
        memory = Memory.of(self.crawler)
        now = coverage(self.crawler)
        if not now or memory.failure is not None:
            return False
        runs = memory.recent_runs(_HISTORY)
        limits = limits_of(self.crawler.settings)
        for outlet, counted in now.items():
            records = [Record(memory.began, counted), *records_of(outlet, runs)]
            self.falls += falls(outlet, records, limits)
        for fall in self.falls:
            logger.error("%s: %s", fall.outlet, fall)
        return bool(self.falls)


def limits_of(settings: BaseSettings) -> Limits:
    """What a run and `scrapy health` take for a fall."""
    minimum = settings.getint("NEWSCRAWLER_COVERAGE_MINIMUM")
    return Limits(minimum, settings.getfloat("NEWSCRAWLER_COVERAGE_TOLERANCE"))
