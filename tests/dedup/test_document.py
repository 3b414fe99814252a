"""Letters, words, lines of a text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.dedup.document import GRAM, Text, grams, letters_of
from newscrawler.text.letters import skeleton

PERSIAN = st.text(alphabet="ابپتيیىكکةهۀأآؤئـًّ\u200c\u200d ،؛.:/0123۴۵٦٧\n\u00a0ABcd«»ﷲﻻ", max_size=80)


@settings(deadline=None)
@given(PERSIAN.map(lambda text: "خبر " + text.replace("\n", " ")))
def test_letters_are_those_of_the_skeleton(text):
    assert Text.read(text).string == skeleton(text)


@settings(deadline=None)
@given(st.text(max_size=20), PERSIAN, st.integers(1, 12))
def test_the_quick_way_to_the_letters_gives_the_same(rare, usual, times):
    text = (usual + rare) * times + "خبر " * 80
    assert letters_of(text) == skeleton(text)


def test_half_spaces_arabic_letters_and_digits_make_no_difference():
    one = Text.read("می‌گوید: کتاب‌های ۱۲ دانش‌آموز")
    other = Text.read("ميگويد كتابهاي 12 دانش آموز")
    assert one.string == other.string


def test_words_keep_together_over_half_spaces_and_within_figures():
    text = Text.read("بهای آن ۳,۱۸۵,۵۱۶ تومان می‌شود؛ یعنی ۴.۵ درصد.")
    assert text.spell(0, len(text)) == ["بهای", "ان", "3185516", "تومان", "میشود", "یعنی", "45", "درصد"]
    assert text.spell(2, 9) == ["ای", "ان", "318"]


def test_lines_of_equal_letters_have_equal_hashes():
    lines = Text.read("بند نخست خبر\n\nبند دوم خبر\nبند نخست، خبر").lines
    assert [end - start for _, start, end in lines] == [10, 9, 10]
    assert lines[0][0] == lines[2][0] != lines[1][0]


def test_labelled_lines_and_bare_dates_are_no_text():
    page = "کد خبر: ۱۲۳۴۵\nشنبه ۱۲ شهریور ۱۳۹۸ - ساعت ۱۴:۳۰\nباران در ساری بارید.\nلینک کوتاه: https://a.example/x1"
    assert Text.read(page).string == "باراندرساریبارید"


def test_a_paragraph_that_begins_like_a_label_or_speaks_of_a_date_stays():
    assert "کدخبر" in Text.read("کد خبر " + "واژه‌های بسیار " * 20).string
    assert Text.read("مهلت تا ۱۲ شهریور").string == "مهلتتا12شهریور"


def test_letters_outside_known_lines_are_marked():
    text = Text.read("خبر ما\nیادداشت پایانی پایگاه")
    notice = text.lines[1][0]
    assert text.outside(set()) is None
    assert text.outside({notice}).tolist() == [True] * 5 + [False] * (len(text) - 5)


def test_grams_are_equal_where_the_runs_are():
    letters = Text.read("یک جمله که در هر دو متن هست و بس").letters
    other = Text.read("پیشتر: یک جمله که در هر دو متن هست").letters
    assert len(grams(letters)) == len(letters) - GRAM + 1
    assert len(np.intersect1d(grams(letters), grams(other))) == len("یکجملهکهدرهردومتنهست") - GRAM + 1


def test_an_empty_text_has_no_letters_words_lines_or_grams():
    text = Text.read("…\n\n!")
    assert (len(text), text.string, text.lines, text.spell(0, 0), len(grams(text.letters))) == (
        0,
        "",
        [],
        [],
        0,
    )
