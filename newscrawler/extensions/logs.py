"""What a run logs of each page: nothing that nobody will see, which is not even put into words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy.logformatter import LogFormatter, LogFormatterResult

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class QuietLogFormatter(LogFormatter):
    """Scrapy's; its lines for each answer and each item only where the log level is DEBUG."""

    def __init__(self, *, debug: bool) -> None:
        self.debug = debug

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        level = logging.getLevelName(crawler.settings["LOG_LEVEL"])  # a number, of a name
        return cls(debug=not isinstance(level, int) or level <= logging.DEBUG)

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]  # the caller allows None
        """Scrapy's line for an answer."""
        return super().crawled(request, response, spider) if self.debug else None

    def scraped(self, item: Any, response: Any, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]  # noqa: ANN401
        """Scrapy's line for an item."""
        return super().scraped(item, response, spider) if self.debug else None
