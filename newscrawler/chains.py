"""Scrapy's chains of middlewares and pipelines, without a coroutine around what is there already.

A page passes some twenty methods, and nearly all of them answer at once, with what they were given. In which
order they come, what they may return and what an exception does is Scrapy's own.
"""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.exceptions import _InvalidOutput
from scrapy.http import Request, Response
from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.defer import deferred_from_coro, ensure_awaitable
from scrapy.utils.python import global_object_name

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred
    from twisted.python.failure import Failure


_MUST_ANSWER: Final = (Response, Request)
_MAY_PASS: Final = (*_MUST_ANSWER, NoneType)


class DownloaderMiddlewares(DownloaderMiddlewareManager):
    """The chain around the downloader."""

    async def _process_request(
        self, request: Request, download_func: Callable[[Request], Coroutine[Any, Any, Response]]
    ) -> Response | Request:
        for method in self.methods["process_request"]:
            given = self._handle_mw_method(method, request=request)  # type: ignore[arg-type]  # none is None
            if given is not None:
                answer: Response | Request | None = await _checked(given, method, _MAY_PASS)
                if answer is not None:
                    return answer
        return await download_func(request)

    async def _process_response(self, response: Response | Request, request: Request) -> Response | Request:
        if response is None:
            raise TypeError("Received None in process_response")
        for method in self.methods["process_response"] if isinstance(response, Response) else ():
            given = self._handle_mw_method(method, request=request, response=response)  # type: ignore[arg-type]
            if given is not response:
                response = await _checked(given, method, _MUST_ANSWER)
            if isinstance(response, Request):
                return response
        return response


async def _checked(given: Any, method: Any, allowed: tuple[type, ...]) -> Any:  # noqa: ANN401
    """What a middleware gave, now or later. _InvalidOutput where it is not `allowed`."""
    given = await ensure_awaitable(given, _warn=global_object_name(method))
    if not isinstance(given, allowed):
        names = ", ".join(each.__name__ for each in allowed)
        raise _InvalidOutput(f"{method.__qualname__} must return one of {names}, got {type(given)}")
    return given


class Downloader(ScrapyDownloader):
    """Scrapy's, with that chain."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.middleware = DownloaderMiddlewares(*self.middleware.middlewares, crawler=crawler)

    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Response | Request]:  # noqa: ARG002
        """What comes of a request."""
        self.active.add(request)

        def leave(result: Response | Request | Failure) -> Response | Request | Failure:
            self.active.remove(request)
            return result

        coming = deferred_from_coro(self.middleware.download_async(self._enqueue_request, request))
        return coming.addBoth(leave)


class ItemPipelines(ItemPipelineManager):
    """The chain of item pipelines; counts what came through, for which Scrapy makes a task an item."""

    async def process_item_async(self, item: Any) -> Any:  # noqa: ANN401
        """The item as the last pipeline left it."""
        for method in self.methods["process_item"]:
            extra = (self._spider,) if method in self._mw_methods_requiring_spider else ()
            given = method(item, *extra)  # type: ignore[misc]  # none is None
            item = given if given is item else await ensure_awaitable(given, _warn=global_object_name(method))
        if self.crawler is not None:
            self.crawler.stats.inc_value("item_scraped_count")
        return item
