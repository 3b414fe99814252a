"""Hundreds of newsrooms on loopback, in one process: feed, robots.txt, Crawl-delay each; and their pace."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scrapy.settings import Settings

from newscrawler.middlewares.slots import slot_of
from newscrawler.urls import host_of
from spiders.loader import OutletSpiderLoader
from spiders.relays import RelaySpider
from tests.city import paragraphs, words
from tests.loopback import Answer
from tests.pages import nastooh, rss

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.loopback import Asked, Newsroom

MORNING = datetime(2026, 9, 2, 6, 0, tzinfo=UTC)


_EARLY = 0.8


class Paced(NamedTuple):
    """An outlet as it is served."""

    slug: str
    hosts: tuple[str, ...]
    delay: float
    """Its Crawl-delay, seconds."""


class Pace(NamedTuple):
    """How the hosts were asked; those that share a download slot share a pace."""

    asked: int
    """Requests, a host's robots.txt aside that came before its first."""
    seconds: float
    """From the first to the last."""
    too_early: int
    """Requests that came before four fifths of the host's Crawl-delay were over."""
    shortest: float
    """The shortest wait between two requests to a host, as a share of its Crawl-delay."""
    fairness: float
    """Jain's index over the hosts' own pace, as a share of the one allowed: 1 when all get the same share."""
    slowest: float
    """The share of the host that got least of its allowed pace."""


def outlets(number: int) -> list[str]:
    """Slugs of so many outlets that have a feed, over all families."""
    loader = OutletSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    found = []
    for slug in sorted(loader.list(), key=lambda slug: random.Random(slug).random()):
        kind = loader.load(slug)
        if kind.__module__ == "spiders.loader" and not issubclass(kind, RelaySpider):
            spider = kind()
            if not spider.outlet.render and any(each.kind == "feed" for each in spider.latest(MORNING)):
                found.append(slug)
    return sorted(found[:number])


def serve(room: Newsroom, slugs: Iterable[str], pages: int, delays: Sequence[float]) -> list[Paced]:
    """Give every outlet robots.txt, its documents and so many articles; delays are dealt out in turn."""
    loader = OutletSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    served = []
    for place, slug in enumerate(slugs):
        spider, delay = loader.load(slug)(), delays[place % len(delays)]
        documents = list(spider.latest(MORNING))
        feed = next(each for each in documents if each.kind == "feed")
        host = host_of(feed.url)
        links = [_article(room, slug, host, 1000 * place + number) for number in range(1, pages + 1)]
        for each in documents:
            at = each.url.partition("://")[2]
            room[host_of(each.url), "/" + at.partition("/")[2]] = Answer(
                "<urlset></urlset>" if each.kind == "sitemap" else "<html><body></body></html>"
            )
        room[host, "/" + feed.url.partition("://")[2].partition("/")[2]] = Answer(
            rss([(x, x) for x in links])
        )
        hosts = tuple({host, *(host_of(each.url) for each in documents)})
        for each in hosts:
            room[each, "/robots.txt"] = Answer(f"User-agent: *\nCrawl-delay: {delay}\n")
        served.append(Paced(slug, hosts, delay))
    return served


def _article(room: Newsroom, slug: str, host: str, number: int) -> str:
    url, text = f"https://{host}/news/{number}", paragraphs(f"{slug} {number}")
    headline, when = words(random.Random(f"{slug} {number}"), 7), MORNING + timedelta(minutes=number % 600)
    page = nastooh(
        url, number, headline=headline, lead=text[0], paragraphs=text[1:], published=when.isoformat()
    )
    room[host, f"/news/{number}"] = Answer(page)
    return url


def pace(log: Sequence[Asked], served: Iterable[Paced]) -> Pace:
    """What a log of requests says."""
    delays = {slot_of(host): outlet.delay for outlet in served for host in outlet.hosts}
    times: Mapping[str, list[float]] = defaultdict(list)
    for asked in sorted(log, key=lambda asked: asked.when):
        slot = slot_of(asked.host)
        if slot in delays and (asked.path != "/robots.txt" or slot in times):
            times[slot].append(asked.when)
    waits: list[float] = []
    shares = []
    for slot, whens in times.items():
        gaps = [after - before for before, after in pairwise(whens)]
        waits += [gap / delays[slot] for gap in gaps]
        if gaps:
            shares.append(len(gaps) * delays[slot] / sum(gaps))
    every = sorted(when for whens in times.values() for when in whens)
    jain = sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))
    early = sum(wait < _EARLY for wait in waits)
    return Pace(len(every), every[-1] - every[0], early, min(waits), jain, min(shares))
