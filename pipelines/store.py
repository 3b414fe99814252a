"""Writes the article and marks its page done, in one transaction."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from newscrawler.extensions.counts import count, cover
from newscrawler.extensions.memory import Memory
from newscrawler.items import as_article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

COLUMN = {"new": "new", "updated": "updated", "unchanged": "unchanged"}
"""Kind of decision → column of the run summary; copies are told apart by their likeness."""


class StorePipeline:
    """After it, `-o` sees what is new or changed; copies and unchanged pages are stored, then dropped."""

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
        """The item, or DropItem for what is already there."""
        memory = self.memory
        article = as_article(item)
        decision = memory.decisions.pop(article.id)
        origin = decision.origin_url
        with memory.guard():
            awaits = decision.kind == "new" and origin is not None and memory.frontier.is_pending(origin)
            memory.store.write(article, decision, awaits_origin=awaits)
            memory.release(article.canonical_url)
            if article.completeness != "teaser":  # its page is asked for again
                memory.frontier.done(article.canonical_url, article.id, article.date_published)
            memory.stored()
        cover(self.crawler, article)
        if not awaits:
            count(self.crawler, article.outlet, COLUMN.get(decision.kind) or copied(decision.similarity))
        for copy in decision.settled:
            count(self.crawler, copy.partition(":")[0], copied(decision.displaced[copy]))
        if decision.kind == "copy":
            raise DropItem(f"copy of {decision.duplicate_of}: {article.url}")
        if decision.kind == "unchanged":
            raise DropItem(f"unchanged: {article.url}")
        return item


def copied(similarity: float | None) -> str:
    """The column of a copy: to the letter, or nearly."""
    return "copies" if similarity == 1.0 else "near"
