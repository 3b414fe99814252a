"""Which documents share grams with this one: a fixed number of bytes a document, however many are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from newscrawler.dedup.document import grams

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from newscrawler.dedup.document import Hashes, Letters, Numbers

_SKETCH: Final = ((1 << 30, 14), (400, 6), (160, 4))
"""Grams kept of a document: so many of the smallest hashes among its first so many letters. A copy cut
after a paragraph still has those of the opening, one with a new opening those of the whole."""

_SLOTS: Final = 16
_LOCAL_BITS: Final = 18
_BUCKETS: Final = 1 << 19
"""2**18 documents x 24 grams fill three quarters of 2**19 buckets x 16 slots."""
_LOCAL: Final = (1 << _LOCAL_BITS) - 1
"""Documents in a segment, and the mask of their places 1 … _LOCAL; 0 is the empty slot."""
_SPREAD: Final = 0x9E3779B1


def sketch(letters: Letters) -> list[int]:
    """The 32-bit hashes a text is found by: at most 24, none twice, in a fixed order."""
    hashes = grams(letters)
    chosen: set[int] = set()
    for first, count in _SKETCH:
        run = hashes[:first]
        chosen.update((run if len(run) <= count else np.partition(run, count - 1)[:count]).tolist())
    # the smallest hashes have no high bits; the table needs all of them
    return [gram * _SPREAD & 0xFFFFFFFF for gram in sorted(chosen)]


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

    def _open(self, segment: int) -> None:
        while len(self._slots) <= segment:
            self._slots.append(np.zeros(_BUCKETS * _SLOTS, np.uint32))
            self._cursors.append(np.zeros(_BUCKETS, np.uint8))

    def add(self, number: int, hashes: Sequence[int]) -> None:
        """Enter document `number` (1, 2, 3 …, ascending)."""
        segment, place = divmod(number - 1, _LOCAL)
        self._open(segment)
        slots, cursors = self._slots[segment].data, self._cursors[segment].data
        for gram in hashes:
            bucket = gram & (_BUCKETS - 1)
            cursor = cursors[bucket]
            slots[bucket * _SLOTS + cursor % _SLOTS] = gram >> _LOCAL_BITS << _LOCAL_BITS | place + 1
            cursors[bucket] = (cursor + 1) & 0xFF

    def extend(self, numbers: Numbers, hashes: Hashes) -> None:
        """Enter the postings of many documents, in order of arrival: the outcome is that of one by one."""
        segments, places = np.divmod(numbers - 1, _LOCAL)
        for segment in np.unique(segments).tolist():
            self._open(segment)
            slots, cursors = self._slots[segment], self._cursors[segment]
            here = segments == segment
            buckets = hashes[here] & np.uint32(_BUCKETS - 1)
            order = np.argsort(buckets, kind="stable")
            ranked = buckets[order].astype(np.int64)
            first = np.flatnonzero(np.diff(ranked, prepend=-1))
            rank = np.arange(len(ranked)) - np.repeat(first, np.diff(first, append=len(ranked)))
            postings = hashes[here] >> _LOCAL_BITS << _LOCAL_BITS | (places[here] + 1).astype(np.uint32)
            slots[ranked * _SLOTS + (cursors[ranked] + rank) % _SLOTS] = postings[order]
            np.add.at(cursors, buckets, np.uint8(1))

    def query(self, hashes: Sequence[int]) -> dict[int, float]:
        """The stored documents that have some of these grams, with a weight.

        Each gram weighs as much as it is rare: 1 for the only document that has it, 1/n for each of n.
        Strangers are met by accident about once in 60 queries a segment, with one gram.
        """
        sought = np.array(hashes, np.uint32)
        buckets = sought & np.uint32(_BUCKETS - 1)
        tags = (sought >> _LOCAL_BITS)[:, None]
        holders: list[list[int]] = [[] for _ in hashes]
        for segment, slots in enumerate(self._slots):
            rows = slots.reshape(-1, _SLOTS)[buckets]
            hits = np.flatnonzero(rows >> _LOCAL_BITS == tags)
            for hit, posting in zip(hits.tolist(), rows.ravel()[hits].tolist(), strict=True):
                if place := posting & _LOCAL:
                    holders[hit // _SLOTS].append(segment * _LOCAL + place)
        weights: dict[int, float] = {}
        for numbers in holders:
            for number in numbers:
                weights[number] = weights.get(number, 0.0) + 1 / len(numbers)
        return weights
