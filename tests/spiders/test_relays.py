"""Aggregators that only lead to the story, and outlets that let nobody read theirs: what is stored of either."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from newscrawler.errors import Exit
from tests.loopback import Answer, Newsroom, live
from tests.pages import LEAD, nastooh, rss

MEHR = "www.mehrnews.com"
SECOND = 1788348540
"""2026-09-02 11:29 UTC, as Shahrekhabar's ids begin."""
FIRST = 700001
WORDS = ["پل", "راه", "سد", "باغ", "شهر", "کوه", "دریا"]


@pytest.fixture
def room():
    with Newsroom() as room:
        for number in range(FIRST, FIRST + 7):
            text = tuple(
                f"بند {n} از گزارش {WORDS[number - FIRST]} است و چیزی می‌گوید که دیگران نمی‌گویند: {WORDS[n]}."
                for n in range(5)
            )
            page = nastooh(
                f"https://{MEHR}/news/{number}",
                number,
                headline=f"گزارشی از {WORDS[number - FIRST]}",
                paragraphs=text,
            )
            room[MEHR, f"/news/{number}/x"] = Answer(page)
        yield room


def rows(tmp_path, words: str) -> list[tuple]:
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        return database.execute(words).fetchall()


def origin(number: int) -> str:
    return f"https://{MEHR}/news/{number}/x"


SHAHR = "www.shahrekhabar.com"
SHAHR_LIST = f"""<ul class="news-list-items">
<li><a class="alink nlinkb1" href="https://{SHAHR}/news/{SECOND}8097">گزارشی از پل</a>
<span class="refrence minw88">خبرگزاری مهر</span><span class="refrence minw80">۱  دقيقه پيش</span></li>
<li><a class="alink nlinkb1" href="https://{SHAHR}/news/{SECOND}8098">گزارشی از راه</a>
<span class="refrence minw88">خبرگزاری مهر</span><span class="refrence minw80">۲  دقيقه پيش</span></li></ul>
<ul class="toplinks"><li class="toplinkli"><a class="alink" href="https://{SHAHR}/news/{SECOND}8099" data-content="{LEAD}">
خبری که صاحبش نشان نمی‌دهد</a><span class="refrence">خبرگزاری مهر</span></li></ul>"""
FARSI = "khabarfarsi.com"
FARSI_LIST = """<div class="top_item_wrapper"><div class="nrow row"><h2><a href="/u/52550793" class="ntitle">گزارشی از سد</a></h2>
<div class="nmeta"><a href="/w/mehrnews.com">مهر</a><span class="semelapsed">۳ ساعت پیش</span></div></div>
<div class="nrelated_item"><a href="/u/52550794" class="ntitle">گزارشی از پل</a>
<div class="nmeta"><a href="/w/mehrnews.com">مهر</a><span class="semelapsed">۳ ساعت پیش</span></div></div></div>"""


def to(address: str) -> Answer:
    return Answer(status=302, headers={"Location": address})


def aggregators(room: Newsroom) -> None:
    room[SHAHR, "/%D8%A2%D8%AE%D8%B1%DB%8C%D9%86-%D8%A7%D8%AE%D8%A8%D8%A7%D8%B1"] = Answer(SHAHR_LIST)
    room[SHAHR, f"/news/{SECOND}8097"] = Answer(f'<iframe id="myframe" src="{origin(FIRST + 0)}"></iframe>')
    room[SHAHR, f"/news/{SECOND}8098"] = Answer(
        f'<meta http-equiv="refresh" content="0; url={origin(FIRST + 1)}">'
    )
    room[SHAHR, f"/news/{SECOND}8099"] = Answer(
        f'<iframe id="myframe" src="https://{MEHR}/news/99/x"></iframe>'
    )
    room[MEHR, "/news/99/x"] = Answer(status=403)
    room[FARSI, "/"] = Answer(FARSI_LIST)
    room[FARSI, "/u/52550793"] = to(origin(FIRST + 2))
    room[FARSI, "/u/52550794"] = to(origin(FIRST + 0))
    room["khabarban.com", "/"] = Answer('<a href="/17728105/گزارشی_از_باغ">گزارشی از باغ</a>')
    room[
        "khabarban.com", "/17728105/%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4%DB%8C_%D8%A7%D8%B2_%D8%A8%D8%A7%D8%BA"
    ] = Answer(f"<script>window.location.href = '{origin(FIRST + 3)}'</script>")
    feed = rss([("https://www.ghatreh.com/news/nn68001234/x", "گزارشی از شهر")])
    room["www.ghatreh.com", "/news/src-243-0-20.rss"] = Answer(feed)
    room["www.ghatreh.com", "/news/nn68001234/x"] = to("https://www.ghatreh.com/go/68001234")
    room["www.ghatreh.com", "/go/68001234"] = to(origin(FIRST + 4))


