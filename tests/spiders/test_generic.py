"""A site nobody described, given by its address alone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from newscrawler.errors import Exit, InputError
from newscrawler.outlets import catalogue
from newscrawler.urls import host_of
from spiders.generic import GenericSpider
from tests.invented import article
from tests.loopback import Answer, Newsroom, live
from tests.pages import rss

HOST = "www.nobody-knows.ir"
SITE = f"https://{HOST}"
NUMBERS = range(41_001, 41_004)
LINKS = "".join(
    f'<h3><a href="/news/{number}/x">خبر شماره {number} از این سایت</a></h3>' for number in NUMBERS
)


def items(site: str) -> list[tuple[str, str]]:
    return [(f"{site}/news/{number}/x", f"خبر شماره {number}") for number in NUMBERS]


def urlset(site: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url, _ in items(site)) + "</urlset>"


@pytest.fixture
def room():
    with Newsroom() as room:
        for number in NUMBERS:
            room[HOST, f"/news/{number}/x"] = Answer(article(number).html)
        room[HOST, "/"] = Answer("<html><body><h1>خانه</h1></body></html>")
        yield room


@pytest.fixture
def crawl(scrapy, room):
    return lambda *words: scrapy("crawl", "generic", *words, *live(room))


def stored(tmp_path) -> list[str]:
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        return [row[0] for row in database.execute("SELECT canonical_url FROM articles ORDER BY 1")]


FOUND = [f"https://nobody-knows.ir/news/{number}" for number in NUMBERS]
HOMES = {
    "links": lambda site: {"/": LINKS},
    "named feed": lambda site: {
        "/": '<link rel=alternate type="application/rss+xml" href="/all.php">',
        "/all.php": rss(items(site)),
    },
    "named sitemap": lambda site: {
        "/robots.txt": f"User-agent: *\nSitemap: {site}/map.xml\n",
        "/map.xml": urlset(site),
    },
    "usual feed": lambda site: {"/feed/": rss(items(site))},
    "usual sitemap": lambda site: {"/sitemap.xml": urlset(site)},
    "known system": lambda site: {
        "/": '<script src="/client/themes/fa/main/js/lib.iransamaneh_1.js"></script>',
        "/fa/rss/allnews": rss(items(site)),
    },
}
"""What a site shows of its articles, given its address."""
UNKNOWN = [outlet for outlet in catalogue() if not outlet.family and not outlet.feeds and not outlet.sections]


def test_outlets_of_unknown_make_are_discovered_each_by_what_it_shows(scrapy, room, tmp_path) -> None:
    outlets = dict(zip(HOMES, UNKNOWN, strict=False))
    for home, outlet in outlets.items():
        host = host_of(outlet.home)
        room[host, "/"] = Answer("<html><body><h1>خانه</h1></body></html>")
        for number in NUMBERS:
            room[host, f"/news/{number}/x"] = Answer(article(number + len(host)).html)
        for path, body in HOMES[home](outlet.home).items():
            room[host, path] = Answer(body)
    done = scrapy("run", *(outlet.slug for outlet in outlets.values()), *live(room))
    assert done.returncode == Exit.FINE, done.stderr
    found = [re.sub("/news.*", "", address) for address in stored(tmp_path)]
    for home, outlet in outlets.items():
        assert found.count(f"https://{outlet.domains[0]}") == len(NUMBERS), (home, outlet.slug, done.stdout)


def test_a_site_given_by_its_address_alone_is_discovered_and_read(room, crawl, tmp_path) -> None:
    room[HOST, "/"] = Answer(LINKS)
    done = crawl("-a", f"site={SITE}")
    assert done.returncode == Exit.FINE, done.stderr
    assert stored(tmp_path) == FOUND, done.stderr
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        (headline,) = database.execute(
            "SELECT headline FROM articles WHERE canonical_url = ?", FOUND[:1]
        ).fetchone()
    assert headline == article(NUMBERS[0]).headline
    assert "/feed/" in room.asked()
    room.log.clear()
    crawl("-a", f"site={SITE}", "-a", "poll=due")
    assert room.asked() == []  # neither the home page nor what was guessed at in vain is due


ENGLISH = (
    """<html lang="en"><head><title>A bridge is built</title></head><body><h1>A bridge is built</h1>
<div>2024-02-06 13:32</div>"""
    + "<p>The new bridge across the river will be ready next spring, the mayor told us.</p>" * 5
)


def test_pages_are_read_wherever_they_are_and_in_persian(room, crawl, tmp_path) -> None:
    other = "khabar.elsewhere.example"
    room[other, "/a/99001"] = Answer(article(7).html)
    room[other, "/a/99002"] = Answer(ENGLISH)
    urls = f"{SITE}/news/{NUMBERS[0]}/x,https://{other}/a/99001,https://{other}/a/99002"
    done = crawl("-a", f"urls={urls}")
    assert done.returncode == Exit.FINE, done.stderr
    assert "no article (other_language:en)" in done.stderr
    assert stored(tmp_path) == ["https://khabar.elsewhere.example/a/99001", FOUND[0]]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "name a site or pages"),
        ({"site": "nobody-knows.ir"}, "is no web address"),
        ({"site": SITE, "urls": f"{SITE}/1"}, "name a site or pages"),
        ({"urls": "nowhere"}, "is no web address"),
        ({"site": SITE, "urls": ""}, None),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(given, says) -> None:
    if says is None:
        GenericSpider.check(**given)
    else:
        with pytest.raises(InputError, match=says):
            GenericSpider.check(**given)
