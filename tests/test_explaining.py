"""Why a value won, in words."""

from __future__ import annotations

from datetime import UTC, datetime

from newscrawler.explaining import explained
from newscrawler.reader import read
from tests.test_reader import HEADLINE, PARAGRAPHS, URL, article_page, page


def candidates(html: str, key: str) -> list[dict]:
    now = datetime(2026, 10, 4, tzinfo=UTC)
    return explained(read(html, URL, fetched_at=now, explain=True))["candidates"][key]


def test_a_day_gives_way_to_the_minute_of_the_same_day() -> None:
    html = article_page('<meta property="article:published_time" content="2024-02-06">')
    day, printed = candidates(html, "date_published")
    assert (day["precision"], day["won"]) == ("day", False)
    assert day["why"] == "less exact than the winner, or in the future"
    assert (printed["rule"], printed["won"]) == ("generic:printed", True)
    assert printed["read"] == "2024-02-06T13:32:00+03:30"
    assert printed["why"] == "the first rule whose value could be used"


def test_what_cannot_be_read_and_what_was_not_asked_are_told_apart() -> None:
    head = (
        '<meta property="article:published_time" content="دیگر روز"><meta name="pubdate" content="2024-02-06T10:02:00Z">'
        '<meta name="parsely-pub-date" content="2024-02-07T10:02:00Z">'
    )
    whys = [each["why"] for each in candidates(article_page(head), "date_published")]
    assert whys[:3] == [
        "no date that can be read",
        "the first rule whose value could be used",
        "not asked: an earlier rule won",
    ]


def test_an_instant_in_the_future_is_explained() -> None:
    head = (
        '<meta property="article:published_time" content="2026-12-13T10:22:15+03:30">'
        '<meta property="article:modified_time" content="2026-09-30T10:24:42+03:30">'
    )
    (winner,) = (each for each in candidates(article_page(head), "date_published") if each["won"])
    assert "future" in winner["rule"] + winner["why"]


def test_what_only_the_text_says_has_an_entry_too() -> None:
    html = article_page(paragraphs=[*PARAGRAPHS, "منبع: ایسنا"])
    (source,) = candidates(html, "source_name")
    assert (source["rule"], source["won"], source["why"]) == ("text:منبع:", True, "the text itself says it")


def test_a_page_without_an_article_shows_what_was_found_all_the_same() -> None:
    report = explained(read(page(f"<h1>{HEADLINE}</h1>"), URL, explain=True))
    assert report["reason"] == "no_text"
    assert report["candidates"]["headline"][0]["why"] == "not used: nothing usable in it"
