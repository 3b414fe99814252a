"""The order in which articles arrive does not change which stories there are, nor who wrote them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from newscrawler.archive import read_records
from newscrawler.dedup import StoryIndex
from newscrawler.items import Article
from newscrawler.reader import extract
from newscrawler.refining import refine
from newscrawler.storage.database import open_database
from newscrawler.storage.placing import place
from newscrawler.storage.schema import articles, stories
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog
from newscrawler.urls import canonicalize
from tests.conftest import ROOT

NOW = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    """Every article of both sample archives, in its first version."""
    found: dict[str, Article] = {}
    for name in ("morning", "evening"):
        for _, exchange in read_records(ROOT / f"samples/{name}.warc.gz"):
            article = (
                extract(exchange.body, exchange.url, fetched_at=exchange.date)
                if exchange.status == 200
                else None
            )
            if article is not None:
                found.setdefault(article.id, refine(article))
    return list(found.values())


def arrive(sample: list[Article], path: Path) -> dict[str, set[str]]:
    """Original → the articles of its story, after all arrived in this order."""
    store = Store(open_database(f"sqlite:///{path}"), lambda: NOW)
    log = StoryLog(store)
    index = StoryIndex(log)
    for article in sample:
        copied = article.completeness == "copy" and article.source_url
        decision = place(
            article, store, log, index, canonicalize(article.source_url or "") if copied else None
        )
        names = ("version", "story_id", "duplicate_of", "similarity")
        store.write(replace(article, **{name: getattr(decision, name) for name in names}), decision)
    found: dict[str, set[str]] = {}
    for row in store.connection.execute(
        sa.select(articles.c.id, articles.c.duplicate_of, articles.c.story_id)
    ):
        found.setdefault(row.duplicate_of or row.id, set()).add(row.id)
    merged = stories.c.merged_into.is_(None)
    heads = set(store.connection.scalars(sa.select(stories.c.article_id).where(merged)))
    assert heads == set(found)
    store.commit()
    store.close()
    return found


@pytest.mark.parametrize("seed", range(8))
def test_shuffles_of_the_sample_end_in_the_same_stories(
    sample: list[Article], tmp_path: Path, seed: int
) -> None:
    expected = arrive(sample, tmp_path / "straight.db")
    assert len(sample) > 20
    assert sum(len(members) > 1 for members in expected.values()) >= 9
    shuffled = random.Random(seed).sample(sample, len(sample))
    assert arrive(shuffled, tmp_path / "shuffled.db") == expected
