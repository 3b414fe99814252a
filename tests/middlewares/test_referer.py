"""One middleware does what Scrapy's two do."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.spidermiddlewares.referer import RefererMiddleware as ScrapyRefererMiddleware
from scrapy.spidermiddlewares.urllength import UrlLengthMiddleware

from newscrawler.extensions.counts import Stats
from newscrawler.middlewares.referer import RefererMiddleware

SHOWN = Response("https://a.ir/feed", headers={"Referrer-Policy": "origin"})


@pytest.mark.parametrize("limit", [0, 30])
@pytest.mark.parametrize("shown", [None, SHOWN, Response("https://a.ir/feed")])
@pytest.mark.parametrize("url", ["https://a.ir/1", "http://a.ir/1", f"https://a.ir/{'1' * 50}"])
def test_as_scrapy_does(url: str, shown: Response | None, limit: int) -> None:
    settings = Settings({"URLLENGTH_LIMIT": limit})
    stats = Stats(SimpleNamespace(settings=settings))  # type: ignore[arg-type]
    crawler = SimpleNamespace(settings=settings, stats=stats, spider=None)

    def outcome(*middlewares) -> Request | None:
        asked: Request | None = Request(url)
        for middleware in middlewares:
            asked = asked and middleware.get_processed_request(asked, shown)
        return asked and asked.headers

    two = [UrlLengthMiddleware.from_crawler(crawler)] if limit else []
    two.append(ScrapyRefererMiddleware.from_crawler(crawler))
    assert outcome(RefererMiddleware.from_crawler(crawler)) == outcome(*two)
