"""Keeps a request on the sites of the outlet that made it, also across redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware

from newscrawler.outlets import catalogue
from newscrawler.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request, Spider


class OutletOffsiteMiddleware(OffsiteMiddleware):
    """Scrapy's check, keyed on `meta["outlet"]`: one crawler serves many outlets.

    Requests without an outlet (robots.txt) pass: they are made for one that has passed.
    """

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Let it pass: dropped here it would get no errback; `process_request` judges it."""

    def should_follow(self, request: Request, spider: Spider) -> bool:  # noqa: ARG002
        """Whether the host belongs to the request's outlet."""
        slug = request.meta.get("outlet")
        if slug is None:
            return True
        outlet = catalogue().by_host(host_of(request.url))
        return outlet is not None and outlet.slug == slug
