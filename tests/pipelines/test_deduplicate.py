"""What may not take the place of what is stored."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem
from scrapy.settings import Settings

from newscrawler.dedup import StoryIndex
from newscrawler.extensions.counts import Stats
from newscrawler.items import Article
from newscrawler.storage.database import open_database
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog
from pipelines.deduplicate import DeduplicatePipeline

FULL = Article("a:1", "https://a.ir/1", "https://a.ir/1", outlet="a", headline="یک", description="لید خبر")


def test_a_teaser_made_while_the_full_text_waited_does_not_replace_it(tmp_path) -> None:
    store = Store(open_database(f"sqlite:///{tmp_path / 'n.db'}"), lambda: datetime.now(UTC))
    log = StoryLog(store)
    index = StoryIndex(log)
    memory = SimpleNamespace(
        store=store, story_log=log, guard=nullcontext, placing=lambda: index, decisions={}
    )
    pipeline = DeduplicatePipeline(
        SimpleNamespace(stats=Stats(SimpleNamespace(settings=Settings())))  # type: ignore[arg-type]
    )
    pipeline.__dict__["memory"] = memory
    teaser = replace(FULL, completeness="teaser")

    pipeline.process_item(teaser)
    store.write(teaser, memory.decisions.pop("a:1"))
    longer = replace(FULL, article_body="متن خبر", completeness="full")
    pipeline.process_item(longer)
    store.write(longer, memory.decisions.pop("a:1"))
    with pytest.raises(DropItem, match="known in full"):
        pipeline.process_item(replace(teaser, description="لید دیگر"))
    store.close()
