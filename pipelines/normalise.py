"""Brings every text field into one spelling, by `newscrawler.refining.refine`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from newscrawler.extensions.helpers import Helpers
from newscrawler.items import NAMES, as_article, fields_of, values_of
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

    @cached_property
    def helpers(self) -> Helpers:
        """Who does it."""
        return Helpers.of(self.crawler)

    async def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The same item with its text refined."""
        fields, article = fields_of(item), as_article(item)
        refined = await self.helpers.run(refine, article)
        for name, before, after in zip(NAMES, values_of(article), values_of(refined), strict=True):
            if before != after or (article is not item and name not in fields):
                fields[name] = after
                self.stats.inc_value(f"newscrawler/normalise/{name}")
        return item
