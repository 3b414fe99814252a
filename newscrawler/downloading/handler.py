"""The download handler: Scrapy's own, with the catalogue's word on certificates and browsers."""

from __future__ import annotations

import copy
import logging
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from newscrawler.extensions.browser import Browser
from newscrawler.outlets import catalogue

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)
UNVERIFIED = "newscrawler/tls/unverified"
"""Stat: connections whose certificate was not verified, in all and by outlet."""


@implementer(IPolicyForHTTPS)
class OutletPolicy:
    """Certificates are verified (DOWNLOAD_VERIFY_CERTIFICATES), but for outlets that the catalogue names."""

    def __init__(self, crawler: Crawler, usual: Any) -> None:  # noqa: ANN401  (Scrapy's factory is private)
        """`usual` makes the contexts of all other hosts."""
        self._stats = crawler.stats
        self._usual = usual
        self._trusting = copy.copy(usual)
        self._trusting._verify_certificates = False  # noqa: SLF001  (Scrapy has no other way to say it)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: ANN401, N802  (Twisted's)
        """The context for one host; every connection asks."""
        outlet = catalogue().by_host(hostname.decode("ascii", "replace"))
        if outlet is None or outlet.verify_tls:
            return self._usual.creatorForNetloc(hostname, port)
        if not self._stats.get_value(f"{UNVERIFIED}/{outlet.slug}"):
            logger.warning("%s: certificates are not verified (verify_tls = false)", outlet.slug)
        self._stats.inc_value(UNVERIFIED)
        self._stats.inc_value(f"{UNVERIFIED}/{outlet.slug}")
        return self._trusting.creatorForNetloc(hostname, port)


class OutletDownloadHandler(HTTP11DownloadHandler):
    """For `http` and `https`. Requests with `render` in their meta are the browser's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory: Any = OutletPolicy(crawler, self._contextFactory)

    async def download_request(self, request: Request) -> Response:
        """Scrapy's hook."""
        if request.meta.get("render"):
            return await Browser.of(self._crawler).download(request)
        return await super().download_request(request)
