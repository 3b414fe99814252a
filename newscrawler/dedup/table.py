"""Which documents share grams with this one: a bounded number of bytes a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from newscrawler.dedup.document import grams

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from newscrawler.dedup.document import Hashes, Letters, Numbers

_SKETCH: Final = ((1 << 30, 14), (400, 6), (160, 4))
"""Grams kept of a document: so many of the smallest hashes among its first so many letters. A copy cut
after a paragraph still has those of the opening, one with a new opening those of the whole."""
_SPREAD: Final = 0x9E3779B1

_SLOTS: Final = 16
_SMALLEST: Final = 12
_LARGEST: Final = 18
"""A segment holds 2**12 documents at first and 2**18 at last, in twice as many buckets of 16 slots: 24 grams
a document fill three quarters of it."""
_FULL: Final = (1 << _LARGEST) - 1
_BLOCK: Final = 1 << 14


def sketch(letters: Letters) -> list[int]:
    """Choose the 32-bit hashes a text is found by: at most 24, none twice, in a fixed order."""
    return smallest(grams(letters))


def smallest(hashes: Hashes) -> list[int]:
    """Choose from the hashes of a text's grams."""
    chosen: set[int] = set()
    for first, count in _SKETCH:
        run = hashes[:first]
        chosen.update((run if len(run) <= count else np.partition(run, count - 1)[:count]).tolist())
    # the smallest hashes have no high bits; the table needs all of them
    return [gram * _SPREAD & 0xFFFFFFFF for gram in sorted(chosen)]


class _Segment:
    """Up to 2**`bits` - 1 documents, known by their places 1, 2, 3 …; place 0 marks an empty slot.

    A posting is the gram's hash with its lowest `bits` bits, which the bucket tells, replaced by the place.
    """

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.low = (1 << bits) - 1
        self.slots: npt.NDArray[np.uint32] = np.zeros(_SLOTS << (bits + 1), np.uint32)
        self.cursors: npt.NDArray[np.uint8] = np.zeros(2 << bits, np.uint8)
        """Where each bucket is written next: 0 to 15 while it fills, then 16 to 31 around and around."""

    def add(self, place: int, hashes: Sequence[int]) -> None:
        slots, cursors, low = self.slots.data, self.cursors.data, self.low
        for gram in hashes:
            bucket = gram & (2 * low + 1)
            cursor = cursors[bucket]
            slots[bucket * _SLOTS + cursor % _SLOTS] = gram & ~low | place
            cursors[bucket] = cursor + 1 if cursor < 2 * _SLOTS - 1 else _SLOTS

    def extend(self, places: Hashes, hashes: Hashes) -> None:
        """Enter many postings in order: the outcome is that of one by one."""
        buckets = hashes & np.uint32(2 * self.low + 1)
        ranked = np.sort(buckets.astype(np.int64) << 32 | np.arange(len(buckets)))  # much faster than argsort
        order = ranked & 0xFFFFFFFF
        ranked >>= 32
        first = np.flatnonzero(np.diff(ranked, prepend=-1))
        counts = np.diff(first, append=len(ranked))
        cursors = self.cursors[ranked] + np.arange(len(ranked)) - np.repeat(first, counts)
        self.slots[ranked * _SLOTS + cursors % _SLOTS] = (hashes & ~np.uint32(self.low) | places)[order]
        after = cursors[first + counts - 1] + 1
        self.cursors[ranked[first]] = np.where(after < 2 * _SLOTS, after, _SLOTS + after % _SLOTS)

    def doubled(self) -> _Segment:
        """Move into a segment of twice the size, each bucket's postings in their order of arrival."""
        larger = _Segment(self.bits + 1)
        low = np.uint32(self.low)
        for start in range(0, len(self.cursors), _BLOCK):
            cursors = self.cursors[start : start + _BLOCK]
            rows = self.slots.reshape(-1, _SLOTS)[start : start + _BLOCK]
            oldest = np.where(cursors < _SLOTS, 0, cursors % _SLOTS)[:, None]
            rows = np.take_along_axis(rows, (oldest + np.arange(_SLOTS)) % _SLOTS, axis=1)
            buckets = np.arange(start, start + len(rows), dtype=np.uint32)[:, None]
            hashes, places = rows & ~low | buckets & low, rows & low
            larger.extend(places[places > 0], hashes[places > 0])
        return larger

    def find(self, sought: Hashes) -> Iterable[tuple[int, int]]:
        """Find every posting of these grams, as (slot, place): the gram is the slot // 16th."""
        rows = self.slots.reshape(-1, _SLOTS)[sought & np.uint32(2 * self.low + 1)]
        hits = (rows >> self.bits == (sought >> self.bits)[:, None]).ravel().nonzero()[0]
        return zip(hits.tolist(), (rows.ravel()[hits] & self.low).tolist(), strict=True) if len(hits) else ()


class PostingTable:
    """Gram -> documents, in segments that double until they hold 2**18 documents; then the next one begins.

    Memory: 130 bytes a document in a full segment, 260 in one that has just doubled (which takes half a
    second at the largest). A full bucket forgets its oldest posting. A query costs one gather a segment.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._segments: list[_Segment] = []

    @property
    def nbytes(self) -> int:
        """Bytes the table holds."""
        return sum(part.slots.nbytes + part.cursors.nbytes for part in self._segments)

    def _segment(self, index: int, place: int) -> _Segment:
        if index == len(self._segments):
            self._segments.append(_Segment(_SMALLEST))
        while place > self._segments[index].low:
            self._segments[index] = self._segments[index].doubled()
        return self._segments[index]

    def add(self, number: int, hashes: Sequence[int]) -> None:
        """Enter document `number` (1, 2, 3 …, ascending)."""
        index, place = _seat(number)
        self._segment(index, place).add(place, hashes)

    def extend(self, numbers: Numbers, hashes: Hashes) -> None:
        """Enter the postings of many documents, in order of arrival: the outcome is that of one by one."""
        while len(numbers):
            index, place = _seat(int(numbers[0]))
            segment = self._segment(index, place)
            count = int(np.searchsorted(numbers, numbers[0] + segment.low - place, side="right"))
            segment.extend((numbers[:count] - numbers[0] + place).astype(np.uint32), hashes[:count])
            numbers, hashes = numbers[count:], hashes[count:]

    def query(self, hashes: Sequence[int]) -> dict[int, float]:
        """Find the stored documents that have some of these grams, with a weight.

        Each gram weighs as much as it is rare: 1 for the only document that has it, 1/n for each of n.
        A stranger is met by accident about once in 28 queries a full segment, with one gram.
        """
        sought = np.array(hashes, np.uint32)
        holders: list[list[int]] = [[] for _ in hashes]
        for index, segment in enumerate(self._segments):
            for slot, place in segment.find(sought):
                if place:
                    holders[slot // _SLOTS].append(index * _FULL + place)
        weights: dict[int, float] = {}
        for numbers in holders:
            for number in numbers:
                weights[number] = weights.get(number, 0.0) + 1 / len(numbers)
        return weights


def _seat(number: int) -> tuple[int, int]:
    """Tell a document's segment and its place there, from 1."""
    index, place = divmod(number - 1, _FULL)
    return index, place + 1
