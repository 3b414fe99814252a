"""Skeletons compare texts by their letters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.text.letters import ascii_digits, fold_blanks, skeleton, skeleton_by_steps
from tests.text.test_normalize import TEXTS

STORY = "دستگاه‌های دولتی «مسئله» را تا ۱۴۰۲/۱۲/۰۳ می‌دانند؛ COVID-19 هٔ آغازِ کار."


@pytest.mark.parametrize(
    "copy",
    [
        STORY.replace("\u200c", ""),
        STORY.replace("\u200c", " "),
        STORY.replace("ی", "ي").replace("ک", "ك"),
        STORY.replace("۱", "1").replace("۲", "٢").replace("۰", "0"),
        STORY.replace("هٔ", "ۀ"),
        STORY.replace("ا", "ا\u0640").upper(),
        STORY.replace("\u0650", ""),
        STORY.replace(" ", "\u00a0\n"),
    ],
)
def test_a_copy_has_the_same_skeleton(copy: str) -> None:
    assert skeleton(copy) == skeleton(STORY)


def test_other_letters_or_digits_make_another_skeleton() -> None:
    assert skeleton("۱۴۰۲ تومان") != skeleton("۱۴۰۳ تومان")
    assert skeleton("کتاب") != skeleton("کباب")


def test_presentation_forms_fold() -> None:
    assert skeleton("\ufeb3\ufefc\ufee1") == skeleton("سلام")


def test_digits_become_ascii_and_nothing_else_changes() -> None:
    assert ascii_digits("سال ۱۴٠٢، 5") == "سال 1402، 5"
    assert ascii_digits("بی رقم") == "بی رقم"


def test_blanks_fold() -> None:
    assert fold_blanks(" الف \u00a0\n ب\t") == "الف ب"


def test_each_character_has_the_letter_that_the_steps_give() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x10400)):
        char = chr(code)
        assert skeleton(char) == skeleton_by_steps(char)
        assert skeleton(f"ا{char}e") == skeleton_by_steps(f"ا{char}e")


@settings(deadline=None)
@given(TEXTS)
def test_any_text_has_the_letters_that_the_steps_give(text: str) -> None:
    assert skeleton(text) == skeleton_by_steps(text)
    assert skeleton(text * 40) == skeleton_by_steps(text * 40)


@given(st.text())
def test_blanks_are_what_patterns_call_blanks(text: str) -> None:
    assert fold_blanks(text) == re.sub(r"\s+", " ", text).strip()
