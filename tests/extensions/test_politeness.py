"""A host's Crawl-delay: the least wait, counted from the answer, whatever else sets the slot's pace."""

from __future__ import annotations

from time import monotonic
from types import SimpleNamespace

import pytest
from protego import Protego
from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.signalmanager import SignalManager

from newscrawler.extensions.politeness import LONGEST, CrawlDelay

URL = "https://a.example/robots.txt"


@pytest.fixture
def crawler():
    manager = SignalManager()
    engine = SimpleNamespace(downloader=SimpleNamespace(slots={}))
    settings = {"NEWSCRAWLER_REPLAY": None, "USER_AGENT": "newscrawler"}
    crawler = SimpleNamespace(signals=manager, engine=engine, settings=settings)
    crawler.extension = CrawlDelay(crawler)  # signals keep no reference
    return crawler


def tell(crawler, delay: float) -> None:
    rules = SimpleNamespace(crawl_delay=Protego.parse(f"User-agent: *\nCrawl-delay: {delay}\n").crawl_delay)
    crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=Request(URL))


@pytest.mark.parametrize(
    ("usual", "jitter", "asked", "wait"),
    [
        (0.0, 0.5, 6.0, 6.0),
        (1.0, 0.5, 1.0, 1.0),  # the usual second would be half of one now and then
        (7.0, 0.5, 6.0, 7.0),  # so would what AutoThrottle came to
        (1.0, 0.0, 600.0, LONGEST),
    ],
)
def test_a_slot_never_waits_less_than_its_hosts_ask_for(crawler, usual, jitter, asked, wait) -> None:
    slot = crawler.engine.downloader.slots["a.example"] = Slot(2, usual, jitter)
    tell(crawler, asked)
    assert (slot.download_delay(), slot.concurrency) == (wait, 1)


def test_a_slower_pace_keeps_its_chance(crawler) -> None:
    slot = crawler.engine.downloader.slots["a.example"] = Slot(2, 30.0, 0.5)
    tell(crawler, 6.0)
    assert (slot.delay, slot.jitter) == (30.0, 0.5)


def test_the_wait_is_counted_from_the_answer(crawler) -> None:
    slot = crawler.engine.downloader.slots["a.example"] = Slot(2, 0.0, 0.0)
    other = crawler.engine.downloader.slots["b.example"] = Slot(2, 0.0, 0.0)
    slot.lastseen = other.lastseen = 1.0
    tell(crawler, 6.0)
    before = monotonic()
    for key in ("a.example", "b.example"):
        request = Request(f"https://{key}/1", meta={"download_slot": key})
        crawler.signals.send_catch_log(signals.response_downloaded, request=request)
    assert slot.lastseen >= before
    assert other.lastseen == 1.0
