"""Two texts letter against letter: what they share, and what stands in one where the other has another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawler.dedup.document import Flags, Text

LONGEST: Final = 4096
"""Letters compared of each text: the cost is the product of the lengths (1 ms for two of 4,096)."""
_SHARED_RUN: Final = 8
"""Equal runs of so many letters are shared text; shorter ones happen between strangers."""
_ANCHOR: Final = 4
"""Changes parted by fewer equal letters are one change."""


class Change(NamedTuple):
    """Whole words of one text that stand where the other has other words."""

    left: list[str]
    right: list[str]
    opens: bool
    """Nothing that both share stands before it."""


class Alignment:
    """The cheapest letter-by-letter rewriting of `left` into `right`, both cut at LONGEST letters.

    `left_shared` and `right_shared` mark the letters in equal runs of 8 and more.
    """

    def __init__(self, left: Text, right: Text) -> None:
        """Align the two."""
        self._left, self._right = left, right
        self.left_shared: Flags = np.zeros(min(len(left), LONGEST), np.bool_)
        self.right_shared: Flags = np.zeros(min(len(right), LONGEST), np.bool_)
        self._equal: list[tuple[int, int, int, int]] = []
        for run in Levenshtein.opcodes(left.string[:LONGEST], right.string[:LONGEST]):
            if run.tag != "equal" or run.src_end - run.src_start < _ANCHOR:
                continue
            self._equal.append((run.src_start, run.src_end, run.dest_start, run.dest_end))
            if run.src_end - run.src_start >= _SHARED_RUN:
                self.left_shared[run.src_start : run.src_end] = True
                self.right_shared[run.dest_start : run.dest_end] = True

    def moved(self, left: list[str], right: list[str]) -> bool:
        """Tell whether each text has all these words as often as the other: they only stand elsewhere."""
        here, there = self._left.counts, self._right.counts
        return all(here[word] <= there[word] for word in left) and all(
            there[word] <= here[word] for word in right
        )

    def longest_gap(self) -> int:
        """Count the letters of the longest stretch of either text that the other lacks."""
        ends = (len(self.left_shared), len(self.right_shared))
        stops = [(0, 0, 0, 0), *self._equal, (ends[0], ends[0], ends[1], ends[1])]
        return max(max(b[0] - a[1], b[2] - a[3]) for a, b in pairwise(stops))

    def changes(self) -> Iterator[Change]:
        """Yield every exchange of words in order, spread to whole words as far as the equal letters allow.

        A change that runs into the cut at LONGEST is left out: its other half is not seen.
        """
        left, right = self._left.begins, self._right.begins
        ends = (len(self.left_shared), len(self.right_shared))
        whole = ends == (len(self._left), len(self._right))
        before = (0, 0, 0, 0)
        for after in (*self._equal, (ends[0], ends[0], ends[1], ends[1])) if whole else self._equal:
            start, right_start = before[1], before[3]
            while start > before[0] and not (left[start] and right[right_start]):
                start, right_start = start - 1, right_start - 1
            end, right_end = after[0], after[2]
            while end < after[1] and not (left[end] and right[right_end]):
                end, right_end = end + 1, right_end + 1
            if start < end and right_start < right_end:
                opens = before[1] == before[3] == 0
                yield Change(self._left.spell(start, end), self._right.spell(right_start, right_end), opens)
            before = after
