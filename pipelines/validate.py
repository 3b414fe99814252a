"""Lets through only what is an article: an id, an address, a headline, and some text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from newscrawler.items import fields_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

REQUIRED = ("id", "url", "canonical_url", "outlet", "headline")
INSTANTS = ("date_published", "date_modified", "date_listed", "date_downloaded")


class ValidatePipeline:
    """Drops an item that lacks what every article has; says which field."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The item, or DropItem."""
        adapter = fields_of(item)
        missing = [name for name in REQUIRED if not adapter.get(name)]
        if not (adapter.get("article_body") or adapter.get("description")):
            missing.append("article_body")
        naive = [name for name in INSTANTS if (value := adapter.get(name)) and value.tzinfo is None]
        for name in missing + naive:
            self.stats.inc_value(f"newscrawler/validate/{name}")
        if missing:
            raise DropItem(f"no {', '.join(missing)}: {adapter.get('url')}")
        if naive:
            raise DropItem(f"{', '.join(naive)} without a zone: {adapter.get('url')}")
        return item
