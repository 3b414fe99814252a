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


class OutletBlocked(IgnoreRequest):
    """The outlet answers with challenges; it isn't asked again in this run."""


def block(crawler: Crawler, slot: str, why: str) -> None:
    """Leave the article pages of a slot alone for the rest of the run."""
    crawler.stats.set_value(f"{_BLOCKED}{slot}", why)


class ChallengeMiddleware:
    """Refuses pages of blocked slots; its place is nearer to the engine than HttpCompression (590).

    Feeds and sitemaps are still asked for: many a site challenges its pages only. A challenge that comes
    with status 200 is the reader's to see; one with an error status is seen here, before it is retried.
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
        if why and "page" in request.cb_kwargs:
            raise OutletBlocked(f"left alone after {why}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise OutletBlocked where the answer is a challenge with an error status."""
        asked = isinstance(response, HtmlResponse) and response.status != _FINE
        if asked and not request.meta.get("dont_obey_robotstxt"):
            why = challenge(Page(response.text, response.url))
            if why:
                block(self.crawler, request.meta["download_slot"], why)
                raise OutletBlocked(why)
        return response
