"""Decides what an article is to the ones already stored: new, a new version, or a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter

from newscrawler.dedup.placement import place
from newscrawler.extensions.memory import Memory
from newscrawler.items import as_article
from newscrawler.urls import canonicalize

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DeduplicatePipeline:
    """Sets `version`, `story_id`, `duplicate_of` and `similarity`; StorePipeline writes them.

    The two run without an `await` between them, so no other article can come in between.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The item, with its place."""
        memory = Memory.of(self.crawler)
        article = as_article(item)
        origin = None
        if article.completeness == "copy" and article.source_url:
            origin = canonicalize(article.source_url)
        with memory.guard():
            known = memory.store.article(article.id)
            twins = [] if known else memory.store.twins(article, origin)
            unseen = memory.store.unseen([twin.id for twin in twins])
        placement = place(article, known, twins, origin_url=origin, unseen=unseen)
        memory.placements[article.id] = placement
        adapter = ItemAdapter(item)
        for name in ("version", "story_id", "duplicate_of", "similarity"):
            adapter[name] = getattr(placement, name)
        self.crawler.stats.inc_value(f"newscrawler/deduplicate/{placement.kind}")
        return item
