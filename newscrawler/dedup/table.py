"""Which documents share grams with this one: a fixed number of bytes a document, however many are stored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from newscrawler.dedup.document import LONG_GRAM

if TYPE_CHECKING:
    import numpy.typing as npt

    from newscrawler.dedup.document import Hashes, Places, Text

_SKETCH: Final = ((1 << 30, 14), (400, 6), (160, 4))
"""Grams kept of a document: so many of the smallest hashes among its first so many letters. A copy cut
after a paragraph still has those of the opening, one with a new opening those of the whole."""

_SLOTS: Final = 16
_LOCAL_BITS: Final = 18
_BUCKET_BITS: Final = 19
"""2**18 documents x 24 grams fill three quarters of 2**19 buckets x 16 slots."""
_LOCAL: Final = (1 << _LOCAL_BITS) - 1
_BUCKET: Final = (1 << _BUCKET_BITS) - 1
_SPREAD: Final = np.uint32(0x9E3779B1)


def sketch(text: Text) -> Hashes:
    """The 32-bit hashes a text is found by: at most 24, none twice, in a fixed order."""
    hashes = text.grams[1]
    chosen = np.unique(np.concatenate([_smallest(hashes[:letters], count) for letters, count in _SKETCH]))
    return chosen * _SPREAD  # the smallest hashes have no high bits; the table needs all of them


def _smallest(hashes: Hashes, count: int) -> Hashes:
    return hashes if len(hashes) <= count else np.partition(hashes, count - 1)[:count]


class PostingTable:
    """Gram -> documents, in segments of 2**18 documents; a full bucket forgets its oldest posting.

    A segment holds 32.5 MiB, that is 130 bytes a document when full. A posting is 32 bits: 18 for the
    document's place in its segment, 14 of the gram's hash beyond its bucket. Nothing is moved as the
    table grows; a query costs one gather a segment.
    """

    def __init__(self) -> None:
        """An empty table."""
        self._slots: list[npt.NDArray[np.uint32]] = []
        self._cursors: list[npt.NDArray[np.uint8]] = []

    @property
    def nbytes(self) -> int:
        """Bytes the table holds."""
        return sum(part.nbytes for part in (*self._slots, *self._cursors))

    def _segment(self, segment: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
        while len(self._slots) <= segment:
            self._slots.append(np.zeros((_BUCKET + 1) * _SLOTS, np.uint32))
            self._cursors.append(np.zeros(_BUCKET + 1, np.uint8))
        return self._slots[segment], self._cursors[segment]

    def add(self, number: int, hashes: Hashes) -> None:
        """Enter document `number` (1, 2, 3 …, ascending)."""
        slots, cursors = self._segment(number >> _LOCAL_BITS)
        buckets = hashes & _BUCKET
        if len(np.unique(buckets)) < len(buckets):
            self.extend(np.full(len(hashes), number), hashes)
            return
        at = cursors[buckets]
        slots[buckets * _SLOTS + (at & (_SLOTS - 1))] = _posting(number, hashes)
        cursors[buckets] = at + 1

    def extend(self, numbers: Places, hashes: Hashes) -> None:
        """Enter the postings of many documents, in order of arrival: the outcome is that of one by one."""
        for segment in np.unique(numbers >> _LOCAL_BITS).tolist():
            here = (numbers >> _LOCAL_BITS) == segment
            slots, cursors = self._segment(segment)
            buckets = hashes[here] & _BUCKET
            order = np.argsort(buckets, kind="stable")
            ranked = buckets[order]
            first = np.flatnonzero(np.diff(ranked, prepend=-1))
            rank = np.arange(len(ranked)) - np.repeat(first, np.diff(first, append=len(ranked)))
            at = (cursors[ranked] + rank) & (_SLOTS - 1)
            slots[ranked.astype(np.int64) * _SLOTS + at] = _posting(numbers[here], hashes[here])[order]
            np.add.at(cursors, buckets, np.uint8(1))

    def query(self, hashes: Hashes) -> dict[int, float]:
        """The stored documents that have some of these grams, with a weight.

        Each gram weighs as much as it is rare: 1 for the only document that has it, 1/n for each of n.
        Strangers are met by accident about once in 3,000 queries.
        """
        buckets = hashes & _BUCKET
        tags = (hashes >> _LOCAL_BITS)[:, None]
        found: list[tuple[int, int]] = []
        for segment, slots in enumerate(self._slots):
            rows = slots.reshape(-1, _SLOTS)[buckets]
            gram, slot = np.nonzero((rows >> _LOCAL_BITS == tags) & (rows != 0))
            local = (rows[gram, slot] & _LOCAL) + np.uint32(segment << _LOCAL_BITS)
            found += zip(gram.tolist(), local.tolist(), strict=True)
        holders = Counter(gram for gram, _ in found)
        weights: dict[int, float] = {}
        for gram, number in found:
            weights[number] = weights.get(number, 0.0) + 1 / holders[gram]
        return weights


def _posting(numbers: int | Places, hashes: Hashes) -> Hashes:
    return ((hashes >> _LOCAL_BITS) << _LOCAL_BITS) | np.uint32(numbers & _LOCAL)