AGGREGATORS = ("shahrekhabar", "khabarfarsi", "khabarban", "ghatreh")


def test_every_aggregator_leads_to_the_agency_s_own_page(room, scrapy, tmp_path):
    aggregators(room)
    done = scrapy("run", *AGGREGATORS, *live(room))
    assert done.returncode in {Exit.FINE, Exit.TOO_MANY_ERRORS}, done.stderr
    full = rows(
        tmp_path,
        "SELECT id, outlet, date_published FROM articles WHERE completeness = 'full' ORDER BY id",
    )
    assert [row[0] for row in full] == [f"mehrnews:{number}" for number in range(FIRST, FIRST + 5)], (
        done.stdout
    )
    assert {row[1] for row in full} == {"mehrnews"}
    assert all(
        row[2].startswith("2026-09-02T11:28:42") for row in full
    )  # the agency's, not when it was listed
    assert room.asked(MEHR).count(f"/news/{FIRST}/x") == 1  # two aggregators lead there

    listed = rows(
        tmp_path, "SELECT outlet, date_listed FROM sightings WHERE url LIKE '%mehrnews.com/news/700001'"
    )
    assert {row[0] for row in listed} == {"shahrekhabar", "khabarfarsi"}
    assert any(row[1] and row[1].startswith("2026-09-02T11:29:00") for row in listed)

    copies = rows(
        tmp_path,
        "SELECT outlet, source_outlet, source_url, headline, completeness FROM articles WHERE completeness <> 'full'",
    )
    assert copies == [
        ("shahrekhabar", "mehrnews", f"https://{MEHR}/news/99/x", "خبری که صاحبش نشان نمی‌دهد", "copy")
    ]


def test_what_was_resolved_is_not_asked_for_again(room, scrapy):
    aggregators(room)
    scrapy("run", *AGGREGATORS, *live(room))
    room.log.clear()
    scrapy("run", *AGGREGATORS, *live(room))
    assert not [path for path in room.asked() if "/news/7" in path or path.startswith("/u/")]


CHALLENGE = "<html><title></title><body><section class='error-section'><script>window.AR_SiteKey='x'</script></section></body></html>"


def test_an_outlet_that_asks_for_a_browser_is_left_alone_and_its_feed_stored_as_teasers(
    room, scrapy, tmp_path
):
    room[MEHR, "/rss"] = Answer(
        rss([(origin(number), f"گزارشی از {WORDS[number - FIRST]}") for number in range(FIRST, FIRST + 5)])
    )
    pages = {number: room.routes[MEHR, f"/news/{number}/x"] for number in range(FIRST, FIRST + 5)}
    for number in pages:
        room[MEHR, f"/news/{number}/x"] = Answer(CHALLENGE)
    done = scrapy("run", "mehrnews", *live(room, CONCURRENT_REQUESTS_PER_DOMAIN=1, DOWNLOAD_DELAY=0.2))
    assert "blocked" in done.stdout
    asked = [path for path in room.asked(MEHR) if path.startswith("/news/")]
    assert len(asked) <= 2  # of five
    stored = rows(tmp_path, "SELECT id, completeness, description, article_body FROM articles ORDER BY id")
    assert stored == [(f"mehrnews:{number}", "teaser", stored[0][2], None) for number in pages]
    assert "شهردار منطقه" in stored[0][2]

    for number, page in pages.items():
        room[MEHR, f"/news/{number}/x"] = page
    again = scrapy("run", "mehrnews", *live(room))
    assert again.returncode == Exit.FINE, again.stderr
    stored = rows(tmp_path, "SELECT id, completeness, version FROM articles ORDER BY id")
    assert stored == [(f"mehrnews:{number}", "full", 2) for number in pages]
