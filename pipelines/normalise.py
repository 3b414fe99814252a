"""Brings every text field into one spelling, by `newscrawler.refining.refine`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter

from newscrawler.extensions.helpers import Helpers
from newscrawler.items import NAMES, as_article
from newscrawler.refining import refine

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


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
        refined = await Helpers.of(self.crawler).run(refine, as_article(item))
        for name in NAMES:
            value = getattr(refined, name)
            if name not in adapter or adapter[name] != value:
                adapter[name] = value
                self.stats.inc_value(f"newscrawler/normalise/{name}")
        return item
