"""Brings every text field into one spelling, by `newscrawler.refining.refine`."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter

from newscrawler.extensions.helpers import Helpers
from newscrawler.items import NAMES, as_article
from newscrawler.refining import refine

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_VALUES = attrgetter(*NAMES)


class NormalisePipeline:
    """Counts each field it changed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.stats = crawler, crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The same item with its text refined."""
        adapter = ItemAdapter(item)
        article = as_article(item)
        refined = await Helpers.of(self.crawler).run(refine, article)
        given = _VALUES(item) if item is article else [adapter.get(name, ...) for name in NAMES]
        for name, before, now in zip(NAMES, given, _VALUES(refined), strict=True):
            if before != now:
                adapter[name] = now
                self.stats.inc_value(f"newscrawler/normalise/{name}")
        return item
