"""429, 503 and silence: the outlet is asked more slowly, then left alone; the others never notice."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from newscrawler.errors import Exit
from tests.hostile.conftest import crawl
from tests.hostile.test_documents import serve
from tests.loopback import Answer, Newsroom
from tests.pages import rss

if TYPE_CHECKING:
    from pathlib import Path

CALM, STORM = "www.irna.ir", "www.mehrnews.com"
PATIENT = {"RETRY_ENABLED": 1, "RETRY_TIMES": 2, "NEWSCRAWLER_BACKOFF_STRIKES": 4}
PATIENT |= {"CONCURRENT_REQUESTS_PER_DOMAIN": 2, "DOWNLOAD_DELAY": 0.01}


def feed(room: Newsroom, host: str, number: int) -> None:
    room[host, "/rss"] = Answer(rss([(serve(room, host, n), f"خبر {n}") for n in range(1, number + 1)]))
    room[host, "/sitemap/news/sitemap.xml"] = Answer("<urlset></urlset>")


def test_retry_after_is_waited_for_and_the_page_comes(tmp_path: Path) -> None:
    with Newsroom() as room:
        feed(room, STORM, 1)
        good, times = room.routes[STORM, "/news/1"], count(1)
        slow = Answer(status=429, headers={"Retry-After": "1"})
        room[STORM, "/news/1"] = lambda _asked: slow if next(times) == 1 else good
        done = crawl(room, tmp_path, "run", "mehrnews", **PATIENT)
        first, second = [asked.when for asked in room.log if asked.path == "/news/1"]
    assert done.code == Exit.FINE, done.told
    assert second - first >= 0.95
    assert done.summary["total"]["new"] == 1


def test_a_storm_of_503_rests_that_outlet_alone_and_loses_nothing(tmp_path: Path) -> None:
    with Newsroom() as room:
        for host in (CALM, STORM):
            feed(room, host, 30)
        calm = {path: answer for (host, path), answer in room.routes.items() if host == STORM}
        for path in calm:
            if path.startswith("/news/"):
                room[STORM, path] = Answer(status=503)
        done = crawl(room, tmp_path, "run", "mehrnews", "irna", **PATIENT)
        assert done.summary["outlets"]["irna"]["fetched"] == 30
        assert len([path for path in room.asked(STORM) if path.startswith("/news/")]) <= 20
        assert done.summary["outcomes"]["host_rests"] >= 20
        assert "Traceback" not in done.told
        for path, answer in calm.items():
            room[STORM, path] = answer
        again = crawl(room, tmp_path, "run", "mehrnews", "irna", **PATIENT)
    assert again.code == Exit.FINE
    assert again.summary["outlets"]["mehrnews"]["fetched"] == 30
    assert again.rows("SELECT count(*) AS n FROM pages WHERE status = 'done'") == [{"n": 60}]


def test_a_longer_wait_than_a_run_has_time_for_rests_the_outlet_at_once(tmp_path: Path) -> None:
    with Newsroom() as room:
        feed(room, STORM, 5)
        room[STORM, "/rss"] = Answer(status=429, headers={"Retry-After": "3600"})
        done = crawl(room, tmp_path, "run", "mehrnews", **PATIENT)
        assert room.asked(STORM).count("/rss") == 1
    assert "Traceback" not in done.told
    assert done.summary["outcomes"]["host_rests"] >= 1
