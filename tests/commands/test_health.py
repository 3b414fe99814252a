"""`scrapy health`, and a run whose pages have changed under the rules."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from tests.city import paragraphs, rows, words
from tests.loopback import Answer, Newsroom, live
from tests.pages import nastooh, rss

if TYPE_CHECKING:
    from pathlib import Path

import random

HOST = "www.mehrnews.com"
_STARTS = "SELECT started FROM runs"
STRICT = {"NEWSCRAWLER_COVERAGE_MINIMUM": 4}


def publish(room: Newsroom, numbers: range, *, dated: bool = True) -> None:
    """A feed of so many articles; without dates the pages (and the feed) have lost theirs."""
    urls = [f"https://{HOST}/news/{number}" for number in numbers]
    for url, number in zip(urls, numbers, strict=True):
        text = paragraphs(f"h-{number}")
        page = nastooh(
            url, number, headline=words(random.Random(number), 6), lead=text[0], paragraphs=text[1:]
        )
        if not dated:
            page = re.sub(
                r'<meta property="article:published_time"[^>]*>|<div class="item-date">.*?</div>', "", page
            )
        room[HOST, f"/news/{number}"] = Answer(page)
    feed = rss([(url, url) for url in urls])
    room[HOST, "/rss"] = Answer(feed if dated else re.sub("<pubDate>.*?</pubDate>", "", feed))
    room[HOST, "/sitemap/news/sitemap.xml"] = Answer("<urlset></urlset>")


@pytest.fixture
def day(scrapy, tmp_path: Path):
    """Five runs as they should be, and one after the outlet changed its pages."""
    with Newsroom() as room:
        for start in range(0, 25, 5):
            publish(room, range(start + 1, start + 6))
            assert scrapy("run", "mehrnews", *live(room, **STRICT)).returncode == Exit.FINE
        publish(room, range(26, 31), dated=False)
        yield scrapy("run", "mehrnews", *live(room, **STRICT))


def test_a_fall_is_exit_5_of_the_run_and_of_health_and_names_the_rule(day, scrapy, tmp_path) -> None:
    assert day.returncode == Exit.COVERAGE_FELL, day.stderr
    assert "mehrnews: date_published fell from 100% to 0% since" in day.stdout
    assert "Traceback" not in day.stderr
    options = [f"-sNEWSCRAWLER_COVERAGE_MINIMUM={STRICT['NEWSCRAWLER_COVERAGE_MINIMUM']}"]
    done = scrapy("health", *options)
    assert done.returncode == Exit.COVERAGE_FELL, done.stderr
    told = "rule nastooh:meta[article:published_time] no longer matches"
    assert told in done.stdout
    assert "1 of 1 outlets need a look" in done.stdout
    (health,) = json.loads(scrapy("health", "--json", "mehrnews", *options).stdout)
    assert health["new_today"] == 30
    assert health["coverage"]["headline"] == 1.0
    assert health["coverage"]["date_published"] == 0.0
    assert health["blocked_since"] is None


def test_health_tells_since_when_an_outlet_is_blocked(scrapy, tmp_path) -> None:
    with Newsroom() as room:
        publish(room, range(1, 6))
        assert scrapy("run", "mehrnews", *live(room)).returncode == Exit.FINE
        assert "all is well" in scrapy("health").stdout
        for path in ("/rss", "/sitemap/news/sitemap.xml"):
            room[HOST, path] = Answer(status=403)
        for _ in range(2):
            assert scrapy("run", "mehrnews", *live(room)).returncode == Exit.NOTHING_ANSWERED
    done = scrapy("health", "--json")
    (health,) = json.loads(done.stdout)
    starts = sorted(row["started"] for row in rows(f"sqlite:///{tmp_path}/data/newscrawler.db", _STARTS))
    assert datetime.fromisoformat(health["blocked_since"]) == datetime.fromisoformat(starts[1])
    assert health["last_answer"] <= health["blocked_since"]  # both to the second
    assert done.returncode == Exit.FINE


def test_health_before_the_first_run_and_of_a_stranger_is_one_line(scrapy) -> None:
    done = scrapy("health")
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert done.stderr == "newscrawler: there is no database yet; `scrapy run` makes one\n"
