"""Which language."""

import pytest

from newscrawler.extraction.language import language_of

PERSIAN = (
    "باران دیشب در شهر بارید و مردم از این که هوا خنک شد گفتند که خوب است و برای کشاورزان هم خبر خوبی بود"
)


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        (PERSIAN, None, "fa"),
        (PERSIAN, "fa-IR", "fa"),
        (PERSIAN, "prs-AF", "fa-AF"),
        (PERSIAN, "fa_AF", "fa-AF"),
        (PERSIAN, "en", "fa"),
        (
            "هطلت الأمطار في المدينة الليلة الماضية و قال الناس إن الهواء الذي كان حارا أصبح باردا على الرغم من الشمس",
            "fa",
            "ar",
        ),
        ("باران د ښار په ډېرو سيمو کې ورېدلی او خلکو ويلي چې هوا ښه شوې ده او بزګران هم خوښ دي", "fa", "ps"),
        (
            "دوێنێ شەو لە شاردا باران باری و خەڵک گوتیان کە هەوا خۆش بووە و جووتیاران دڵخۆشن لەم هەواڵە",
            "fa",
            "ckb",
        ),
        ("It rained in the city last night and people said the air was cooler than before", "fa", "en"),
        ("باران", "fa", "fa"),
        ("باران", None, None),
        ("", "not a tag!", None),
    ],
)
def test_language(text, declared, tag):
    assert language_of(text, declared) == tag
