"""One pace an outlet: `www.`, mobile and mirror hosts share a download slot."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawler.outlets import catalogue
from newscrawler.urls import host_of, registrable_domain

if TYPE_CHECKING:
    from scrapy import Request


@lru_cache(maxsize=4096)
def slot_of(host: str) -> str:
    """Catalogue slug of a host; of an unknown one the registrable domain."""
    outlet = catalogue().by_host(host)
    return outlet.slug if outlet else registrable_domain(f"https://{host}/") or host


class SlotMiddleware:
    """Sets `download_slot` from the address, so that redirects and robots.txt are paced too."""

    def process_request(self, request: Request) -> None:
        """Scrapy's hook."""
        request.meta["download_slot"] = slot_of(host_of(request.url))
