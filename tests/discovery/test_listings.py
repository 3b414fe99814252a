from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery import announced_feeds, read_links_by_form, read_listing

URL = "https://www.example.ir/archive?pi=1&ms=0"
TITR = re.compile(r"^/fa/news/(?P<id>\d+)")

ARCHIVE = """<html><head><meta property="nastooh:pageType" content="archive"></head><body><main><section><ul>
<li class="news"><figure><a href="/news/9/نهم" title="۱ ماه قبل"><img src="/9.jpg" alt="نهم"></a></figure>
<div class="desc"><h4><a href="/news/9/نهم">روتیتر:</a></h4><h3><a href="/news/9/%D9%86" title="۱ ماه قبل"> نهمین
خبر </a></h3><p>لید خبر.</p><time title="یکشنبه ۱۰ دی ۱۴۰۲ - ۲۲:۵۳"><a href="/news/9">۱ ماه قبل</a></time></div></li>
<li class="news"><div class="desc"><h3><a href="/redirect/ads/7">تبلیغ</a></h3><time>۲ ساعت پیش</time></div></li>
<li class="photo"><div class="desc"><h3><a href="/photo/8/x">هشتم</a></h3><time>۲ ساعت پیش</time></div></li>
</ul><footer><ul class="pagination"><li class="disabled"><span>قبلی</span></li><li class="active"><span>۱</span></li>
<li><a href="/archive?pi=2&amp;ms=0" rel="noindex next">۲</a></li><li><a href="/archive?pi=3&amp;ms=0"
rel="noindex next">۳</a></li></ul></footer></section>
<aside class="box"><ul><li class="news"><div class="desc"><h3><a href="/news/1/side">کنار صفحه</a></h3></div></li></ul>
</aside></main></body></html>"""


def test_an_archive_page_gives_its_items_with_dates_and_the_next_page(family) -> None:
    now = datetime(2024, 1, 31, 12, tzinfo=UTC)
    found = read_listing(ARCHIVE.encode(), URL, family, now)
    ninth, eighth = found.links
    assert (ninth.url, ninth.headline) == ("https://www.example.ir/news/9/%D9%86", "نهمین خبر")
    assert (ninth.kicker, ninth.description) == ("روتیتر:", "لید خبر.")
    assert ninth.date_published == datetime(2023, 12, 31, 22, 53, tzinfo=ZoneInfo("Asia/Tehran"))
    assert ninth.image == "https://www.example.ir/9.jpg"
    assert eighth.date_published == datetime(2024, 1, 31, 10, tzinfo=UTC)
    assert found.next_page == "https://www.example.ir/archive?pi=2&ms=0"
    assert found.problems == ()


def test_a_relative_date_without_a_clock_stays_unknown(family) -> None:
    assert read_listing(ARCHIVE, URL, family).links[1].date_published is None


def test_the_last_page_has_no_next_one(family) -> None:
    last = ARCHIVE.replace('<li class="active"><span>۱</span></li>', "").replace(
        "۳</a></li>", '۳</a></li><li class="active"><span>۴</span></li>'
    )
    assert read_listing(last, URL, family).next_page is None


def test_an_empty_day_is_no_problem_but_a_foreign_page_is(family) -> None:
    empty = '<meta property="nastooh:pageType" content="archive"><ul></ul>'
    assert read_listing(empty, URL, family).problems == ()
    assert read_listing("<title></title>", URL, family).problems == (
        f"{URL}: not a list of articles as nastooh has them",
    )


