"""Every outlet of the catalogue has a spider that knows where to begin; every family reads its documents."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.statscollectors import DummyStatsCollector

from newscrawler.errors import Exit
from newscrawler.families import FAMILIES, GENERIC
from newscrawler.outlets import catalogue
from newscrawler.storage.database import open_database
from newscrawler.storage.frontier import Frontier
from newscrawler.storage.store import Store
from spiders import agenda
from spiders.loader import OutletSpiderLoader
from tests.conftest import scrapy_in
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


@pytest.mark.parametrize("slug", [outlet.slug for outlet in catalogue()])
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
    if (
        mode == "latest"
        or spider.family.archive
        or spider.family.sitemap_archives
        or spider.family is GENERIC
    ):
        assert requests
    named = {url for url in (*spider.outlet.feeds, *spider.family.feeds) if "://" in url}
    for request in requests:
        host = request.url.split("/")[2]
        assert spider.outlet.owns(host) or request.url in named
        assert "{" not in request.url


def samples(family: str) -> list[tuple[str, str]]:
    """Kind and body of the family's documents here, as its newsroom answers them, with `HOME` for its address."""
    room = ROOMS[family]
    outlet = catalogue().by_slug(room.outlet)
    documents = agenda.latest(outlet, FAMILIES[family], NOW.date(), NOW.date())
    answers = ((each.kind, room.answers.get(each.url)) for each in documents)
    found = [(kind, body.replace(outlet.home, "HOME")) for kind, body in answers if isinstance(body, str)]
    return [(kind, body) for kind, body in found if kind != "list" or "HOME" in body or "href" in body]


SAMPLES = {family: samples(family) for family in ROOMS}


@pytest.mark.parametrize("slug", [outlet.slug for outlet in catalogue() if outlet.family in ROOMS])
def test_a_spider_asks_for_what_its_family_s_documents_list(slug, memory, monkeypatch) -> None:
    kind = LOADER.load(slug)
    monkeypatch.setattr(kind, "memory", memory)
    spider = kind()
    spider.crawler = SimpleNamespace(stats=DummyStatsCollector(SimpleNamespace(settings=Settings())))
    for number, (document, body) in enumerate(SAMPLES[spider.family.name]):
        url = f"{spider.outlet.home}/document/{slug}/{number}"
        text = body.replace("HOME", spider.outlet.home)
        response = HtmlResponse(url, body=text, encoding="utf-8", request=Request(url))
        requests = list(spider.parse_document(response, document))
        assert requests, (document, text[:500])
        assert all(spider.outlet.owns(request.url.split("/")[2]) for request in requests)


def test_every_family_has_a_newsroom_here() -> None:
    assert set(ROOMS) == set(FAMILIES) - RELAYS - {"titronline"}
    assert all(SAMPLES.values())


def stored(folder) -> dict[str, set[str]]:
    """Outlet → ids of its articles."""
    found: dict[str, set[str]] = {}
    with closing(sqlite3.connect(folder / "data/newscrawler.db")) as database:
        for (each,) in database.execute("SELECT id FROM articles WHERE article_body IS NOT NULL"):
            found.setdefault(each.partition(":")[0], set()).add(each)
    return found


def like(found: set[str], expected: set[str]) -> bool:
    """Whether the ids are these; `*` stands for a hash."""
    exact = {each for each in expected if "*" not in each}
    rest = found - exact
    hashed = all(re.fullmatch(r"\w+:[0-9a-z.]+", each) for each in rest)
    return exact <= found and len(rest) == len(expected) - len(exact) and hashed


@pytest.fixture(scope="module")
def crawled(zygote, tmp_path_factory):
    """What one pass over all newsrooms stores, and one into their archives: mode → outlet → ids."""
    found, answers = {}, {url: answer for room in ROOMS.values() for url, answer in room.answers.items()}
    for mode, options in MODES.items():
        folder = tmp_path_factory.mktemp(mode)
        archive = write_archive(folder / "web.warc.gz", answers)
        outlets = [room.outlet for room in ROOMS.values()]
        done = scrapy_in(zygote, folder, "run", *outlets, *options, NEWSCRAWLER_REPLAY=str(archive))
        assert done.returncode in {Exit.FINE, Exit.TOO_MANY_ERRORS}, done.stderr
        found[mode] = stored(folder)
    return found


MODES = {"latest": (), "backfill": ("--mode", "backfill", "--since", "1405-06-09")}


@pytest.mark.parametrize("family", ROOMS)
def test_a_family_s_recent_articles_are_found_and_read(family, crawled) -> None:
    room = ROOMS[family]
    assert like(crawled["latest"].get(room.outlet, set()), room.latest)


@pytest.mark.parametrize("family", [name for name, room in ROOMS.items() if room.backfill])
def test_a_family_s_archive_is_walked(family, crawled) -> None:
    room = ROOMS[family]
    assert like(crawled["backfill"].get(room.outlet, set()), room.backfill)
