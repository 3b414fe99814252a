"""A young article is looked at again by a later run, and its edit becomes a version."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

from newscrawler.errors import Exit
from tests.loopback import Answer, Newsroom
from tests.pages import nastooh

MEHR = "www.mehrnews.com"
SETTINGS = {
    "TWISTED_DNS_RESOLVER": "tests.loopback.LoopbackResolver",
    "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": 1,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "RETRY_ENABLED": 0,
}


def test_an_edit_nobody_listed_is_found_an_hour_after_publication(scrapy, tmp_path) -> None:
    options = [part for name, value in SETTINGS.items() for part in ("-s", f"{name}={value}")]
    due = datetime.now(UTC) + timedelta(seconds=8)
    published = (due - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Newsroom() as room:
        url = room.url(MEHR, "/news/7")
        room[MEHR, "/news/7"] = Answer(nastooh(url, 7, published=published))
        assert scrapy("crawl", "mehrnews", "-a", f"urls={url}", *options).returncode == Exit.FINE
        room[MEHR, "/news/7"] = Answer(nastooh(url, 7, headline="پایان کار پل تازه", published=published))
        time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()) + 1)
        assert scrapy("crawl", "mehrnews", "-a", "revisit=no", *options).returncode == Exit.NOTHING_ANSWERED
        assert room.asked() == ["/news/7"]
        assert scrapy("crawl", "mehrnews", *options).returncode == Exit.FINE
        assert room.asked() == ["/news/7", "/news/7"]
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        assert database.execute("SELECT version, changed FROM versions ORDER BY version").fetchall() == [
            (1, "[]"),
            (2, '["headline"]'),
        ]
