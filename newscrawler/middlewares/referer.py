"""What Scrapy sees to when a spider asks, in one middleware: the address's length, and the referrer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured
from scrapy.spidermiddlewares.referer import RefererMiddleware as ScrapyRefererMiddleware
from scrapy.spidermiddlewares.urllength import UrlLengthMiddleware

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RefererMiddleware(ScrapyRefererMiddleware):
    """Scrapy's, after its UrlLengthMiddleware."""

    length: UrlLengthMiddleware | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        middleware = super().from_crawler(crawler)
        with suppress(NotConfigured):
            middleware.length = UrlLengthMiddleware.from_crawler(crawler)
        return middleware

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """The request with its referrer; None where its address is too long."""
        if self.length is not None and self.length.get_processed_request(request, response) is None:
            return None
        return super().get_processed_request(request, response)