def test_links_are_known_by_their_form_alone_with_the_best_text_as_headline() -> None:
    html = """<base href="https://titr.online/fa/"><a href="news/1?ref=home"><img alt="تصویر"></a>
    <a href="/fa/news/2#c"><h3>خبر دوم</h3>خلاصهٔ خبر دوم که دراز است و باز هم دراز</a><a href="/fa/news/2">ادامه</a>
    <div><a href="http://www.titr.online/fa/news/3">کوتاه</a><a href="http://www.titr.online/fa/news/3">متن بلندتر</a>
    <a href="https://negaronline.ir/fa/news/4">آینه</a><a href="https://other.ir/fa/news/5">جای دیگر</a>
    <a href="/fa/about">درباره</a><a>بی‌نشانی</a><a href="mailto:a@b.c">نامه</a></div>"""
    found = read_links_by_form(html, "https://www.titr.online/fa/", TITR, hosts=("negaronline.ir",))
    assert [(link.url, link.headline) for link in found.links] == [
        ("https://titr.online/fa/news/1?ref=home", "تصویر"),
        ("https://titr.online/fa/news/2", "خبر دوم"),
        ("http://www.titr.online/fa/news/3", "متن بلندتر"),
        ("https://negaronline.ir/fa/news/4", "آینه"),
    ]


def test_both_spellings_of_a_persian_address_have_its_form() -> None:
    form = re.compile(r"^/بخش-[^/]+/\d+")
    html = '<a href="/بخش-یک/5">x</a><a href="/%D8%A8%D8%AE%D8%B4-%DB%8C%DA%A9/6">y</a>'
    assert len(read_links_by_form(html, URL, form).links) == 2


def test_announced_feeds_are_those_of_articles() -> None:
    html = """<head><link rel="alternate" type="application/rss+xml" title="همه" href="/rss">
    <link rel="ALTERNATE feed" type="application/atom+xml; charset=utf-8" href="https://f.ir/atom"><link rel="alternate"
    type="application/rss+xml" href="/comments/feed/"><link rel="alternate" hreflang="en" href="/en">
    <link rel="alternate" type="application/json" href="/j"><link rel="stylesheet" type="text/css" href="/c">"""
    assert announced_feeds(html, URL) == ["https://www.example.ir/rss", "https://f.ir/atom"]
    documents = read_links_by_form(html, URL, TITR).documents
    assert (documents[0].url, documents[0].headline) == ("https://www.example.ir/rss", "همه")


def test_a_page_nested_deep_or_full_of_links_is_read(family) -> None:
    deep = '<a href="/fa/news/1">x</a>' + "<div>" * 50_000 + '<a href="/fa/news/2">x</a>' + "</div>" * 50_000
    assert [link.url for link in read_links_by_form(deep, "https://titr.online/", TITR).links] == [
        "https://titr.online/fa/news/1"
    ]
    many = "".join(f'<a href="/fa/news/{n}">x</a>' for n in range(20_000))
    assert len(read_links_by_form(many, "https://titr.online/", TITR).links) == 5_000


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_reading_never_raises(family, junk: bytes | str) -> None:
    read_listing(junk, URL, family)
    read_links_by_form(junk, URL, TITR)
    announced_feeds(junk, URL)


def test_the_saved_archive_gives_all_its_links_with_dates(shared, family) -> None:
    page = (shared / "markup/hamshahrionline.ir-archivelisting.html").read_bytes()
    found = read_listing(page, "https://www.hamshahrionline.ir/page/archive.xhtml?wide=0&ms=0&pi=1", family)
    tehran = ZoneInfo("Asia/Tehran")
    assert [link.date_published for link in found.links] == [
        datetime(2023, 12, 31, 18, 16, tzinfo=tehran),
        datetime(2023, 12, 30, 19, 48, tzinfo=tehran),
        datetime(2023, 12, 27, 18, 16, tzinfo=tehran),
    ]
    assert [link.kicker for link in found.links] == [None, None, "نکته بهداشتی روز:"]
    assert found.next_page
    assert "pi=2" in found.next_page


def test_a_saved_challenge_is_no_list(shared, family) -> None:
    found = read_listing((shared / "markup/arvancloud-challenge.html").read_bytes(), URL, family)
    assert found.links == ()
    assert found.problems
