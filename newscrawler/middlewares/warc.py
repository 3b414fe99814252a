"""Downloader middleware: every answer goes into the run's archive, as it came over the wire."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest

from newscrawler import __version__
from newscrawler.archive import ArchiveWriteError, Exchange, WarcWriter, began
from newscrawler.extensions.memory import Memory
from newscrawler.storage.where import data_folder

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response


class WarcMiddleware:
    """Sets `date_downloaded`, and `warc_file` and `warc_offset` where NEWSCRAWLER_WARC is on, in the meta.

    Its place is nearer to the downloader than redirects (600) and HttpCompression (590), so that it sees
    robots.txt, redirects and 304s, and bodies still compressed. The file is `<data>/warc/<run>.warc.gz`,
    made with the first answer and flushed before every commit.

    In a replay nothing is written: the handler sets the meta, and the run's clock is the archive's.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Read the settings; in a replay, set the run's clock."""
        self.crawler = crawler
        self._enabled = crawler.settings.getbool("NEWSCRAWLER_WARC")
        self._writer: WarcWriter | None = None
        self._replayed: datetime | None = None
        """In a replay, the latest date of what was answered so far."""
        if archives := crawler.settings["NEWSCRAWLER_REPLAY"]:
            self._enabled = False
            self._replayed = began(archives)
            Memory.of(crawler).clock = lambda: self._replayed or datetime.now(UTC)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    @cached_property
    def memory(self) -> Memory:
        """The run's."""
        return Memory.of(self.crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the answer. When it can't be, the run ends: no page is done without its record."""
        if self._replayed:
            self._replayed = max(self._replayed, request.meta.get("date_downloaded", self._replayed))
        elif "cached" not in response.flags:
            now = request.meta["date_downloaded"] = datetime.now(UTC)
            if self._enabled:
                self._archive(request, response, now)
        return response

    def spider_closed(self, spider: Spider) -> None:  # noqa: ARG002  (the signal's signature)
        """Close the file."""
        if self._writer:
            with suppress(ArchiveWriteError):  # every commit has flushed, and said it when it could not
                self._writer.close()

    def _archive(self, request: Request, response: Response, now: datetime) -> None:
        memory = self.memory
        try:
            self._writer = self._writer or self._open(memory, now)
            position = self._writer.write(exchange_of(request, response, now))
        except ArchiveWriteError as error:
            memory.fail(error)
            raise IgnoreRequest("the archive can't be written") from error
        request.meta["warc_file"], request.meta["warc_offset"] = position
        if self.crawler.stats:
            self.crawler.stats.inc_value("newscrawler/warc/records")

    def _open(self, memory: Memory, now: datetime) -> WarcWriter:
        settings = self.crawler.settings
        folder = data_folder(settings)
        info = {
            "software": f"{settings['BOT_NAME']}/{__version__}",
            "http-header-user-agent": str(settings["USER_AGENT"]),
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "format": "WARC File Format 1.1",
        }
        path = folder / "warc" / f"{memory.run_id}.warc.gz"
        writer = WarcWriter(path, root=folder, started=now, info=info)
        memory.before_commit.append(writer.flush)
        return writer


def exchange_of(request: Request, response: Response, date: datetime) -> Exchange:
    """What Scrapy asked and got, for the archive."""
    return Exchange(
        url=response.url,
        date=date,
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        headers=_pairs(response.headers),
        body=response.body,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        ip=str(response.ip_address) if response.ip_address else None,
        truncated="dataloss" in response.flags or "partial" in response.flags,
    )


def _pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(
        (name, value) for name, values in dict.items(headers) for value in values
    )  # as they are kept
