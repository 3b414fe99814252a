"""Keeps a request on the sites of the outlet that made it, also across redirects and retries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from newscrawler.middlewares.slots import slot_of
from newscrawler.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request


class OutletOffsiteMiddleware:
    """Judges by `meta["outlet"]`: one crawler serves many outlets.

    Scrapy's own lets every `dont_filter` request pass, which a retried redirect is. Requests without an
    outlet (robots.txt) pass: they are made for one that has passed.
    """

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for a host that is not the outlet's."""
        slug = request.meta.get("outlet")
        if slug is None or request.meta.get("allow_offsite"):
            return
        host = host_of(request.url)
        if slot_of(host) != slug:
            raise IgnoreRequest(f"Filtered offsite request to {host!r}")
