"""The download handler: aiohttp with the run's resolver; certificates and browsers as the catalogue says.

A page costs a third less processor time than with Scrapy's default handler (docs/benchmarks.md).
"""

from __future__ import annotations

import ipaddress
import logging
import ssl
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

import aiohttp
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Headers
from scrapy.utils.ssl import _make_ssl_context
from yarl import URL

from newscrawler.downloading.names import RunResolver
from newscrawler.extensions.browser import Browser
from newscrawler.middlewares.addresses import refuse_private
from newscrawler.outlets import catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request
    from scrapy.core.downloader.handlers._base_streaming import _BaseResponseArgs
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)
UNVERIFIED = "newscrawler/tls/unverified"
"""Stat: requests for which no certificate was verified, in all and by outlet."""
_READ_AHEAD: Final = 256 * 1024
"""Bytes of a body that are taken before its reader is asked; most pages come in one piece."""
_LONGEST_HEADER: Final = 16 * 1024
"""Bytes of one header line, as Scrapy's default handler has it …"""
_MOST_HEADERS: Final = 2000
"""… and how many there may be."""


class OutletDownloadHandler(AiohttpDownloadHandler):
    """For `http` and `https`. Requests with `render` in their meta are the browser's.

    Scrapy calls the handler it is made of an experiment; tests/hostile holds what it must withstand.
    """

    experimental = False
    lazy = True  # its session wants a loop that runs
    supports_proxies = False  # one would resolve names itself

    def __init__(self, crawler: Crawler) -> None:
        BaseStreamingDownloadHandler.__init__(self, crawler)
        settings = crawler.settings
        self._allow_private = settings.getbool("NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=RunResolver(),
                use_dns_cache=False,  # the resolver has one
                local_addr=self._bind_address,
                limit=self._pool_size_total,
                limit_per_host=self._pool_size_per_host,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            read_bufsize=_READ_AHEAD,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
            max_headers=_MOST_HEADERS,
        )

    @cached_property
    def _usual(self) -> ssl.SSLContext:
        return _make_ssl_context(self.crawler.settings)

    @cached_property
    def _trusting(self) -> ssl.SSLContext:
        context = _make_ssl_context(self.crawler.settings)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    async def download_request(self, request: Request) -> Response:
        """Scrapy's hook."""
        if request.meta.get("render"):
            return await Browser.of(self.crawler).download(request)
        return await super().download_request(request)

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:  # noqa: ASYNC109
        """The answer's beginning. Raises Scrapy's exceptions."""
        url = URL(request.url, encoded=True)
        if not self._allow_private:
            refuse_private(url.host or "")  # as this library reads the address
        try:
            async with self._session.request(
                request.method,
                url,
                data=request.body or None,
                headers=_sent(request.headers),
                timeout=aiohttp.ClientTimeout(total=timeout),
                ssl=self._context(url.host or "") if url.scheme == "https" else True,
                allow_redirects=False,
            ) as response:
                yield response  # type: ignore[misc]  # `response_class` is its class
        except TimeoutError as error:
            message = f"Getting {request.url} took longer than {timeout} seconds."
            raise DownloadTimeoutError(message) from error
        except aiohttp.ClientPayloadError:
            raise  # a body that broke off is `_read_response`'s to judge
        except (aiohttp.ClientError, ValueError) as error:
            raise _named(error)(str(error)) from error

    def _context(self, host: str) -> ssl.SSLContext:
        """Certificates are verified (DOWNLOAD_VERIFY_CERTIFICATES), but of outlets the catalogue names."""
        outlet = catalogue().by_host(host)
        if outlet is None or outlet.verify_tls:
            return self._usual
        stats = self.crawler.stats
        if not stats.get_value(f"{UNVERIFIED}/{outlet.slug}"):
            logger.warning("%s: certificates are not verified (verify_tls = false)", outlet.slug)
        stats.inc_value(UNVERIFIED)
        stats.inc_value(f"{UNVERIFIED}/{outlet.slug}")
        return self._trusting

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        return Headers(response.raw_headers)  # in bytes: what is not UTF-8 stays as it came

    @staticmethod
    def _build_base_response_args(
        response: _ClientResponse, request: Request, headers: Headers
    ) -> _BaseResponseArgs:
        version, peer = response.version, response._peername  # noqa: SLF001  (Scrapy's subclass)
        return {
            "status": response.status,
            "url": request.url,
            "headers": headers,
            "ip_address": ipaddress.ip_address(peer[0]) if peer else None,
            "protocol": f"HTTP/{version.major}.{version.minor}" if version else "HTTP/1.1",
        }


def _sent(headers: Headers) -> list[tuple[str, str]]:
    """Names and values as they are kept: to copy and ask for each by name would take longer than to send."""
    known = dict.items(headers)
    coding = headers.encoding
    return [
        (name.decode(coding), value.decode(coding))
        for name, values in known
        if name != b"Proxy-Authorization"
        for value in values
    ]


_NAMES: Final[tuple[tuple[type[Exception], type[Exception]], ...]] = (
    (aiohttp.ClientConnectorDNSError, CannotResolveHostError),
    (aiohttp.ClientSSLError, DownloadFailedError),
    (aiohttp.ClientConnectorError, DownloadConnectionRefusedError),
    (Exception, DownloadFailedError),
)
"""Class of an error → what Scrapy calls it; the first that fits."""


def _named(error: Exception) -> type[Exception]:
    return next(name for kind, name in _NAMES if isinstance(error, kind))
