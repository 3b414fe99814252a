"""Decides what an article is to the ones already stored: new, a new version, or a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter

from newscrawler.dedup.decision import Decision, decide, revise
from newscrawler.extensions.memory import Memory
from newscrawler.items import Article, as_article
from newscrawler.storage.story_log import story_text
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
        with memory.guard():
            decision = self.decide(memory, article)
        memory.decisions[article.id] = decision
        adapter = ItemAdapter(item)
        for name in ("version", "story_id", "duplicate_of", "similarity"):
            adapter[name] = getattr(decision, name)
        self.crawler.stats.inc_value(f"newscrawler/deduplicate/{decision.kind}")
        return item

    @staticmethod
    def decide(memory: Memory, article: Article) -> Decision:
        """Ask the index which stories the text may belong to, then decide among their originals."""
        store, log = memory.store, memory.story_log
        origin = None
        if article.completeness == "copy" and article.source_url:
            origin = canonicalize(article.source_url)
        known = store.article(article.id)
        if known is not None:
            decision = revise(article, known, origin)
            if decision.kind == "unchanged":
                return decision
        log.version = decision.version if known else 1
        text = story_text(article.description, article.article_body)
        near = memory.stories.place(article.id, article.headline or "", text)
        if known is not None:
            return decision
        begun = log.beginners([near.story_id, *near.merged]) if near.duplicate_of else []
        alike = store.originals(begun)
        originals = [*alike, *store.tied(article, origin)]
        return decide(
            article,
            {each.id: near.similarity for each in alike},
            list({each.id: each for each in originals}.values()),
            origin_url=origin,
            unseen=store.unseen([each.id for each in originals]),
        )
