"""The one spider of `scrapy run`: many outlets, one crawler, one downloader."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Self

from scrapy import Spider

from newscrawler.extensions.memory import Memory
from newscrawler.outlets import catalogue
from spiders.arguments import Arguments
from spiders.loader import OutletSpiderLoader
from spiders.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class RunSpider(Spider):
    """Yields the requests of each outlet's spider in turn; the callbacks stay theirs.

    It has no class-level `name`, so `scrapy list` shows outlets only.
    """

    def __init__(self, spiders: list[NewsSpider]) -> None:
        super().__init__("run")
        self.spiders = spiders
        self.outlets = [spider.name for spider in spiders]

    @classmethod
    def from_crawler(cls, crawler: Crawler, outlets: Iterable[str] = (), **given: str) -> Self:
        """Build the outlets' spiders on the same crawler."""
        loader = OutletSpiderLoader.from_settings(crawler.settings)
        run = cls([loader.load(slug).from_crawler(crawler, **given) for slug in outlets])  # type: ignore[misc]
        run._set_crawler(crawler)
        return run

    @classmethod
    def check(cls, outlets: Iterable[str] = (), **given: str) -> None:
        """Raise InputError, one line, where the arguments are wrong."""
        for outlet in filter(None, map(catalogue().by_slug, outlets)):
            Arguments.parse(given, outlet)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The same as for one outlet."""
        NewsSpider.update_settings(settings)

    async def start(self) -> AsyncIterator[Request]:
        """One request of each outlet in turn, so that none waits for another's backlog."""
        memory = Memory.of(self.crawler)
        turns = zip_longest(*(memory.guarded(spider.requests()) for spider in self.spiders))
        for request in (request for turn in turns for request in turn):
            if request is not None:
                yield request
