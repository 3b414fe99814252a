"""Refuses addresses that a page may not lead to before anything is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest

from newscrawler.extensions.resolver import REFUSED, is_public

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class RefusedAddress(IgnoreRequest):
    """The address is private, or of a scheme that is not the web's."""


def refuse_private(host: str, *, known: bool = False) -> None:
    """Raise RefusedAddress for an IP address that is not public, and for a name `known` to lead to one."""
    literal = ":" in host or host.replace(".", "").isdigit()
    if known or (literal and not is_public(host)):
        raise RefusedAddress(f"private address refused: {host}")


class AddressMiddleware:
    """Scheme, IP literals, and names the resolver has refused in this run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allow_private = crawler.settings.getbool("NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise RefusedAddress where the request must not be made."""
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"}:
            raise RefusedAddress(f"not a web address: {request.url[:200]}")
        if self.allow_private:
            return
        host = parts.hostname or ""
        try:
            refuse_private(host, known=self.crawler.stats.get_value(f"{REFUSED}/{host}"))
        except RefusedAddress:
            self.crawler.stats.inc_value(f"{REFUSED}/requests")
            raise

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say of a name that the resolver refused what it was refused for."""
        host = urlsplit(request.url).hostname or ""
        address = self.crawler.stats.get_value(f"{REFUSED}/{host}")
        if isinstance(exception, CannotResolveHostError) and address:
            raise RefusedAddress(f"private address refused: {host} is {address}") from exception
