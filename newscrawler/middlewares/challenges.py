"""Leaves an outlet alone that has answered with a challenge: it wants a browser and a person, not us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse

from newscrawler.extraction.kinds import challenge
from newscrawler.extraction.page import Page

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_BLOCKED = "newscrawler/blocked/"
_FINE = 200
_REFRESH = "challenge:javascript"
"""With status 200 it may be an aggregator's page that only leads on: the spider's to judge."""
_SMALL = 20_000
"""Bytes of a page that may be nothing but a challenge."""


class OutletBlocked(IgnoreRequest):
    """The outlet answers with challenges; it isn't asked again in this run."""


def block(crawler: Crawler, slot: str, why: str) -> None:
    """Leave the article pages of a slot alone for the rest of the run, those that wait in it already too."""
    crawler.stats.set_value(f"{_BLOCKED}{slot}", why)
    waiting = crawler.engine.downloader.slots.get(slot) if crawler.engine else None
    if waiting is not None:
        queued, waiting.queue = waiting.queue, type(waiting.queue)()
        for request, answer in queued:
            if is_page(request):
                answer.errback(OutletBlocked(f"left alone after {why}"))
            else:
                waiting.queue.append((request, answer))


def is_page(request: Request) -> bool:
    """Whether an article page is asked for, not a feed, list or sitemap."""
    return "page" in request.cb_kwargs


class ChallengeMiddleware:
    """Refuses pages of blocked slots; its place is nearer to the engine than HttpCompression (590).

    Feeds and sitemaps are still asked for: many a site challenges its pages only. A large page with status
    200 is the reader's to judge; errors, and pages too small to hold a story, are judged here.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise OutletBlocked for an article page of a blocked slot."""
        why = self.crawler.stats.get_value(f"{_BLOCKED}{request.meta.get('download_slot')}")
        if why and is_page(request):
            raise OutletBlocked(f"left alone after {why}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise OutletBlocked where the answer is a challenge."""
        suspect = response.status != _FINE or (is_page(request) and len(response.body) < _SMALL)
        if suspect and isinstance(response, HtmlResponse) and not request.meta.get("dont_obey_robotstxt"):
            why = challenge(Page(response.text, response.url))
            if why and (response.status != _FINE or why != _REFRESH):
                block(self.crawler, request.meta["download_slot"], why)
                raise OutletBlocked(why)
        return response
