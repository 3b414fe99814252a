"""`normalize` as a whole: the gold cases, idempotence, the guards, the manual."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler import normalize
from newscrawler.text.manual import MANUAL, manual

if TYPE_CHECKING:
    from pathlib import Path

Z = "\u200c"
PERSIAN = "ابتدرسشکگلمنوهیآئءچپژ"
SIGNS = " \n\u200c\u200c  \u0640\u064b\u0651\u0654\u0653\u0670\u200f\u200d\u00a0\u200b\u00ac،؛؟.:!«»()\"',;?&;#@_/-…"
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from(PERSIAN + SIGNS + "يكىةۀأ٣4۵7a"), st.characters()), max_size=80
)
PHRASES = st.lists(
    st.sampled_from(
        ["می", "شود", "میشود", "کتابهای", "خانه", "ها", "های", "ی", "سیبزمینی", "کار", "و", "دانش", "آموزان", "نمی\u200cرود",
         "www.a.ir", "#خبر", "&amp;lt;", "(", "«", "»،", "۱4", "\n", "  ", "ـ", "\u0654", "هٔ", "تر", "گفت.او"]
    ),
    max_size=25,
).map(" ".join)  # fmt: skip


def test_every_character_case(shared: Path) -> None:
    rows = (shared / "text" / "chars.tsv").read_text(encoding="utf-8").split("\n")[1:]
    cases = [row.split("\t") for row in rows if row]
    wrong = {name: normalize(json.loads(given)) for name, _, given, good in cases
             if normalize(json.loads(given)) not in json.loads(good)}  # fmt: skip
    assert (len(cases), wrong) == (99, {})


def test_every_character_case_is_a_fixed_point(shared: Path) -> None:
    rows = (shared / "text" / "chars.tsv").read_text(encoding="utf-8").split("\n")[1:]
    results = [normalize(json.loads(row.split("\t")[2])) for row in rows if row]
    assert [normalize(result) for result in results] == results


@pytest.mark.parametrize("damage", ["", " ", Z])
def test_idempotent_on_sentences_stripped_spaced_or_left(shared: Path, damage: str) -> None:
    sentences = (shared / "text" / "gold_dev.txt").read_text(encoding="utf-8").split("\n")[:6000:3]
    once = [normalize(sentence.replace(Z, damage)) for sentence in sentences]
    assert len(once) > 1900
    assert [text for text in once if normalize(text) != text] == []


def test_idempotent_on_documents(shared: Path) -> None:
    sentences = (shared / "text" / "gold_dev.txt").read_text(encoding="utf-8").split("\n")
    for at in range(0, 4000, 40):
        text = normalize(
            "\n".join(s.replace(Z, " " if n % 2 else "") for n, s in enumerate(sentences[at : at + 20]))
        )
        assert normalize(text) == text


@settings(deadline=None, max_examples=400)
@given(TEXTS | PHRASES)
def test_idempotent_and_never_raises(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    characters = normalize(text, zwnj=False)
    assert normalize(characters, zwnj=False) == characters


@pytest.mark.parametrize(
    "text",
    [
        "میرزا در میدان میلاد تنها ماند و تا نهایت اشتها خورد",
        "ڕۆژنامەی کوردستان لە هەولێر دەردەچێت",
        "دختر کبوتر و دفتر مشتری",
        "Hello, world! It is 3.5.",
        "https://example.ir/کتابهای?a=1,2 و #کتابهای_ما",
    ],
)
def test_right_text_stays(text: str) -> None:
    assert normalize(text) == text


@pytest.mark.parametrize(
    ("given_text", "right"),
    [
        ("همه دستگاههای دولتی باید پیوست داشته باشند", "همه دستگاه‌های دولتی باید پیوست داشته باشند"),
        ("این کار انجام می شود", "این کار انجام می‌شود"),
        ("این کار انجام میشود.", "این کار انجام می‌شود."),
        ("خانه ی ما", "خانه‌ی ما"),
        ("مي شود", "می‌شود"),
        ("از همکاری ها گفت و نمی خواست برود", "از همکاری‌ها گفت و نمی‌خواست برود"),
        ("بوته زارهای دشت را نمی شناسند", "بوته‌زارهای دشت را نمی‌شناسند"),
        ("بهره برداران نمی خواهند بروند", "بهره‌برداران نمی‌خواهند بروند"),
    ],
)
def test_half_spaces_come_back(given_text: str, right: str) -> None:
    assert normalize(given_text) == right
    assert normalize(given_text, zwnj=False).count(Z) == 0


@pytest.mark.parametrize(
    "unit",
    ["میشود ", "&amp;", "&", "ـ", "\u200c", "\n ", " ،", "«", "ه\u0654", "\u0654", "کتابهایشان", "می ", "a@", "#", "1۲", "()", "http://"],
)  # fmt: skip
def test_work_grows_linearly_with_length(unit: str) -> None:
    def cost(times: int) -> float:
        text = unit * times
        start = time.process_time()
        normalize(text)
        return time.process_time() - start

    cost(10)
    small = max(min(cost(4000) for _ in range(3)), 0.002)
    assert cost(16 * 4000) < 16 * 8 * small


def test_a_megabyte_of_one_word_is_no_trouble() -> None:
    assert len(normalize("ب" * 1_000_000)) == 1_000_000


def test_the_manual_is_fresh() -> None:
    assert MANUAL.read_text(encoding="utf-8") == manual(), "run python -m newscrawler.text.manual"
