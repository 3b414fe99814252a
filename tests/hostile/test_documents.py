"""Feeds, sitemaps, archives and robots.txt that would flood, loop, explode or mislead."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from tests.hostile.conftest import MEGABYTE, METADATA, Aftermath, crawl, many_urls
from tests.loopback import Answer, Newsroom
from tests.pages import PARAGRAPHS, nastooh, rss

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "هاها"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 8}">' for old, new in zip("bcdefgh", "cdefghi", strict=True))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
    "<item><title>&i;&file;خبر</title><link>https://www.irna.ir/news/1</link></item></channel></rss>"
)
TITLE = "=1+1 <b>\"'); DROP TABLE pages; --</b> ../../x"
OUTLETS = {
    "mehrnews": "www.mehrnews.com",
    "irna": "www.irna.ir",
    "hamshahrionline": "www.hamshahrionline.ir",
    "khabaronline": "www.khabaronline.ir",
    "ibna": "www.ibna.ir",
    "imna": "www.imna.ir",
    "shana": "www.shana.ir",
    "qudsonline": "www.qudsonline.ir",
    "kurdpress": "www.kurdpress.com",
}


def serve(room: Newsroom, host: str, number: int) -> str:
    url = f"https://{host}/news/{number}"
    text = (*PARAGRAPHS, f"این خبر {number} از {host} است و با دیگران فرق دارد.")
    room[host, f"/news/{number}"] = Answer(nastooh(url, number, headline=f"{number} {host}", paragraphs=text))
    return url


def index(*names: int) -> Answer:
    """A sitemap index that names these others."""
    leaves = "".join(f"<sitemap><loc>https://www.irna.ir/s/{name}</loc></sitemap>" for name in names)
    return Answer(f"<sitemapindex>{leaves}</sitemapindex>")


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """After one pass over nine outlets, each hostile in its way."""
    with Newsroom() as room:
        for host in OUTLETS.values():
            room[host, "/rss"] = Answer(rss([(serve(room, host, 1), "یک"), (serve(room, host, 2), "دو")]))
        inside = [(METADATA, "درون"), ("http://127.0.0.1:1/news/5", "درون"), ("file:///etc/passwd", "پرونده")]
        room[OUTLETS["mehrnews"], "/rss"] = Answer(
            rss([(serve(room, OUTLETS["mehrnews"], 1), TITLE), *inside])
        )
        room[OUTLETS["irna"], "/rss"] = Answer(LAUGHS)
        room[OUTLETS["irna"], "/sitemap/news/sitemap.xml"] = index(0, 1)
        for depth in range(1, 9):
            room[OUTLETS["irna"], f"/s/{depth}"] = index(depth, depth, 1, depth + 1)
        robots = {
            "hamshahrionline": Answer(
                "User-agent: *\nDisallow: /news/2\n" + "Disallow: /nothing/*/here$\n" * 370_000
            ),
            "khabaronline": Answer(status=302, headers={"Location": "/robots.txt"}),
            "ibna": Answer(status=301, headers={"Location": "/rules.txt"}),
            "imna": Answer(raw=[b""]),
            "shana": Answer("<html>503</html>", status=500),
            "qudsonline": Answer(status=403),
            "kurdpress": Answer("User-agent: *\nDisallow: /\n" + "x" * (11 * MEGABYTE)),
        }
        for slug, answer in robots.items():
            room[OUTLETS[slug], "/robots.txt"] = answer
        room[OUTLETS["ibna"], "/rules.txt"] = Answer("User-agent: *\nDisallow: /news/2\n")
        yield crawl(room, tmp_path_factory.mktemp("feeds"), "run", *OUTLETS)


def stored(feeds: Aftermath, slug: str) -> set[str]:
    rows = feeds.rows("SELECT id FROM articles WHERE outlet = ?", slug)
    return {row["id"].partition(":")[2] for row in rows}


def test_the_pass_ends_well_for_all_the_rest(feeds: Aftermath) -> None:
    assert feeds.code == Exit.FINE, feeds.told
    assert "Traceback" not in feeds.told


def test_links_into_the_house_are_counted_and_not_followed(feeds: Aftermath) -> None:
    assert stored(feeds, "mehrnews") == {"1"}
    assert feeds.summary["outcomes"]["foreign_link"] >= 2
    assert not [host for host in ("169.254.169.254", "127.0.0.1") if feeds.room.asked(host)]


def test_a_title_of_sql_html_formula_and_path_is_stored_as_text(feeds: Aftermath) -> None:
    (row,) = feeds.rows("SELECT headline FROM sightings WHERE url LIKE '%mehrnews.com/news/1'")
    assert "DROP TABLE pages; --" in row["headline"]
    assert row["headline"].startswith("=1+1")
    assert feeds.rows("SELECT count(*) AS n FROM pages")[0]["n"] > 0


def test_entities_neither_explode_nor_read_files(feeds: Aftermath) -> None:
    rows = feeds.rows("SELECT headline FROM sightings WHERE url LIKE '%irna.ir%'")
    assert all("root:" not in (row["headline"] or "") for row in rows)
    assert all(len(row["headline"] or "") < 10_000 for row in rows)
    assert feeds.summary["outcomes"]["damaged_document"] >= 1


def test_sitemaps_that_name_each_other_are_asked_for_once(feeds: Aftermath) -> None:
    asked = [path for path in feeds.room.asked(OUTLETS["irna"]) if path.startswith("/s")]
    assert len(asked) == len(set(asked)), asked
    assert "/s/5" not in asked
    assert feeds.summary["outcomes"]["too_many_sitemaps"] == 1


@pytest.mark.parametrize(
    ("slug", "articles"),
    [
        ("hamshahrionline", {"1"}),  # 10 MB of rules: those at the top hold
        ("khabaronline", set()),  # a robots.txt that redirects to itself
        ("ibna", {"1"}),  # one that redirects to the rules
        ("imna", set()),  # no answer
        ("shana", set()),  # a server error
        ("qudsonline", {"1", "2"}),  # 403: there are no rules
        ("kurdpress", set()),  # larger than anything that is read
    ],
)
def test_robots_txt_in_every_shape(feeds: Aftermath, slug: str, articles: set[str]) -> None:
    assert stored(feeds, slug) == articles
    if not articles:
        assert feeds.room.asked(OUTLETS[slug]) == []
        assert feeds.rows("SELECT * FROM documents WHERE outlet = ?", slug) == []
        assert feeds.summary["outlets"][slug]["failed"] > 0
    assert feeds.summary["outcomes"]["robots_unreachable"] == 8


def test_sitemaps_of_millions_of_addresses_are_read_to_a_limit_or_refused(tmp_path) -> None:
    packed = {"Content-Type": "application/gzip"}
    with Newsroom() as room:
        for host, millions in (("www.mehrnews.com", 5.0), ("www.irna.ir", 1.0)):
            sitemap = many_urls(host, int(millions * 1e6))
            room[host, "/sitemap/news/sitemap.xml"] = Answer(sitemap, headers=packed)
        done = crawl(room, tmp_path, "run", "mehrnews", "irna", "--limit", "3", LOG_LEVEL="WARNING")
    assert done.code in {Exit.FINE, Exit.TOO_MANY_ERRORS}, done.told
    assert done.summary["outcomes"]["too_large"] == 1
    assert done.summary["outcomes"]["damaged_document"] == 1
    assert "more than 50000 addresses" in done.told
    waiting = done.rows("SELECT outlet, count(*) AS n FROM pages WHERE status = 'pending' GROUP BY outlet")
    assert [row["outlet"] for row in waiting] == ["irna"]
    assert 40_000 < waiting[0]["n"] <= 50_000


def test_a_calendar_without_end_ends(tmp_path) -> None:
    numbers = count(1)

    def page(_asked: object) -> Answer:
        n = next(numbers)
        item = f'<li class="news"><div class="desc"><h3><a href="/news/{n}">خبر {n}</a></h3></div></li>'
        return Answer(f'<html lang="fa"><body class="pt-archive"><ul>{item}</ul></body></html>')

    with Newsroom() as room:
        room["www.mehrnews.com", "/robots.txt"] = Answer("User-agent: *\nDisallow: /news/\n")
        for number in range(1, 400):
            room["www.mehrnews.com", f"/archive?pi={number}&ms=0&dy=10&mn=6&yr=1405"] = page
        days = ("-a", "mode=backfill", "-a", "since=1405-06-10", "-a", "until=1405-06-10")
        done = crawl(room, tmp_path, "crawl", "mehrnews", *days, NEWSCRAWLER_ERROR_SHARE=1)
        asked = [path for path in room.asked() if path.startswith("/archive")]
    assert done.code == Exit.FINE, done.told
    assert len(asked) == 200
    assert done.summary["outcomes"]["endless_archive"] == 1
