"""Downloader middleware: every answer goes into the run's archive, as it came over the wire."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals

from newscrawler.archive import Exchange, WarcWriter

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response


class WarcMiddleware:
    """Sets `warc_file`, `warc_offset` and `date_downloaded` in the request's meta.

    Its place is 950: nearer to the downloader than HttpCache (900), redirects (600) and HttpCompression (590),
    so that it sees robots.txt, redirects and 304s, and bodies still compressed.

    Settings: `NEWSCRAWLER_WARC` (default true) and `NEWSCRAWLER_DATA` (folder, default `data`); the file is
    `<data>/warc/<run>.warc.gz`, created with the first answer. In a replay nothing is written.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read the settings."""
        settings = crawler.settings
        self._stats = crawler.stats
        self._data = Path(settings.get("NEWSCRAWLER_DATA", "data"))
        self._enabled = settings.getbool("NEWSCRAWLER_WARC", True) and not settings.get("NEWSCRAWLER_REPLAY")
        self._info = {
            "software": str(settings.get("BOT_NAME")),
            "http-header-user-agent": str(settings.get("USER_AGENT")),
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "format": "WARC File Format 1.1",
        }
        self._writer: WarcWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build, and close the file when the spider is done."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the answer; `ArchiveError` when it can't be, so that no page is done without its record."""
        if "cached" in response.flags or not request.url.startswith("http"):
            return response
        now = datetime.now(UTC)
        request.meta.setdefault("date_downloaded", now) if "replayed" in response.flags else None
        if self._enabled:
            position = self._open().write(exchange_of(request, response, now))
            request.meta["warc_file"], request.meta["warc_offset"] = position
            if self._stats:
                self._stats.inc_value("newscrawler/warc/records")
        return response

    def flush(self) -> None:
        """Bring what was archived to the disk; storage calls it before it commits an offset."""
        if self._writer:
            self._writer.flush()

    def spider_closed(self, spider: Spider) -> None:  # noqa: ARG002  (the signal's signature)
        """Close the file."""
        if self._writer:
            self._writer.close()
