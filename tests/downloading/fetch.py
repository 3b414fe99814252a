"""Fetches addresses with the project's settings and prints what came, as JSON: `fetch.py OPTIONS`, a JSON object.

`urls`, `render`, `settings`, and `outlets`: slug → fields that differ from the catalogue's in this process.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from newscrawler.outlets import catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OPTIONS = json.loads(sys.argv[1])
FOUND: dict[str, Any] = {}


class Fetcher(Spider):
    name = "fetcher"

    async def start(self) -> AsyncIterator[Request]:
        for url in OPTIONS["urls"]:
            meta = {"render": OPTIONS.get("render", False), "allow_offsite": True}
            yield Request(url, self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Any) -> None:
        FOUND[response.request.url] = {"status": response.status, "text": response.text, "url": response.url}

    def failed(self, failure: Any) -> None:
        FOUND[failure.request.url] = {"error": type(failure.value).__name__, "says": str(failure.value)}


def main() -> None:
    """Crawl, print."""
    known = catalogue()
    for slug, fields in OPTIONS.get("outlets", {}).items():
        outlet = replace(known.by_slug(slug), **fields)
        known._outlets[slug] = outlet
        known._hosts.update(dict.fromkeys(outlet.domains, outlet))
    settings = get_project_settings()
    own = {
        "EXTENSIONS": {"newscrawler.extensions.browser.Browser": 1},
        "ITEM_PIPELINES": {},
        "ROBOTSTXT_OBEY": False,
    }
    own |= {"DOWNLOADER_MIDDLEWARES": {}, "LOG_LEVEL": "ERROR", "DOWNLOAD_DELAY": 0, "RETRY_ENABLED": False}
    settings.setdict(own | OPTIONS.get("settings", {}), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Fetcher)
    process.crawl(crawler)
    process.start()
    stats = {name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, int)}
    sys.stdout.write(json.dumps({"found": FOUND, "stats": stats}))


if __name__ == "__main__":
    main()
