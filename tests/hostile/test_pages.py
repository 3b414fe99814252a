"""Article pages that would harm, stall, flood or mislead: one run meets them all."""

from __future__ import annotations

import json

import pytest

from newscrawler.errors import Exit
from tests.hostile.conftest import METADATA, Aftermath
from tests.pages import PARAGRAPHS

ENDS = {
    2: ("forbidden", "private address refused: 169.254.169.254"),
    3: ("forbidden", "private address refused: ::ffff:7f00:1"),
    4: ("pending", "status 302"),
    5: ("forbidden", "private address refused: 2130706433"),
    8: ("gone", "exceeded DOWNLOAD_MAXSIZE"),
    9: ("gone", "exceeded DOWNLOAD_MAXSIZE"),
    10: ("gone", "exceeded DOWNLOAD_MAXSIZE"),
    11: ("skipped", "not_html"),
    12: ("gone", "DownloadCancelledError"),
    13: ("pending", "DownloadTimeoutError"),
    14: ("pending", "DownloadTimeoutError"),
    15: ("gone", "max redirections reached"),
    16: ("gone", "max redirections reached"),
    17: ("pending", "DownloadFailedError"),
    19: ("pending", "ResponseDataLossError"),
    20: ("pending", "DownloadFailedError"),
    30: ("gone", "larger than download max size"),
    36: ("gone", "larger than download max size"),
    37: ("skipped", "not_html"),
    38: ("pending", "status 500"),
    39: ("gone", "Filtered offsite request to 'evil.example'"),
    40: ("pending", "status 302"),
    42: ("forbidden", "inside.mehrnews.com is 127.0.0.2"),
    60: ("forbidden", "flip.mehrnews.com is 127.0.0.2"),
}
"""Page → status and reason it ends with; all others of the run hold a story and end as `done`."""

COUNTED = {
    "address_refused": 5,
    "broken_off": 1,
    "connection_failed": 2,
    "not_html": 2,
    "offsite": 1,
    "status_302": 2,
    "status_500": 1,
    "timeout": 2,
    "too_large": 6,
    "too_many_redirects": 2,
}


@pytest.mark.parametrize("number", ENDS)
def test_a_hostile_page_ends_in_a_named_state(aftermath: Aftermath, number: int) -> None:
    status, reason = aftermath.page(number)
    assert (status, ENDS[number][1] in (reason or "")) == (ENDS[number][0], True), reason


def test_every_hostility_is_counted_by_name(aftermath: Aftermath) -> None:
    assert aftermath.summary["outcomes"] == COUNTED


def test_the_run_goes_on_to_its_end_and_says_it_in_lines(aftermath: Aftermath) -> None:
    assert aftermath.code == Exit.FINE, aftermath.told
    assert "Traceback" not in aftermath.told
    done = {row["url"] for row in aftermath.rows("SELECT url FROM pages WHERE status = 'done'")}
    assert {"https://mehrnews.com/news/1", "https://mehrnews.com/news/41"} <= done
    (pages,) = aftermath.rows("SELECT count(*) AS n FROM pages")
    assert len(done) + len(ENDS) == pages["n"]


def test_no_page_leads_into_the_house(aftermath: Aftermath) -> None:
    assert aftermath.room.asked("169.254.169.254") == []
    assert aftermath.room.asked("evil.example") == []
    assert aftermath.article(6)["article_body"]
    assert METADATA not in json.dumps(aftermath.article(7)["canonical_url"])
    assert aftermath.article(7)["canonical_url"] == "https://mehrnews.com/news/7"


def test_a_chain_of_redirects_is_left_after_a_few_steps(aftermath: Aftermath) -> None:
    steps = [path for path in aftermath.room.asked() if path.startswith("/chain/")]
    assert len(steps) <= 8
    assert aftermath.room.asked().count("/news/16") <= 9


@pytest.mark.parametrize("number", [18, 21, 22, 23, 24, 25, 31, 32])
def test_a_story_in_hostile_dress_is_read_all_the_same(aftermath: Aftermath, number: int) -> None:
    article = aftermath.article(number)
    assert article["headline"] == f"خبر شمارهٔ {number}"
    assert PARAGRAPHS[1] in article["article_body"]
    assert article["date_published"].startswith("2026-09-02T11:28:42")


@pytest.mark.parametrize("number", [26, 27, 28, 29])
def test_letters_are_right_whatever_the_page_declares(aftermath: Aftermath, number: int) -> None:
    body = aftermath.article(number)["article_body"]
    assert "به گزارش خبرنگار ما، مدیر این طرح ظهر امروز در نشست با خبرنگاران گفت" in body
    assert "آغاز کنند" in body
    assert not set("\0\ufffd&#") & set(body)


def test_no_cookie_is_sent_back(aftermath: Aftermath) -> None:
    assert not [asked for asked in aftermath.room.log if "Cookie" in asked.headers]


def test_titles_with_sql_formulas_html_and_paths_are_text(aftermath: Aftermath, tmp_path) -> None:
    assert "DROP TABLE articles; -- ../../etc/passwd" in aftermath.article(34)["headline"]
    headline = '=HYPERLINK("http://evil.example","x") <script>alert(1)</script>'
    assert aftermath.article(35)["headline"] == headline


def test_nothing_is_written_outside_the_places_of_the_data_folder(aftermath: Aftermath) -> None:
    data = aftermath.database.parent
    top = {path.name.removesuffix("-wal").removesuffix("-shm") for path in data.iterdir()}
    assert top == {"newscrawler.db", "feed", "warc", "summary.json", "urls.txt", ".lock"}
    assert {path.suffix for path in (data / "feed").iterdir()} == {".jsonl"}
    assert len(list((data / "warc").iterdir())) == 1
