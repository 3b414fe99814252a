"""Skeletons compare texts by their letters."""

from __future__ import annotations

import pytest

from newscrawler.text.letters import ascii_digits, fold_blanks, skeleton

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
