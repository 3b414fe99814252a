"""Download handler that answers from WARC files, so that all above it works as live.

Redirects, robots.txt, compression and cookies go their usual way. `NEWSCRAWLER_REPLAY` names the files.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newscrawler.archive.replay import open_archives

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class ReplayHandler(BaseDownloadHandler):
    """For `http` and `https`. Sets `date_downloaded`, `warc_file` and `warc_offset` in the request's meta."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        """Index the archives; `ArchiveError` where one can't be used."""
        super().__init__(crawler)
        self._replay = open_archives(crawler.settings["NEWSCRAWLER_REPLAY"])
        for problem in self._replay.problems:
            logger.warning("%s", problem)

    async def download_request(self, request: Request) -> Response:
        """Return the recorded answer, or 404 and a line in the log where there is none."""
        conditional = any(name in request.headers for name in _CONDITIONS)
        answer = self._replay.answer(request.url, conditional=conditional)
        request.meta["date_downloaded"] = self._replay.clock
        if answer is None:
            logger.warning("not in the archive: %s", request.url)
            return Response(request.url, status=HTTPStatus.NOT_FOUND, request=request)
        exchange, position = answer
        request.meta["date_downloaded"] = exchange.date
        request.meta["warc_file"], request.meta["warc_offset"] = position
        headers = Headers()
        for name, value in exchange.headers:
            headers.appendlist(name, value)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=exchange.body)
        return kind(request.url, status=exchange.status, headers=headers, body=exchange.body, request=request)
