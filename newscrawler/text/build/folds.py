"""Counts that can leave out what a word itself contributed.

Every word belongs to one of a few folds. What is learnt about a word is asked of the counts of the other
folds, so that neither it nor its label can be read from them.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDS: Final = 6
_NONE: Final = (0.0,) * (FOLDS + 1)


def fold_of(word: str) -> int:
    """Return the fold of a word: the same in every run."""
    return zlib.crc32(word.encode()) % FOLDS


class FoldCounts:
    """A number per key, and how much of it each fold brought."""

    def __init__(self) -> None:
        """Start empty."""
        self._all: dict[object, list[float]] = {}

    def add(self, key: object, fold: int, number: float = 1.0) -> None:
        """Add `number` to `key`, brought by a word of `fold`."""
        counts = self._all.get(key)
        if counts is None:
            counts = self._all[key] = [0.0] * (FOLDS + 1)
        counts[fold] += number
        counts[FOLDS] += number

    def __iter__(self) -> Iterator[object]:
        """Go through the keys."""
        return iter(self._all)

    def of(self, key: object, fold: int | None = None) -> float:
        """Return the number of `key`, without what `fold` brought."""
        counts = self._all.get(key, _NONE)
        return counts[FOLDS] if fold is None else counts[FOLDS] - counts[fold]
