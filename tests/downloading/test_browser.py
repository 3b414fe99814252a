"""Pages built by scripts, in a real Chromium, from servers on loopback."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from newscrawler.errors import Exit
from newscrawler.extensions.browser import PROGRAMS
from newscrawler.reader import read
from tests.conftest import need
from tests.loopback import Answer, Newsroom
from tests.pages import PARAGRAPHS

HEADLINE = "آغاز کار پل تازه در کنار رودخانه"
BUILT = f"""<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8"><title>در حال بارگذاری</title>
<link rel="stylesheet" href="/style.css"></head><body><div id="app"></div><img src="/picture.jpg">
<script src="http://www.google-analytics.com:PORT/analytics.js"></script><script>
fetch("/api/story").then(answer => answer.json()).then(story => {{
  document.title = story.headline;
  document.getElementById("app").innerHTML = "<h1>{HEADLINE}</h1><div>سه‌شنبه ۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲</div>"
    + "<article>" + story.paragraphs.map(text => "<p>" + text + "</p>").join("") + "</article>";
}});
</script></body></html>"""
HUNG = "<html><body><p>آماده</p><script>while (true) {}</script></body></html>"
STORY = json.dumps({"headline": HEADLINE, "paragraphs": PARAGRAPHS})
HOST = "www.farsnews.ir"
OPEN = {"TWISTED_DNS_RESOLVER": "tests.loopback.LoopbackResolver", "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": "1"}


@pytest.fixture(scope="module", autouse=True)
def chromium():
    if not any(map(shutil.which, PROGRAMS)):
        need("Chromium", "chromium", "chromium")


@pytest.fixture
def room():
    with Newsroom() as room:
        room[HOST, "/page"] = Answer(BUILT.replace("PORT", str(room.port)))
        room[HOST, "/api/story"] = Answer(STORY, headers={"Content-Type": "application/json"})
        room[HOST, "/hung"] = Answer(HUNG)
        room[HOST, "/picture.jpg"] = Answer(b"jpg")
        room["www.google-analytics.com", "/analytics.js"] = Answer("")
        yield room


def test_an_article_built_by_scripts_is_read(fetch, room):
    url = room.url(HOST, "/page")
    report = fetch(url, render=True, settings=OPEN)
    page = report["found"][url]
    article = read(page["text"], "https://www.farsnews.ir/x/1701234567890123456/x").article
    assert (page["status"], page["url"]) == (200, url)
    assert article.headline == HEADLINE
    assert article.article_body.split("\n\n") == list(PARAGRAPHS)
    assert report["stats"]["newscrawler/rendered"] == 1
    asked = {each.path for each in room.log}
    assert "/api/story" in asked
    assert not asked & {"/picture.jpg", "/analytics.js"}
    assert report["stats"]["playwright/page_count/max_concurrent"] == 1


def test_without_the_mark_no_browser_is_started(fetch, room):
    url = room.url(HOST, "/page")
    report = fetch(url, settings=OPEN)
    assert "<h1>" not in report["found"][url]["text"].partition("<script>")[0]
    assert not any(name.startswith("playwright") for name in report["stats"])


def test_pages_that_hang_are_given_up_and_closed_and_others_still_come(fetch, room):
    hung, good = room.url(HOST, "/hung"), room.url(HOST, "/page")
    limits = {
        "NEWSCRAWLER_RENDER_SECONDS": "5",
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "CONCURRENT_REQUESTS": 1,
    }
    report = fetch(hung, good, render=True, settings=OPEN | limits)
    assert report["found"][hung]["error"] == "DownloadTimeoutError"
    assert "not built after 5 s" in report["found"][hung]["says"]
    assert HEADLINE in report["found"][good]["text"]  # one page at a time: the hung one is closed


def test_a_server_that_is_not_there_is_a_failed_download(fetch, room):
    url = room.url(HOST, "/page").replace(str(room.port), "1")
    found = fetch(url, render=True, settings=OPEN)["found"][url]
    assert found.get("status") == 502 or found["error"] == "DownloadFailedError"


def test_a_missing_browser_is_said_in_one_line(fetch, room):
    url = room.url(HOST, "/page")
    found = fetch(url, render=True, settings=OPEN | {"NEWSCRAWLER_BROWSER": "/no/such/chromium"})["found"][
        url
    ]
    assert found["error"] == "DownloadFailedError"
    assert "/no/such/chromium" in found["says"]


SECRET = "گذرواژه خانه"
LEAKING = """<html><body><h1>صفحه</h1><p id="leak">هیچ</p><script>
const show = text => document.getElementById("leak").textContent += text;
fetch("http://inside.example:PORT/secret").then(a => a.text()).then(show).catch(() => show("!"));
fetch("http://127.0.0.2:PORT/secret").then(a => a.text()).then(show).catch(() => show("!"));
</script><iframe src="http://inside.example:PORT/secret"></iframe></body></html>"""


def test_no_page_leads_into_the_house(fetch, room):
    """127.0.0.1 stands for the public internet; the names and literals below lead elsewhere in the house."""
    secret = Answer(SECRET, headers={"Access-Control-Allow-Origin": "*"})
    room["www.farsnews.ir", "/leak"] = Answer(LEAKING.replace("PORT", str(room.port)))
    room["www.farsnews.ir", "/away"] = Answer(
        "", 302, {"Location": f"http://inside.example:{room.port}/secret"}
    )
    for host in ("inside.example", "127.0.0.2"):
        room[host, "/secret"] = secret
    leak, away = room.url(HOST, "/leak"), room.url(HOST, "/away")
    guarded = {"TWISTED_DNS_RESOLVER": "tests.loopback.OutsideResolver"}
    report = fetch(leak, away, render=True, settings=guarded)
    assert "هیچ" in report["found"][leak]["text"]
    assert SECRET not in str(report["found"])
    assert [asked.path for asked in room.log if asked.host in ("inside.example", "127.0.0.2")] == []
    assert report["stats"]["newscrawler/addresses/refused/in_pages"] >= 3


def test_an_outlet_marked_in_the_catalogue_is_crawled_through_the_browser(scrapy, room, tmp_path):
    room[HOST, "/qom/1701234567890123456/x"] = room.routes[HOST, "/page"]
    settings = OPEN | {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": 0}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    url = room.url(HOST, "/qom/1701234567890123456/x")
    done = scrapy("crawl", "farsnews", "-a", f"urls={url}", *options)
    assert done.returncode == Exit.FINE, done.stderr
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        stored = database.execute("SELECT outlet, headline, completeness, warc_file FROM articles").fetchall()
    assert [row[:3] for row in stored] == [("farsnews", HEADLINE, "full")]
    assert stored[0][3]
