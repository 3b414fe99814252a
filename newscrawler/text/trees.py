# cython: boundscheck=False
"""A second look at a gap in a word no table knows: boosted trees over what is known of its halves.

The logistic model of `gaps` adds up what speaks for a half-space; trees also see what matters only together.
The build package grows them with the function below, so that what is learnt is what is asked.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final, TypeVar

from newscrawler.text.gaps import NON_JOINING

if TYPE_CHECKING:
    from newscrawler.text.gaps import Segment

_Number = TypeVar("_Number", int, float)

NUMBERS: Final = 20
"""How many numbers of a gap the trees ask about."""
LEAF: Final = -1
_LETTERS: Final = {c: i for i, c in enumerate("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقلمنهوپچژکگی", 1)}
_BYTES_A_NODE: Final = 10


def gap_numbers(
    left: str, right: str, a: Segment, b: Segment, around: tuple[int, int, int, int, int, int]
) -> tuple[int, ...]:
    """Return a gap in numbers.

    `around`: how the joined word is known; whether its stem has this gap (1) or another (2); how the longest
    of its stems that hold the gap are known; which rival «ه‌ای»/«‌های» has (1, 2; 0: none) and how that is
    known; how often gaps between such letters are half-spaces (fiftieths, from the average).
    """
    letter = _LETTERS
    return (
        a.known,
        a.left,
        a.left_joined,
        b.known,
        b.right,
        b.right_joined,
        len(left),
        len(right),
        letter.get(left[-1], 0),
        letter.get(right[0], 0),
        letter.get(left[-2:-1], 0),
        letter.get(right[1:2], 0),
        int(left[-1] in NON_JOINING),
        len(left) + len(right),
        *around,
    )


def rate_name(left: str, right: str) -> str:
    """Name how often gaps between such letters are half-spaces, among the weights."""
    return f"Dt{right[:3]}|{left[-1]}"


def _little(numbers: array[_Number]) -> array[_Number]:
    """Return numbers between this machine's order of bytes and the file's, which is little-endian."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class Trees:
    """Trees whose leaves add up to log-odds.

    Node after node, parents before children and a parent's left child next to it: which number is asked about
    (`LEAF`: none), where to go on if it is above the node's value; after a leaf, the next tree (0: none).
    """

    def __init__(self, data: bytes) -> None:
        """Read all nodes' numbers (int16), then where they lead (int32), then their values (float32)."""
        n = len(data) // _BYTES_A_NODE
        self.asked = _little(array("h", data[: 2 * n]))
        self.lead = _little(array("i", data[2 * n : 6 * n]))
        self.values = array("d", _little(array("f", data[6 * n :])))
        self.numbers = array("i", [0] * NUMBERS)

    def log_odds(self, numbers: tuple[int, ...]) -> float:
        """Return the log-odds that a gap with these numbers is a half-space."""
        for i, number in enumerate(numbers):
            self.numbers[i] = number
        at, total = 0, 0.0
        while True:
            ask = self.asked[at]
            if ask >= 0:
                at = at + 1 if self.numbers[ask] <= self.values[at] else self.lead[at]
            else:
                total += self.values[at]
                at = self.lead[at]
                if not at:
                    return total


def nodes(data: list[tuple[int, int, float]]) -> bytes:
    """Return what `Trees` reads of its nodes."""
    asked, lead, values = zip(*data, strict=True)
    parts = array("h", asked), array("i", lead), array("f", values)
    return b"".join(_little(part).tobytes() for part in parts)
