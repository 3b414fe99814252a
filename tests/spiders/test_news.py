"""What the spiders ask for and follow, in real runs answered from an archive."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawler.archive import Exchange, WarcWriter
from newscrawler.errors import Exit
from tests.pages import LEAD, PARAGRAPHS, nastooh, rss

MEHR = "https://www.mehrnews.com"
OTHER = (
    "سرمربی تیم والیبال بانوان گفت بازیکنان پس از اردوی شمال کشور آماده‌ی دیدارهای پایانی لیگ برتر هستند.",
    "وی افزود: دو بازیکن آسیب‌دیده به تمرین برگشته‌اند و پزشک تیم حضورشان در بازی نخست را پذیرفته است.",
)
OTHER_LEAD = "رشت- سرمربی تیم والیبال بانوان از پایان اردوی آماده‌سازی تیم خود خبر داد."
NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def web(tmp_path: Path):
    """Writes an archive of (address → body, or status, or exchange fields) and gives its path."""

    def write(answers: dict[str, Any], name: str = "web") -> str:
        path = tmp_path / f"{name}.warc.gz"
        writer = WarcWriter(path)
        for url, answer in answers.items():
            fields = (
                answer
                if isinstance(answer, dict)
                else {"status": answer}
                if isinstance(answer, int)
                else {"body": answer}
            )
            fields = {"status": 200} | fields
            body = fields.pop("body", "")
            headers = ((b"Content-Type", b"text/html; charset=utf-8"), *fields.pop("headers", ()))
            writer.write(Exchange(url=url, date=NOW, headers=headers, body=body.encode(), **fields))
        writer.close()
        return str(path)

    return write


def rows(tmp_path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        return database.execute(sql).fetchall()


def story(number: int, **fields: Any) -> str:
    fields = {
        "headline": f"خبر شمارهٔ {number} شهر",
        "paragraphs": (*PARAGRAPHS, f"این گزارش شمارهٔ {number} است."),
    } | fields
    return nastooh(f"{MEHR}/news/{number}", number, **fields)


def listing(numbers: list[int], day: str = "۱۰ شهریور ۱۴۰۵ - ۱۰:۳۰") -> str:
    items = "".join(
        f'<li class="news"><figure><a href="/news/{n}/x"><img src="/i.jpg"></a></figure><div class="desc">'
        f'<h3><a href="/news/{n}/x">خبر شمارهٔ {n} شهر</a></h3><p>لید</p><time title="{day}">دیروز</time></div></li>'
        for n in numbers
    )
    return f'<html lang="fa"><head><meta property="nastooh:pageType" content="archive"></head><body class="pt-archive"><section class="box list"><ul>{items}</ul></section></body></html>'


def copy(
    number: int, source: str = "خبرگزاری مهر", origin: str | None = None, text: tuple[str, ...] = PARAGRAPHS
) -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in (LEAD if text == PARAGRAPHS else OTHER_LEAD, *text)).replace(
        "\u200c", ""
    )
    link = f'<a href="{origin}">(ادامه)</a>' if origin else "(ادامه)"
    return (
        f"<html><body><h1>آغاز کار پل تازه</h1><div>{source} چهار شنبه 11 شهریور 1405 - 14:58</div>{paragraphs}"
        f'<p>منبع خبر "{source}" است و موتور جستجوگر خبر تیترآنلاین در قبال محتوای آن هیچ مسئولیتی ندارد. {link}</p>'
        "<p>با استناد به ماده ۷۴ قانون تجارت الکترونیک مصوب ۱۳۸۲/۱۰/۱۷ مجلس شورای اسلامی</p></body></html>"
    )


def test_a_backfill_walks_the_days_newest_first_page_by_page(scrapy, web, tmp_path) -> None:
    def page(day: int, number: int) -> str:
        return f"{MEHR}/archive?pi={number}&ms=0&dy={day}&mn=6&yr=1405"

    archive = web(
        {
            page(10, 1): listing([1, 2]),
            page(10, 2): listing([3]),
            page(10, 3): listing([]),
            page(9, 1): listing([4], "۹ شهریور ۱۴۰۵ - ۱۰:۳۰"),
            page(9, 2): listing([4], "۹ شهریور ۱۴۰۵ - ۱۰:۳۰"),
            **{f"{MEHR}/news/{n}/x": story(n, published="2026-09-01T07:00:00Z") for n in (1, 2, 3)},
            f"{MEHR}/news/4/x": story(4, published="2026-08-31T07:00:00Z"),
        }
    )
    days = ("-a", "mode=backfill", "-a", "since=1405-06-09", "-a", "until=1405-06-10")
    done = scrapy("crawl", "mehrnews", *days, NEWSCRAWLER_REPLAY=archive)
    assert done.returncode == Exit.FINE, done.stderr
    assert [row[0] for row in rows(tmp_path, "SELECT id FROM articles ORDER BY id")] == [
        f"mehrnews:{n}" for n in (1, 2, 3, 4)
    ]
    asked = [row[0] for row in rows(tmp_path, "SELECT url FROM documents")]
    assert page(10, 3) in asked
    assert page(9, 3) not in asked


def test_articles_outside_the_window_are_not_stored(scrapy, web, tmp_path) -> None:
    archive = web(
        {
            f"{MEHR}/rss": rss([(f"{MEHR}/news/1", "یک"), (f"{MEHR}/news/2", "دو")]),
            f"{MEHR}/news/1": story(1, published="2026-09-02T07:00:00Z"),
            f"{MEHR}/news/2": story(2, published="2026-08-20T07:00:00Z"),
        }
    )
    done = scrapy("crawl", "mehrnews", "-a", "since=1405-06-10", NEWSCRAWLER_REPLAY=archive)
    assert done.returncode == Exit.FINE, done.stderr
    assert rows(tmp_path, "SELECT id FROM articles") == [("mehrnews:1",)]


def test_what_a_limit_leaves_is_fetched_by_the_next_run(scrapy, web, tmp_path) -> None:
    archive = web(
        {f"{MEHR}/rss": rss([(f"{MEHR}/news/{n}", f"خبر {n}") for n in (1, 2, 3)])}
        | {f"{MEHR}/news/{n}": story(n) for n in (1, 2, 3)}
    )
    scrapy("crawl", "mehrnews", "-a", "limit=2", NEWSCRAWLER_REPLAY=archive)
    assert len(rows(tmp_path, "SELECT id FROM articles")) == 2
    scrapy("crawl", "mehrnews", NEWSCRAWLER_REPLAY=archive)
    assert len(rows(tmp_path, "SELECT id FROM articles")) == 3


def test_a_feed_s_change_brings_a_known_article_again(scrapy, web, tmp_path) -> None:
    first = web({f"{MEHR}/rss": rss([(f"{MEHR}/news/1", "یک")]), f"{MEHR}/news/1": story(1)}, "first")
    edited = story(1, headline="خبر شمارهٔ یک، ویراسته")
    second = web(
        {f"{MEHR}/rss": rss([(f"{MEHR}/news/1", "یک، ویراسته")]), f"{MEHR}/news/1": edited}, "second"
    )
    for archive in (first, first, second, second):
        assert scrapy("crawl", "mehrnews", NEWSCRAWLER_REPLAY=archive).returncode == Exit.FINE
    (old, new) = rows(tmp_path, "SELECT version, headline FROM versions ORDER BY version")
    assert old[0] == 1
    assert old[1] != new[1]
    assert new == (2, "خبر شمارهٔ یک، ویراسته")


def test_ids_walk_the_aggregator_and_hop_to_the_origins(scrapy, web, tmp_path) -> None:
    titr = "https://www.titr.online/fa/news"
    archive = web(
        {
            f"{titr}/7551000": copy(7551000, origin=f"{MEHR}/news/1"),
            f"{titr}/7551001": 404,
            f"{titr}/7551002": copy(7551002, origin=f"{MEHR}/news/2", text=OTHER),
            f"{MEHR}/news/1": nastooh(f"{MEHR}/news/1", 1),
        }
    )
    done = scrapy("crawl", "titronline", "-a", "ids=7551000-7551002", NEWSCRAWLER_REPLAY=archive)
    assert done.returncode == Exit.FINE, done.stderr
    found = {
        row[0]: row[1:]
        for row in rows(
            tmp_path, "SELECT id, duplicate_of, completeness, source_outlet, via_url FROM articles"
        )
    }
    assert found["mehrnews:1"] == (None, "full", None, f"{titr}/7551000")
    assert found["titronline:7551000"] == ("mehrnews:1", "copy", "mehrnews", None)
    assert found["titronline:7551002"][0] is None
    assert found["titronline:7551002"][1] == "copy"


def test_mirror_hosts_are_one_site(scrapy, web, tmp_path) -> None:
    archive = web(
        {
            "https://www.negaronline.ir/fa/news/7551000": copy(7551000),
            "https://zendegi.online/news/7551000": copy(7551000),
        }
    )
    urls = "urls=https://www.negaronline.ir/fa/news/7551000,https://zendegi.online/news/7551000"
    assert scrapy("crawl", "titronline", "-a", urls, NEWSCRAWLER_REPLAY=archive).returncode == Exit.FINE
    assert rows(tmp_path, "SELECT id, canonical_url FROM articles") == [
        ("titronline:7551000", "https://titr.online/fa/news/7551000")
    ]


def test_a_redirect_ends_at_the_article_s_own_address(scrapy, web, tmp_path) -> None:
    moved = {"status": 301, "headers": ((b"Location", f"{MEHR}/news/1/slug".encode()),)}
    archive = web({f"{MEHR}/x952R": moved, f"{MEHR}/news/1/slug": story(1)})
    done = scrapy("crawl", "mehrnews", "-a", f"urls={MEHR}/x952R", NEWSCRAWLER_REPLAY=archive)
    assert done.returncode == Exit.FINE, done.stderr
    assert rows(tmp_path, "SELECT url, status FROM pages ORDER BY url") == [
        ("https://mehrnews.com/news/1", "done"),
        ("https://mehrnews.com/x952R", "moved"),
    ]


def test_a_redirect_into_the_house_is_refused(scrapy, web, tmp_path) -> None:
    inside = {"status": 302, "headers": ((b"Location", b"http://169.254.169.254/latest/meta-data"),)}
    archive = web({f"{MEHR}/news/1": inside, "http://169.254.169.254/latest/meta-data": story(1)})
    done = scrapy("crawl", "mehrnews", "-a", f"urls={MEHR}/news/1", NEWSCRAWLER_REPLAY=archive)
    assert done.returncode == Exit.NOTHING_ANSWERED
    assert rows(tmp_path, "SELECT status, reason FROM pages") == [
        ("forbidden", "private address refused: 169.254.169.254")
    ]


def test_an_archive_that_answers_nothing_is_exit_3(scrapy, web) -> None:
    archive = web({"https://example.org/": "x"})
    assert scrapy("crawl", "mehrnews", NEWSCRAWLER_REPLAY=archive).returncode == Exit.NOTHING_ANSWERED


def test_a_feed_that_is_no_feed_is_said_in_a_line(scrapy, web) -> None:
    archive = web(
        {f"{MEHR}/rss": "<html>down for repair</html>", f"{MEHR}/sitemap/news/sitemap.xml": '{"urls": [}'}
    )
    done = scrapy("crawl", "mehrnews", NEWSCRAWLER_REPLAY=archive)
    assert done.returncode == Exit.FINE
    assert "Traceback" not in done.stderr
    assert f"{MEHR}/rss" in done.stderr
