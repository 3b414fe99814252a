"""An add-on that notes how much processor time a crawl took, the same way for every contestant."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING, Self

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class Measured:
    """Add-on: puts `Clock` among the extensions."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy's hook."""
        settings.set_in_component_priority_dict("EXTENSIONS", Clock, 0)


class Clock:
    """Writes `seconds` and `processor` (seconds of this process, all threads) to the file CRAWL_CLOCK names.

    From the spider's opening, after every import, to its closing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.path = Path(crawler.settings["CRAWL_CLOCK"])
        crawler.signals.connect(self.opened, signal=signals.spider_opened)
        crawler.signals.connect(self.closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def opened(self) -> None:
        """Begin."""
        self.began = monotonic(), process_time()

    def closed(self) -> None:
        """Tell."""
        seconds, processor = monotonic() - self.began[0], process_time() - self.began[1]
        self.path.write_text(json.dumps({"seconds": seconds, "processor": processor}), encoding="utf-8")
