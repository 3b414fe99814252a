"""Figures and names that differ in the same place, told from slips, synonyms and moved words."""

from __future__ import annotations

import pytest

from newscrawler.dedup.alignment import Alignment
from newscrawler.dedup.conflicts import conflicts
from newscrawler.dedup.document import Text

TEXT = "در آیین امروز، آرش نیکومنش از {} کتابخانه {} در شهر {} خبر داد و گفت همه آنها تا {} آماده می‌شود."
VALUES = ("ساخت", "۱۲", "ساری", "مهر")


def _found(*values: str) -> tuple[int, ...]:
    return tuple(conflicts(Alignment(Text.read(TEXT.format(*VALUES)), Text.read(TEXT.format(*values)))))


@pytest.mark.parametrize(
    ("values", "figures", "names", "slips"),
    [
        (("ساخت", "۱۲", "ساری", "مهر"), 0, 0, 0),
        (("ساخت", "۱۷", "ساری", "مهر"), 1, 0, 1),
        (("ساخت", "۱۲", "زنجان", "مهر"), 0, 1, 0),
        (("ساخت", "۱۲", "ساری", "آبان"), 1, 0, 1),
        (("ساخت", "۱۲", "سایر", "مهر"), 0, 0, 1),
        (("ساخت و تجهیز", "۱۲", "ساری", "مهر"), 0, 0, 0),
        (("ساخت", "۱۲", "زنجان", "آبان"), 1, 1, 1),
    ],
)
def test_each_kind_of_change_is_counted(values, figures, names, slips):
    assert _found(*values) == (figures, names, 0, slips)


def test_a_pair_of_names_that_comes_again_is_told_apart():
    text = "{p} رئیس شد. همه کارمندان به {p} شادباش گفتند و برای {p} کامیابی خواستند؛ این خبر امروز رسید."
    found = conflicts(Alignment(Text.read(text.format(p="نیکومنش")), Text.read(text.format(p="دل‌آرام"))))
    assert (found.names, found.repeated) == (3, 1)


def test_synonyms_of_the_trade_are_no_names():
    one = Text.read("وی گفت که این کار انجام شد و همچنین درباره آینده سخن راند و رفت.")
    other = Text.read("او اظهار داشت که این کار صورت گرفت و نیز درخصوص آینده سخن راند و رفت.")
    assert conflicts(Alignment(one, other)).names == 0
