"""Writes the article and marks its page done, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from newscrawler.extensions.memory import Memory
from newscrawler.extensions.outcome import count
from newscrawler.items import as_article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

COLUMN = {"new": "new", "updated": "updated", "copy": "copies", "unchanged": "unchanged"}
"""Kind of placement → column of the run summary."""


class StorePipeline:
    """After it, `-o` sees what is new or changed; copies and unchanged pages are stored, then dropped."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The item, or DropItem for what is already there."""
        memory = Memory.of(self.crawler)
        article = as_article(item)
        placement = memory.placements.pop(article.id)
        origin = placement.origin_url
        with memory.guard():
            awaits = placement.kind == "new" and origin is not None and memory.frontier.is_pending(origin)
            memory.store.write(article, placement, awaits_origin=awaits)
            memory.store.release(article.canonical_url)
            memory.frontier.done(article.canonical_url, article.id)
            memory.stored()
        count(self.crawler, article.outlet, COLUMN[placement.kind])
        if placement.kind == "copy":
            raise DropItem(f"copy of {placement.duplicate_of}: {article.url}")
        if placement.kind == "unchanged":
            raise DropItem(f"unchanged: {article.url}")
        return item
