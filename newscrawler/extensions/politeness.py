"""Honours a host's Crawl-delay, which Scrapy reads past."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawler.middlewares.slots import slot_of
from newscrawler.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

LONGEST = 60.0
"""Seconds; a longer Crawl-delay is honoured up to this."""


class CrawlDelay:
    """Each slot waits at least the largest Crawl-delay of its hosts; AutoThrottle may slow it further.

    One request at a time, and the wait is counted from its answer: when the machine is busy a request may
    leave long after its turn had come, and the next one would follow on its heels.

    Must stand after AutoThrottle in EXTENSIONS: both adjust the slot when a response has come.
    """

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["NEWSCRAWLER_REPLAY"]:
            raise NotConfigured  # nobody is waiting at the other end
        self.crawler = crawler
        self.delays: dict[str, float] = {}
        """Seconds, by slot."""
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._raise_delay, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if delay:
            key = slot_of(host_of(request.url))
            self.delays[key] = max(min(delay, LONGEST), self.delays.get(key, 0.0))
            self._raise(key)  # now: what waited for robots.txt leaves in one go

    def _raise_delay(self, request: Request) -> None:
        self._raise(request.meta.get("download_slot", ""))

    def _answered(self, request: Request) -> None:
        self._raise_delay(request)
        key = request.meta.get("download_slot", "")
        if key in self.delays and (slot := self.crawler.engine.downloader.slots.get(key)) is not None:
            slot.lastseen = monotonic()

    def _raise(self, key: str) -> None:
        slot, delay = self.crawler.engine.downloader.slots.get(key), self.delays.get(key, 0.0)
        if slot is not None and slot.delay * (1 - slot.jitter) < delay:
            slot.delay, slot.jitter, slot.concurrency = max(slot.delay, delay), 0.0, 1
