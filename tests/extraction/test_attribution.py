"""Who a text says wrote it."""

import pytest

from newscrawler.extraction.attribution import attribution, source_line
from newscrawler.outlets import catalogue


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["به گزارش خبرگزاری مهر، باران آمد."], "خبرگزاری مهر"),
        (["به گزارش خبرنگار مهر، باران آمد."], "مهر"),
        (["به گزارش گروه استان‌های باشگاه خبرنگاران جوان، باران آمد."], "باشگاه خبرنگاران جوان"),
        (["به گزارش خبرنگار گروه سیره امامان خبرگزاری رسا، باران آمد."], "خبرگزاری رسا"),
        (["به گزارش پارس تودی به نقل از ایرنا، باران آمد."], "ایرنا"),
        (["باران آمد.", "به نقل از ایسنا، رود پر شد."], "ایسنا"),
        (["خبرگزاری فارس: باران آمد."], "خبرگزاری فارس"),
        (["باران آمد. منبع: برترین‌ها"], "برترین‌ها"),
    ],
)
def test_names(texts, name):
    assert attribution(texts, catalogue().resolve)[0] == name


@pytest.mark.parametrize("text", ["به گزارش شاهدان باران آمد.", "به نقل از او، باران آمد.", "باران آمد.", ""])
def test_nobody_is_made_up(text):
    assert attribution([text], catalogue().resolve) is None


def test_a_line_that_is_only_the_source():
    assert source_line("منبع: خبرگزاری مهر") == "خبرگزاری مهر"
    assert source_line("منبع آب شهر: سد لار است که پر شد") is None
