"""A page in other words is read as the page itself is."""

from __future__ import annotations

import json
import re

import pytest

from newscrawler.disguise import disguise
from newscrawler.reader import read
from tests.families.test_families import PAGES
from tests.invented import article

URL = "https://example.ir/news/12345/x"


@pytest.mark.parametrize("family", PAGES)
def test_the_rules_read_the_same_structure(family) -> None:
    before, after = (read(page, URL) for page in (PAGES[family], disguise(PAGES[family])))
    assert after.family == before.family
    for name in ("date_published", "date_precision", "dateline", "provenance"):
        assert getattr(after.article, name) == getattr(before.article, name)
    for text in (after, before):
        assert len(text.article.article_body.split("\n\n")) == 3
    assert after.article.article_body != before.article.article_body


def test_a_word_is_always_the_same_other_word() -> None:
    page = article(5).html
    found = read(disguise(page), URL).article
    assert found.headline == disguise(article(5).headline)
    assert disguise(disguise("شهردار")) == disguise(disguise("شهردار"))


def test_no_word_of_the_story_is_left_but_grammar() -> None:
    story = "<p>نخست‌وزیر پیشین لهستان دیروز به خبرنگاران گفت که کارخانه‌ها تعطیل نمی‌شوند</p>"
    left = set(re.findall("[آ-ی]+", story)) & set(re.findall("[آ-ی]+", disguise(story)))
    assert left <= {"به", "گفت", "که", "ها", "نمی", "دیروز", "نخست", "خبرنگاران"}  # which rules read


def test_what_rules_read_stays() -> None:
    for text in (
        "سه‌شنبه ۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲",
        "به گزارش خبرگزاری مهر، ",
        "منبع: ایسنا",
        "انتهای پیام",
        "بجنورد- ",
    ):
        assert disguise(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_addresses_stay_and_json_is_disguised_whatever_its_escapes() -> None:
    page = '<a href="/بخش-لهستان/1">x</a><script type="application/ld+json">%s</script>'
    escaped, plain = (page % json.dumps({"headline": "لهستان"}, ensure_ascii=each) for each in (True, False))
    assert disguise(escaped) == disguise(plain)
    assert "لهستان" not in disguise(plain).partition("<script")[2]
    assert "/بخش-لهستان/1" in disguise(plain)
