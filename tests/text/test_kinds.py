"""The state machine over kinds of characters says what its pattern says; quiet words are those it was told."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from newscrawler.text.kinds import KINDS, faultless, faultless_by_pattern
from newscrawler.text.reading import reader
from newscrawler.text.shipped import tables
from tests.text.test_normalize import PHRASES, TEXTS

if TYPE_CHECKING:
    from pathlib import Path


def test_every_character_between_letters_digits_and_blanks() -> None:
    around = ("بب", "5۵", "q«", " )", "،ه")
    texts = [a + chr(code) + b for code in (*range(0x3100), *range(0xFB00, 0x10010)) for a, b in around]
    assert [text for text in texts if faultless(text) != faultless_by_pattern(text)] == []


def test_any_sequence_of_what_matters() -> None:
    dice = random.Random(1)
    some = "ابهي\u200c\n 5۵,،…»]«(\u0654\u064bqZ.:)!؟[\u0651\U0001f600\ud800"
    texts = ["".join(dice.choices(some, k=dice.randrange(1, 9))) for _ in range(50_000)]
    assert [text for text in texts if faultless(text) != faultless_by_pattern(text)] == []


@settings(deadline=None, max_examples=300)
@given(TEXTS | PHRASES)
def test_any_text(text: str) -> None:
    assert faultless(text) == faultless_by_pattern(text)


def test_words_that_need_no_look_are_those_the_reader_passes_over(shared: Path) -> None:
    read = reader()
    if KINDS is None:
        pytest.skip("not compiled: every word is looked up")
    for line in (shared / "text" / "train_fars.txt").read_text(encoding="utf-8").split("\n")[:600]:
        spans = {start for start, *_ in read.words_to_look_at(line)}
        start = 0
        for token in line.split(" "):
            bare = "".join(char for char in token if char not in '.،:«»)(؛؟!"')
            assert (start in spans) == (read.tokens[bare] is not None), (line, token)
            start += len(token) + 1


def test_known_words_are_quiet_unless_they_may_join_or_hide_a_gap() -> None:
    data, read = tables(), reader()
    for word in [*data.known][::50]:
        loud = word in data.deleted or word in data.follow or word in data.lead
        assert loud or read.tokens[word] is None
    for spelled in [*data.deleted.values()][::20]:
        assert spelled in data.loose or spelled in data.known or read.tokens[spelled] is None
