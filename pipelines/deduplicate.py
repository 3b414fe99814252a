"""Decides what an article is to the ones already stored: new, a new version, or a copy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from newscrawler.extensions.counts import ended
from newscrawler.extensions.memory import Memory
from newscrawler.items import as_article, fields_of
from newscrawler.storage.placing import place
from newscrawler.urls import canonicalize

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawler.items import Article

DECIDED = ("version", "story_id", "duplicate_of", "similarity")


class DeduplicatePipeline:
    """Sets the fields DECIDED; StorePipeline writes them.

    The two run without an `await` between them, so no other article can come in between.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    @cached_property
    def memory(self) -> Memory:
        """The run's."""
        return Memory.of(self.crawler)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The item, with its place; DropItem for one that was taken down."""
        memory = self.memory
        article = as_article(item)
        copied = article.completeness == "copy" and article.source_url
        origin = canonicalize(article.source_url or "") if copied else None
        with memory.guard():
            stories = memory.placing()
            if memory.store.barred().bars(article):
                ended(self.crawler, "forgotten")
                raise DropItem(f"taken down: {article.url}")
            if article.completeness == "teaser" and self._is_told(article):
                raise DropItem(f"known in full: {article.url}")
            decision = place(article, memory.store, memory.story_log, stories, origin)
        memory.decisions[article.id] = decision
        fields = fields_of(item)
        for name in DECIDED:
            fields[name] = getattr(decision, name)
        self.crawler.stats.inc_value(f"newscrawler/deduplicate/{decision.kind}")
        return item

    def _is_told(self, article: Article) -> bool:
        """Whether more of it is stored: that may have waited for its turn when the teaser was made."""
        known = self.memory.store.article(article.id)
        return known is not None and known.completeness != "teaser"
