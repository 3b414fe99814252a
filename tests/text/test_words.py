"""The words a search compares: one word, however it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.text.letters import skeleton
from newscrawler.text.words import Term, parse_query, words

SPELLINGS = ("دستگاه‌های", "دستگاههای", "دستگاه های", "دستگاه‌هاي", "دستگاه هاي", "دستـگاه‌های", "دَستگاه‌های")
persian = st.text("ابپتجدسشعفقکگلمنوهیيكة‌ آأئؤ۱۲3٤.،»«\n\u064eـhH-", max_size=60)


def test_every_spelling_is_one_word() -> None:
    assert {words(spelling) for spelling in SPELLINGS} == {("دستگاههای", "دستگاه")}


@pytest.mark.parametrize(
    ("text", "folded", "stems"),
    [
        ("می شود می‌شود میشود", "میشود میشود میشود", "شود"),
        ("کتاب‌خانه‌ها", "کتابخانهها", "خانه کتاب کتابخانه"),
        ("تنها آنها", "تنها انها", ""),
        ("رفته اند", "رفتهاند", "رفته"),
        ("ها که گفت", "ها که گفت", ""),
        ("ﻻله", "لاله", ""),
        ("", "", ""),
    ],
)
def test_folding(text, folded, stems) -> None:
    assert words(text) == (folded, stems)


@given(persian)
def test_the_letters_are_the_skeleton_s(text) -> None:
    assert words(text).words.replace(" ", "") == skeleton(text)


@given(persian)
def test_folding_again_changes_nothing(text) -> None:
    once = words(text).words
    assert words(once).words.replace(" ", "") == once.replace(" ", "")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("دستگاه هاي", [Term((("دستگاههای",),))]),
        ("کتاب خانه", [Term((("کتاب", "خانه"), ("کتابخانه",)))]),
        ('"پل تازه" -آب', [Term((("پل تازه",),)), Term((("اب",),), excluded=True)]),
        ("«پل تازه» شهر", [Term((("شهر",),)), Term((("پل تازه",),))]),
        ('- "" " ', []),
        ("", []),
    ],
)
def test_queries(query, terms) -> None:
    assert parse_query(query) == terms


@given(st.text(max_size=80))
def test_any_query_is_read(query) -> None:
    for term in parse_query(query):
        assert all(phrase for way in term.ways for phrase in way)
