"""The pages in a real Chromium, as a person uses them."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.text.test_words import SPELLINGS

STORY = "/story?id=mehrnews:60"


def headlines(page) -> list[str]:
    return page.locator("ol.list h2").all_inner_texts()


def test_it_is_persian_and_right_to_left_with_a_switch(page) -> None:
    page.goto("/")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["fa", "rtl"]
    assert headlines(page)[0] == "ساخت ۳۲ پل"
    assert "۱۴۰۵/۰۸/" in page.locator("ol.list li").first.inner_text()
    page.fill("#q", "پل")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.click("a.switch")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    assert page.input_value("#q") == "پل"
    assert page.locator("button").first.inner_text() == "Search"
    assert "2026-11-" in page.locator("ol.list li").first.inner_text()
    page.click("a.switch")
    assert page.evaluate("document.documentElement.dir") == "rtl"


@pytest.mark.parametrize("spelling", SPELLINGS[:5])
def test_search_finds_every_spelling_and_marks_it(page, spelling) -> None:
    page.goto("/")
    page.fill("#q", f"{spelling} اجرایی")
    page.click("form.search button")
    assert headlines(page) == ["ساخت ۳۲ پل", "ساخت ۳۵ پل"]
    assert page.locator("ol.list mark").first.inner_text() == "دستگاه‌های"


def test_filters(page) -> None:
    page.goto("/?q=پل")
    page.select_option("select[name=outlet]", "mehrnews")
    page.fill("input[name=since]", "۱۴۰۵/۰۶/۲۰")
    page.fill("input[name=until]", "2026-09-14")
    page.click("form.search button")
    assert headlines(page) == ["=پل شماره‌ی 12", "=پل شماره‌ی 9"]
    page.click("a.clear")
    page.fill("input[name=section]", "عمران")
    page.check("input[name=originals]")
    page.click("form.search button")
    assert headlines(page)[0] == "ساخت ۳۵ پل"
    page.goto("/?since=دیروز")
    assert page.locator("[role=alert]").inner_text().startswith("روز را چنین بنویسید")
    page.goto("/?q=هیچ‌جا")
    assert "چیزی یافت نشد" in page.locator(".nothing").inner_text()


@pytest.mark.parametrize("query", ["", "&q=پل"])
def test_pages_follow_each_other_without_gap_or_repeat(page, query) -> None:
    page.goto(f"/?originals=1{query}")
    found = headlines(page)
    while page.locator("a.next").count():
        page.click("a.next")
        found += headlines(page)
    assert len(found) == len(set(found)) == 42 - bool(query)


def test_a_story_shows_versions_side_by_side_and_how_it_spread(page) -> None:
    page.goto("/?q=ساخت&originals=1")
    page.click("ol.list h2 a")
    assert page.locator("article h1").inner_text() == "ساخت ۳۵ پل"
    assert page.locator("#versions del").all_inner_texts() == ["برداشته", "۳۲", "۳۲"]
    assert page.locator("#versions ins").all_inner_texts() == ["افزوده", "۳۵", "۳۵"]
    assert page.locator("#versions .same").all_inner_texts() == ["… ۱ بند بی‌تغییر …"] * 2
    told = page.locator("#timeline li .what").all_inner_texts()
    assert told[0].startswith("خبرگزاری مهر منتشر کرد") or told[0].startswith("در فهرستِ")
    assert any("تیترآنلاین رونوشت کرد" in each and "۹۸٪ همانند" in each for each in told)
    assert "+۹ دقیقه" in page.locator("#timeline").inner_text()
    page.click("#timeline a:has-text('تیترآنلاین رونوشت کرد')")
    page.click(".badge.copy a")
    assert page.locator("article h1").inner_text() == "ساخت ۳۵ پل"
    page.goto("/story?id=none")
    assert "چنین خبری در پایگاه نیست" in page.locator("[role=alert]").inner_text()


def test_the_dashboard_draws_what_there_is(page) -> None:
    page.goto("/dashboard?days=7")
    assert page.locator(".figures .card b").all_inner_texts()[0] == "۲"
    assert page.locator("svg rect.first").count() > 100
    assert "تیترآنلاین از خبرگزاری مهر" in page.locator("main").inner_text()
    page.click("text=۳۰ روز")
    assert page.locator(".figures .card b").all_inner_texts()[0] == "۱۱"


def test_what_is_stored_is_text_and_nothing_else(page) -> None:
    page.goto("/?until=2026-09-01")
    assert "<script>window.hurt" in headlines(page)[0]
    page.click("ol.list h2 a")
    assert page.evaluate("window.hurt") is None
    assert page.locator("a[href^=javascript]").count() == 0
    page.goto('/?q="><script>window.hurt=1</script>&section=<b>x')
    assert page.evaluate("window.hurt") is None


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", ["/", "/?q=پل&outlet=mehrnews", STORY, "/dashboard", "/story?id=none"])
def test_it_is_accessible_and_fits(page, path, width, scheme) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in {"serious", "critical"}]
    assert serious == [], [(each["id"], [n["html"] for n in each["nodes"]]) for each in serious]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_datasette_s_own_pages_are_there(page) -> None:
    page.goto("/")
    with page.expect_navigation():
        page.click("nav >> text=SQL")
    assert "articles" in page.locator("body").inner_text()
    page.goto("/newscrawler/articles?_size=2")
    assert page.locator("table.rows-and-columns tbody tr").count() == 2
