"""Words no table knows: a second look by trees, the ezafe of a silent heh, compounds of compounds."""

from __future__ import annotations

from itertools import product

import pytest

from newscrawler.text import normalize
from newscrawler.text.gaps import LISTED, NOTHING, SEEN, rival_of
from newscrawler.text.model import model
from newscrawler.text.trees import LEAF, NUMBERS, Trees, gap_numbers, nodes

Z = "\u200c"


def test_the_leaves_of_all_trees_add_up() -> None:
    first = [(0, 2, 1.5), (LEAF, 5, 0.25), (3, 4, 0.5), (LEAF, 5, 1.0), (LEAF, 5, 2.0)]
    trees = Trees(nodes([*first, (1, 7, 4.5), (LEAF, 8, 10.0), (LEAF, 8, 20.0), (LEAF, 0, 100.0)]))
    found = {}
    for a, b, c in product((1, 2), (4, 5), (0, 1)):
        found[a, b, c] = trees.log_odds((a, b, 0, c) + (0,) * (NUMBERS - 4))
    one = {(1, 0): 0.25, (1, 1): 0.25, (2, 0): 1.0, (2, 1): 2.0}
    assert found == {(a, b, c): 100 + one[a, c] + (10 if b == 4 else 20) for a, b, c in found}


def test_a_gap_has_as_many_numbers_as_the_trees_ask_about() -> None:
    numbers = gap_numbers("نجف", "پور", NOTHING.known_as(SEEN), NOTHING.known_as(LISTED), (0, 0, 0, 0, 0, 7))
    assert len(numbers) == NUMBERS
    assert (numbers[0], numbers[3], numbers[-1]) == (SEEN, LISTED, 7)


def test_the_shipped_trees_tell_a_gap_from_none() -> None:
    data = model().data

    def odds(left: str, right: str) -> float:
        a, b = data.known.get(left, NOTHING), data.known.get(right, NOTHING)
        return data.trees.log_odds(gap_numbers(left, right, a, b, (0, 0, 0, 0, 0, 0)))

    assert odds("نجف", "پور") > odds("نجفپ", "ور") + 3


def test_heh_with_ai_and_ha_with_i_are_rivals() -> None:
    assert [rival_of("نامه", "ای"), rival_of("نام", "های"), rival_of("کتاب", "خانه")] == [
        (1, "نام"),
        (2, "نامه"),
        (0, ""),
    ]


@pytest.mark.parametrize(
    ("bare", "spelled"),
    [
        ("شمارهی تازهی", f"شماره{Z}ی تازه{Z}ی"),
        ("هفتهی", f"هفته{Z}ی"),
        ("راهی", "راهی"),
        ("نگاهی", "نگاهی"),
        ("سیبزمینیکاران", f"سیب{Z}زمینی{Z}کاران"),
        ("نجفپور", f"نجف{Z}پور"),
    ],
)
def test_unknown_words(bare: str, spelled: str) -> None:
    context = f"کتاب{Z}ها می{Z}روند".replace(Z, "")
    assert normalize(f"{context} {bare}") == f"کتاب{Z}ها می{Z}روند {spelled}"
