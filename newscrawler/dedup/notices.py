"""Learning which lines are notices: a line that opens or closes many stories says nothing about any."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawler.dedup.document import Line

SIGHTINGS: Final = 4
"""A line met in so many different stories is a notice (../shared/dedup/README.md, lesson 2)."""
_FIRST, _LAST = 6, 10
"""Notices stand at the edges of a page: so many of the first and of the last lines are watched."""
_LETTERS: Final = 12
"""A line of fewer letters says too little to be told by."""
_CELLS: Final = 1 << 16


def watched_lines(lines: Iterable[Line]) -> list[int]:
    """Hashes of those of a text's lines to count, in order, none twice."""
    long = [line for line, start, end in lines if end - start >= _LETTERS]
    return list(dict.fromkeys(long if len(long) <= _FIRST + _LAST else long[:_FIRST] + long[-_LAST:]))


class Notices:
    """The lines seen in SIGHTINGS stories; a container of 32-bit line hashes.

    Counts live in a fixed table of 65,536 cells (320 KiB) that each follow one line and take up another when
    the first stops coming; a learnt line stays known (about 100 bytes each).
    """

    def __init__(self) -> None:
        """Nothing learnt."""
        self._known: set[int] = set()
        self._line = array("I", bytes(4 * _CELLS))
        self._count = bytearray(_CELLS)

    def __contains__(self, line: object) -> bool:
        """Whether the line with this hash is a notice."""
        return line in self._known

    @property
    def nbytes(self) -> int:
        """Bytes held, about."""
        return 5 * _CELLS + 100 * len(self._known)

    def __len__(self) -> int:
        """How many notices are known."""
        return len(self._known)

    def count(self, lines: Iterable[int]) -> None:
        """Count the lines of one new story."""
        held, counts = self._line, self._count  # a rebuild passes millions of lines through here
        for line in lines:
            cell = line % _CELLS
            if held[cell] != line:
                if counts[cell] > 1:
                    counts[cell] -= 1
                else:
                    held[cell] = line
                    counts[cell] = 1
            elif counts[cell] < SIGHTINGS - 1:
                counts[cell] += 1
            else:
                counts[cell] = 0
                self._known.add(line)
