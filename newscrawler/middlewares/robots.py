"""robots.txt as the standard (RFC 9309) reads it.

4xx: there are no rules. 5xx, a timeout, no answer: nothing of that host is fetched in this run, and
nothing is marked done. Scrapy's own middleware takes both for "everything is allowed".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK, Request
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from newscrawler.middlewares.addresses import RefusedAddress

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

_CLIENT_ERROR, _SERVER_ERROR = 400, 500
_LONGEST = 512 * 1024
"""Bytes of rules that are read (the standard asks for 500 KiB)."""


class RobotsForbid(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had: the host is left alone for this run."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with the standard's answers to a robots.txt that fails."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, IgnoreRequest] = {}
        """Host → why it is left alone."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; raises why it is left alone where none could be had."""
        url = urlparse_cached(request)
        if url.netloc not in self._parsers:
            waiting: Deferred[RobotParser | None] = Deferred()
            self._parsers[url.netloc] = waiting
            rules = await self._fetch(request, f"{url.scheme}://{url.netloc}/robots.txt", url.netloc)
            self._parsers[url.netloc] = rules
            waiting.callback(rules)
        parser = self._parsers[url.netloc]
        if isinstance(parser, Deferred):
            parser = await maybe_deferred_to_future(parser)
        if url.netloc in self._unreachable:
            self._stats.inc_value("newscrawler/robots/unreachable")
            raise self._unreachable[url.netloc]
        return parser

    async def _fetch(self, request: Request, address: str, netloc: str) -> RobotParser | None:
        meta = {"dont_obey_robotstxt": True}
        robots = Request(address, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(robots)
        except RefusedAddress as error:
            self._unreachable[netloc] = error
            return None
        except Exception as error:  # noqa: BLE001  (whatever kept the rules from us keeps us out)
            why = str(error) or type(error).__name__
            self._unreachable[netloc] = RobotsUnreachable(f"robots.txt of {netloc}: {why}")
            return None
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= _SERVER_ERROR:
            self._unreachable[netloc] = RobotsUnreachable(f"robots.txt of {netloc}: status {response.status}")
            return None
        body = b"" if response.status >= _CLIENT_ERROR else response.body[:_LONGEST]
        rules = build_from_crawler(self._parserimpl, self.crawler, body)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=rules, request=request
        )
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise RobotsForbid where the rules say so."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise RobotsForbid("forbidden by robots.txt") from error
