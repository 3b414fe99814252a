"""One contestant of benchmarks/crawl.py in a process of its own: `crawl_spiders.py NAME URLS CLOCK`.

The last line of stdout is JSON: `pages`, `rss` (MiB). The file CLOCK gets what `crawl_clock` measures.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from scrapy.http import Response

SETTINGS = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
}


def only_download(_response: Response) -> dict[str, Any]:
    """Take the bytes, look at nothing."""
    return {}


def with_trafilatura(response: Response) -> dict[str, Any]:
    """What its documentation shows."""
    found = import_module("trafilatura").bare_extraction(response.body, url=response.url, with_metadata=True)
    return {"text": found.text if found else ""}


def with_newspaper(response: Response) -> dict[str, Any]:
    """What its documentation shows, for a page already fetched."""
    article = import_module("newspaper").Article(response.url, language="fa")
    article.download(input_html=response.text)
    article.parse()
    return {"text": article.text}


READERS: dict[str, Callable[[Response], dict[str, Any]]] = {
    "bare": only_download,
    "trafilatura": with_trafilatura,
    "newspaper4k": with_newspaper,
}


URLS = Path(sys.argv[2]).read_text(encoding="utf-8").split()


class Contestant(Spider):
    """Asks for every address and hands the page to its reader."""

    name = "contestant"

    async def start(self) -> AsyncIterator[Request]:
        """Every address of the file."""
        for url in URLS:
            yield Request(url, callback=self.read, dont_filter=True)

    def read(self, response: Response) -> dict[str, Any]:
        """One item a page."""
        self.crawler.stats.inc_value("pages")
        return READERS[sys.argv[1]](response)


if __name__ == "__main__":
    measured = {"ADDONS": {"benchmarks.crawl_clock.Measured": 0}, "CRAWL_CLOCK": sys.argv[3]}
    resolver = {"TWISTED_DNS_RESOLVER": "benchmarks.crawl_resolver.Everywhere"}
    process = CrawlerProcess(SETTINGS | resolver | measured)
    crawler = process.create_crawler(Contestant)
    process.crawl(crawler)
    process.start()
    stats = crawler.stats.get_stats()
    print(
        json.dumps(
            {
                "pages": stats.get("pages", 0),
                "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )
