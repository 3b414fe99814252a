"""Rules."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newscrawler.extraction.page import Page
from newscrawler.extraction.rules import body, css, ld, meta
from newscrawler.families import FAMILIES
from newscrawler.reader import read

PAGE = Page(
    '<meta NAME="Author" property="og:author" content=" مریم   کاظمی "><meta content="بی‌نام">'
    '<script type="application/ld+json">{"@type":"Article","author":{"name":"مریم &zwnj;کاظمی"},"wordCount":12}</script>'
    "<h1> باران <b>آمد</b></h1><time datetime='2024-02-06'>دیروز</time><div class=t><p>یک</p></div><div class=t></div>",
    "https://example.ir/news/1",
)


@pytest.mark.parametrize(
    ("rule", "name", "values"),
    [
        (meta("author"), "meta[author]", ["مریم کاظمی"]),
        (meta("og:author"), "meta[og:author]", ["مریم کاظمی"]),
        (meta("nothing"), "meta[nothing]", []),
        (ld("author"), "json-ld[author]", ["مریم \u200cکاظمی"]),
        (ld("author.name"), "json-ld[author.name]", ["مریم \u200cکاظمی"]),
        (ld("wordcount"), "json-ld[wordcount]", ["12"]),
        (ld("a.b.c"), "json-ld[a.b.c]", []),
        (css("h1"), "h1", ["باران آمد"]),
        (css("time", "datetime"), "time@datetime", ["2024-02-06"]),
        (css("time", "title"), "time@title", []),
        (body(".t"), ".t", ["یک"]),
        (body("h2"), "h2", []),
    ],
)
def test_rules(rule, name, values):
    assert rule.name == name
    assert list(rule.find(PAGE)) == values


def test_a_rule_may_be_for_some_days_only():
    rule = css("h1").dated(date(2020, 1, 1), date(2022, 12, 31))
    assert rule.find(PAGE) == css("h1").find(PAGE)
    assert [rule.applies(date(year, 6, 1)) for year in (2019, 2020, 2022, 2023)] == [False, True, True, False]
    assert rule.applies(None)


def test_links_are_made_absolute():
    assert PAGE.absolute("/a?b=1#c") == "https://example.ir/a?b=1"
    assert [PAGE.absolute(href) for href in ("", "#x", "javascript:1", "mailto:a@b", "http://[")] == [
        None
    ] * 5
    assert Page("<base href=/fa/><p>", "https://example.ir/").absolute("x") == "https://example.ir/fa/x"


def test_embedded_data():
    assert Page('<script>window.SIMORGH_DATA={"a":[1]};x()</script>').data == {"a": [1]}
    assert Page('{"a": 1}').data == {"a": 1}
    assert Page("<p>x").data is None
    assert Page("<script>__NEXT_DATA__ = {broken").data is None


def test_dated_rules_are_asked_about_pages_of_their_days_only() -> None:
    old = css("h1").dated(valid_until=date(2023, 12, 31))
    new = css("h2").dated(valid_from=date(2024, 1, 1))
    assert [rule.applies(date(2023, 12, 31)) for rule in (old, new)] == [True, False]
    assert [rule.applies(date(2024, 1, 1)) for rule in (old, new)] == [False, True]
    assert all(rule.applies(None) for rule in (old, new))


def test_a_page_of_before_the_redesign_is_still_read(monkeypatch) -> None:
    tasnim = FAMILIES["tasnim"]
    headline = (css("h1").dated(valid_until=date(2023, 12, 31)), css("h2").dated(valid_from=date(2024, 1, 1)))
    monkeypatch.setitem(FAMILIES, "tasnim", replace(tasnim, page={**tasnim.page, "headline": headline}))
    html = "<h1>عنوان پیش از بازطراحی</h1><h2>عنوان پس از بازطراحی</h2><div class=story><p>باران دیشب سد را پر کرد.</p></div>"
    for year, found in ((2022, "عنوان پیش از بازطراحی"), (2024, "عنوان پس از بازطراحی")):
        when = datetime(year, 6, 1, tzinfo=UTC)
        reading = read(
            html, "https://www.tasnimnews.com/fa/news/1402/11/17/3012345/x", fetched_at=when, family="tasnim"
        )
        assert reading.article.headline == found
