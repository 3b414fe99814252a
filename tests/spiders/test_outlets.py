"""Every outlet of the catalogue has a spider that knows where to begin; every family reads its documents."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from newscrawler.errors import Exit
from newscrawler.families import FAMILIES
from newscrawler.outlets import catalogue
from newscrawler.storage.database import open_database
from newscrawler.storage.frontier import Frontier
from newscrawler.storage.store import Store
from spiders.loader import OutletSpiderLoader
from tests.newsrooms import NOW, ROOMS, write_archive

LOADER = OutletSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
RELAYS = {name for name, family in FAMILIES.items() if family.origin is not None}


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    """A run's memory without the run."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('memory') / 'n.db'}")
    store = Store(engine, lambda: NOW)
    yield SimpleNamespace(frontier=Frontier(store), store=store, clock=lambda: NOW, guarded=iter)
    store.close()
    engine.dispose()


@pytest.mark.parametrize("slug", [outlet.slug for outlet in catalogue() if outlet.family in FAMILIES])
@pytest.mark.parametrize("mode", ["latest", "backfill"])
def test_a_spider_starts_with_a_request_to_its_own_outlet(slug, mode, memory, monkeypatch) -> None:
    kind = LOADER.load(slug)
    monkeypatch.setattr(kind, "memory", memory)
    spider = kind(mode=mode, since="2026-09-01") if mode == "backfill" else kind()
    spider._set_crawler(
        SimpleNamespace(
            settings=Settings({"NEWSCRAWLER_REPLAY": ""}),
            signals=SimpleNamespace(connect=lambda *_, **__: None),
        )
    )

    async def first() -> list:
        return [request async for request in spider.start()]

    requests = asyncio.run(first())
    if mode == "latest" or spider.family.archive or spider.family.sitemap_archives:
        assert requests
    named = {url for url in (*spider.outlet.feeds, *spider.family.feeds) if "://" in url}
    for request in requests:
        host = request.url.split("/")[2]
        assert spider.outlet.owns(host) or request.url in named
        assert "{" not in request.url


def test_every_family_has_a_newsroom_here() -> None:
    assert set(ROOMS) == set(FAMILIES) - RELAYS - {"titronline"}


def stored(tmp_path) -> set[str]:
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        return {row[0] for row in database.execute("SELECT id FROM articles WHERE article_body IS NOT NULL")}


def like(found: set[str], expected: set[str]) -> bool:
    """Whether the ids are these; `*` stands for a hash."""
    exact = {each for each in expected if "*" not in each}
    rest = found - exact
    hashed = all(re.fullmatch(r"\w+:[0-9a-z.]+", each) for each in rest)
    return exact <= found and len(rest) == len(expected) - len(exact) and hashed


@pytest.mark.parametrize("family", ROOMS)
def test_a_family_s_recent_articles_are_found_and_read(family, scrapy, tmp_path) -> None:
    room = ROOMS[family]
    archive = write_archive(tmp_path / "web.warc.gz", room.answers)
    done = scrapy("crawl", room.outlet, NEWSCRAWLER_REPLAY=archive)
    assert done.returncode in {Exit.FINE, Exit.TOO_MANY_ERRORS}, done.stderr
    assert like(stored(tmp_path), room.latest), (stored(tmp_path), done.stderr)


@pytest.mark.parametrize("family", [name for name, room in ROOMS.items() if room.backfill])
def test_a_family_s_archive_is_walked(family, scrapy, tmp_path) -> None:
    room = ROOMS[family]
    archive = write_archive(tmp_path / "web.warc.gz", room.answers)
    since = "1405-06-09" if family == "iransamaneh" else "1405-06-11"
    done = scrapy(
        "crawl", room.outlet, "-a", "mode=backfill", "-a", f"since={since}", NEWSCRAWLER_REPLAY=archive
    )
    assert like(stored(tmp_path), room.backfill), (stored(tmp_path), done.stderr)
