"""The chains give what Scrapy's give, whatever middlewares and pipelines give them."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.exceptions import DropItem, _InvalidOutput
from scrapy.http import Response
from scrapy.pipelines import ItemPipelineManager
from scrapy.settings import Settings

from newscrawler.chains import DownloaderMiddlewares, ItemPipelines
from newscrawler.extensions.counts import Stats

ASKED, ELSEWHERE = Request("https://a.ir/1"), Request("https://a.ir/2")
ANSWER, OTHER = Response("https://a.ir/1"), Response("https://a.ir/2")


async def later(value: Any) -> Any:
    await asyncio.sleep(0)
    if isinstance(value, Exception):
        raise value
    return value


def given(value: Any, *, awaited: bool) -> Any:
    if awaited:
        return later(value)
    if isinstance(value, Exception):
        raise value
    return value


class Middleware:
    def __init__(self, seen: list[str], name: str, *, awaited: bool, **gives: Any) -> None:
        self.seen, self.name, self.awaited, self.gives = seen, name, awaited, gives

    def process_request(self, request: Request) -> Any:
        self.seen.append(f"{self.name} asks")
        return given(self.gives.get("request"), awaited=self.awaited)

    def process_response(self, request: Request, response: Response) -> Any:
        self.seen.append(f"{self.name} answers")
        return given(self.gives.get("response", response), awaited=self.awaited)

    def process_exception(self, request: Request, exception: Exception) -> Any:
        self.seen.append(f"{self.name} fails: {type(exception).__name__}")
        return given(self.gives.get("exception"), awaited=self.awaited)


def crawler() -> Any:
    return SimpleNamespace(spider="spider", stats=Stats(SimpleNamespace(settings=Settings())))


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(
    "gives",
    [
        {},
        {"request": OTHER},
        {"request": ELSEWHERE},
        {"request": "nothing of the kind"},
        {"request": ValueError("no")},
        {"request": ValueError("no"), "exception": OTHER},
        {"response": OTHER},
        {"response": ELSEWHERE},
        {"response": None},
        {"response": ValueError("no")},
    ],
    ids=str,
)
def test_downloader_middlewares(gives: dict[str, Any], awaited: bool) -> None:
    async def download(request: Request) -> Response:
        return ANSWER

    def outcome(chain: type[DownloaderMiddlewareManager]) -> tuple[Any, list[str]]:
        seen: list[str] = []
        middlewares = [
            Middleware(seen, "first", awaited=False),
            Middleware(seen, "second", awaited=awaited, **gives),
            Middleware(seen, "third", awaited=not awaited),
        ]
        try:
            found: Any = asyncio.run(chain(*middlewares, crawler=crawler()).download_async(download, ASKED))
        except (ValueError, _InvalidOutput) as error:
            found = type(error)
        return found, seen

    assert outcome(DownloaderMiddlewares) == outcome(DownloaderMiddlewareManager)


class Pipeline:
    def __init__(self, seen: list[Any], *, awaited: bool, gives: Any) -> None:
        self.seen, self.awaited, self.gives = seen, awaited, gives

    def process_item(self, item: Any) -> Any:
        self.seen.append(item)
        return given(item if self.gives == "same" else self.gives, awaited=self.awaited)


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("gives", ["same", "another", None, DropItem("no")], ids=str)
def test_item_pipelines(gives: Any, awaited: bool) -> None:
    counted: list[int] = []

    def outcome(chain: type[ItemPipelineManager]) -> tuple[Any, list[Any]]:
        seen: list[Any] = []
        run = crawler()
        pipelines = [
            Pipeline(seen, awaited=awaited, gives=gives),
            Pipeline(seen, awaited=not awaited, gives="same"),
        ]
        try:
            found: Any = asyncio.run(chain(*pipelines, crawler=run).process_item_async("item"))
        except DropItem as error:
            found = type(error)
        counted.append(run.stats.get_value("item_scraped_count", 0))
        return found, seen

    assert outcome(ItemPipelines) == outcome(ItemPipelineManager)
    assert counted == [not isinstance(gives, DropItem), 0]
