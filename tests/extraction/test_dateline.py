"""The place that opens a text."""

import pytest

from newscrawler.extraction.dateline import split_dateline


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("بجنورد- استاندار گفت", "بجنورد", "استاندار گفت"),
        ("خرم‌آباد - باران بارید", "خرم‌آباد", "باران بارید"),
        ("خرم اباد – باران بارید", "خرم اباد", "باران بارید"),
        ("تهران- ایرنا- سخنگو گفت", "تهران", "سخنگو گفت"),
        ("کابل - خبرگزاری پژواک - مردم گفتند", "کابل", "مردم گفتند"),
        ("آذربايجان شرقي- برف آمد", "آذربايجان شرقي", "برف آمد"),
    ],
)
def test_split(text, place, rest):
    assert split_dateline(text) == (place, rest)


@pytest.mark.parametrize(
    "text",
    [
        "پارس تودی- رئیس گفت",
        "خبرگزاری آریا - رییس گفت",
        "تهران: نه به جنگ",
        "تهران میزبان بازی‌هاست - گفت‌وگو",
        "مهر - ماه مدرسه",
        "تهران-",
        "",
    ],
)
def test_other_openings_stay(text):
    assert split_dateline(text) == (None, text)
