"""A browser for outlets whose pages are built by scripts: started when the first such page is asked for."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, NotConfigured

from newscrawler.downloading.proxy import CheckingProxy
from newscrawler.outlets import catalogue

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as Asked
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Names a Chromium is installed under."""
_USELESS: Final = frozenset(
    {"image", "font", "media", "texttrack", "eventsource", "websocket", "manifest", "ping"}
)
"""Kinds of resource that no article's text needs."""
_TRACKERS: Final = re.compile(
    r"(?:^|\.)(?:google-analytics|googletagmanager|doubleclick|googlesyndication|hotjar|clarity|facebook|yektanet|sanjagh"
    r"|mediaad|najva|tapsell|adivery|chartbeat|scorecardresearch|onesignal|pushe|sabavision|deema|kaprila)\.[a-z.]+$"
)
_SETTLED: Final = 5_000
"""Milliseconds a page may go on loading after its document is there."""
_CLOSING: Final = 5
"""Seconds a page may take to close."""
RENDERED: Final = "newscrawler/rendered"
"""Stat: pages that came through the browser."""


def refuse(asked: Asked) -> bool:
    """Whether a page's request is not made: pictures, fonts, films, and who follows readers about."""
    host = urlsplit(asked.url).hostname or ""
    return asked.resource_type in _USELESS or _TRACKERS.search(host) is not None


class Browser:
    """One headless Chromium a run, behind a proxy that judges every address; pages are always closed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("NEWSCRAWLER_RENDER_SECONDS")
        self._starting: asyncio.Task[ScrapyPlaywrightDownloadHandler] | None = None
        self._proxy: CheckingProxy | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        browser = cls(crawler)
        crawler.signals.connect(browser.close, signal=signals.engine_stopped)
        return browser

    @classmethod
    def of(cls, crawler: Crawler) -> Browser:
        """The browser of a crawl; NotConfigured where the extension is off."""
        found = crawler.get_extension(cls)
        if found is None:
            raise NotConfigured("newscrawler.extensions.browser.Browser is not in EXTENSIONS; put it back")
        return found

    async def download(self, request: Request) -> Response:
        """The page as its scripts have built it. DownloadTimeoutError when it takes too long."""
        from playwright.async_api import Error  # noqa: PLC0415  (heavy, and few runs need it)

        outlet = catalogue().by_host(urlsplit(request.url).hostname or "")
        trusting = outlet is not None and not outlet.verify_tls
        request.meta.update(
            playwright=True,
            playwright_include_page=True,  # so that it is there to be closed when it hangs
            playwright_context="trusting" if trusting else "verifying",
            playwright_context_kwargs={"ignore_https_errors": trusting, "service_workers": "block"},
            playwright_page_goto_kwargs={"wait_until": "domcontentloaded"},
            playwright_page_methods=_settle(),
        )
        try:
            async with asyncio.timeout(self.seconds):
                handler = await self._started()
                response = await handler.download_request(request)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"not built after {self.seconds:g} s: {request.url}") from error
        except Error as error:
            raise DownloadFailedError(f"browser: {error.message.splitlines()[0]}") from error
        finally:
            await self._close_page(request)
        self.crawler.stats.inc_value(RENDERED)
        built: Response = response.replace(request=request)
        return built

    async def _close_page(self, request: Request) -> None:
        """Close the page of a request, and take what can't be stored out of its meta."""
        page: Page | None = request.meta.pop("playwright_page", None)
        for name in [name for name in request.meta if name.startswith("playwright")]:
            del request.meta[name]
        if page is not None and not page.is_closed():
            with suppress(Exception):
                await asyncio.wait_for(page.close(), _CLOSING)

    async def _started(self) -> ScrapyPlaywrightDownloadHandler:
        """The running browser; one starts it, the others wait."""
        if self._starting is None or (self._starting.done() and self._starting.exception()):
            self._starting = asyncio.ensure_future(self._start())
        return await asyncio.shield(self._starting)

    async def _start(self) -> ScrapyPlaywrightDownloadHandler:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415

        settings = self.crawler.settings
        proxy = CheckingProxy(allow_private=settings.getbool("NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES"))
        await proxy.start()
        self._proxy = proxy
        handler = ScrapyPlaywrightDownloadHandler(self.crawler)
        handler.abort_request = refuse
        options = handler.config.launch_options
        program = settings["NEWSCRAWLER_BROWSER"] or next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program:
            options.setdefault("executable_path", program)
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        # without the second, Chromium would reach loopback past the proxy
        options["args"] = [*options.get("args", []), *root, "--proxy-bypass-list=<-loopback>"]
        options["proxy"] = {"server": proxy.url}
        await handler._launch()  # noqa: SLF001  (the engine has started long ago)
        return handler

    async def close(self) -> None:
        """End the browser and its proxy."""
        if self._starting is not None:
            with suppress(Exception):
                handler = await asyncio.wait_for(asyncio.shield(self._starting), _CLOSING)
                await asyncio.wait_for(handler.close(), 2 * _CLOSING)
        if self._proxy is not None:
            self.crawler.stats.set_value("newscrawler/addresses/refused/in_pages", self._proxy.refused)
            await self._proxy.close()


def _settle() -> list[Any]:
    """Page methods: wait until the network is quiet, but not for ever: many pages never are."""
    from playwright.async_api import TimeoutError as Late  # noqa: PLC0415
    from scrapy_playwright.page import PageMethod  # noqa: PLC0415

    async def settle(page: Page) -> None:
        with suppress(Late):
            await page.wait_for_load_state("networkidle", timeout=_SETTLED)

    return [PageMethod(settle)]
