"""How much repair a text gets depends on what the text shows."""

from __future__ import annotations

from newscrawler.text.evidence import DELETED, HISTORIES, SPACED, accepted, sort_of
from newscrawler.text.gaps import Segment, pack, unpack
from newscrawler.text.halfspace import restore
from newscrawler.text.model import TOP
from newscrawler.text.shipped import tables

DOUBTFUL, SURE = 2, 8


def test_a_doubtful_gap_stays_in_a_text_that_spells_well() -> None:
    assert accepted(40, (sort_of(SPACED, DOUBTFUL, 1),)) == frozenset()


def test_the_same_gap_is_repaired_where_all_half_spaces_were_typed_as_spaces() -> None:
    doubtful = sort_of(SPACED, DOUBTFUL, 1)
    assert doubtful in accepted(0, (doubtful, *[sort_of(SPACED, SURE, 1)] * 8))


def test_spaces_are_not_joined_where_half_spaces_were_deleted() -> None:
    doubtful = sort_of(SPACED, DOUBTFUL, 1)
    chosen = accepted(0, (sort_of(DELETED, SURE, 1),) * 8 + (doubtful,))
    assert sort_of(DELETED, SURE, 1) in chosen
    assert doubtful not in chosen


def test_what_is_sure_is_repaired_in_a_text_that_kept_nine_of_ten() -> None:
    sure, doubtful = sort_of(DELETED, TOP, 1), sort_of(DELETED, DOUBTFUL, 1)
    assert accepted(18, tuple(sorted((doubtful, sure, sure)))) == {sure}


def test_a_few_deleted_ones_are_found_among_many_typed_as_spaces() -> None:
    deleted, spaced = sort_of(DELETED, TOP, 1), sort_of(SPACED, TOP, 1)
    assert accepted(0, (deleted,) * 3 + (spaced,) * 20) == {deleted, spaced}


def test_a_text_that_lost_one_half_space_in_ten_gets_it_back() -> None:
    right = "کتاب‌ها را می‌خوانند و خانه‌ها را می‌سازند و درخت‌ها را می‌کارند. " * 3
    assert restore(f"{right}میگویند که نمیتوانند بیایند.") == f"{right}می‌گویند که نمی‌توانند بیایند."


def test_nothing_to_decide() -> None:
    assert accepted(3, ()) == frozenset()


def test_histories_are_probabilities() -> None:
    assert abs(sum(h.prior for h in HISTORIES) - 1) < 1e-6
    assert all(abs(h.kept + h.deleted + h.spaced - 1) < 0.01 for h in HISTORIES)


def test_codes_round_trip() -> None:
    segment = Segment(6, 4, 3, 9, 1, 0, 5)
    assert pack(segment) == 6439105
    assert pack(unpack(6439105)) == 6439105


def test_every_known_spelling_is_final() -> None:
    once = [restore(word) for word in tables().deleted]
    assert [word for word in once if restore(word) != word] == []


def test_the_data_is_small() -> None:
    from importlib.resources import files

    folder = files("newscrawler.text") / "data"
    assert sum(len(item.read_bytes()) for item in folder.iterdir() if item.is_file()) < 3_000_000


def test_a_compound_the_text_writes_as_one_word_is_joined_wherever_it_stands_apart() -> None:
    text = "همه دستگاههای دولتی باید پیوست مردمیسازی داشته باشند و مردمی سازی یک اصل است و الگوی مردمی سازی هم هست"
    assert restore(text).count("مردمی\u200cسازی") == 3
