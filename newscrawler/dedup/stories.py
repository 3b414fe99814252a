"""Which documents are one story: disjoint sets of document numbers."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Stories:
    """A forest over the numbers 1, 2, 3 …; a story is known by the number of its earliest document.

    Memory: 4 bytes a document.
    """

    def __init__(self) -> None:
        """No documents."""
        self._parent = array("I", [0])

    def __len__(self) -> int:
        """Give the highest number entered."""
        return len(self._parent) - 1

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self._parent.itemsize * len(self._parent)

    def enter(
        self, numbers: Sequence[int], stories: Sequence[int], merged: Iterable[tuple[int, int]]
    ) -> None:
        """Put new documents into stories, in order; each (root, story) in `merged` becomes one.

        Numbers that are skipped stand alone.
        """
        if numbers[-1] - len(self) == len(numbers):
            self._parent.extend(stories)
        else:
            for number, story in zip(numbers, stories, strict=True):
                self._parent.extend(range(len(self._parent), number))
                self._parent.append(story)
        for root, story in merged:
            self._parent[root] = story

    def root(self, number: int) -> int:
        """Find the earliest document of the story `number` is in."""
        parent = self._parent
        while (above := parent[number]) != number:
            parent[number] = parent[above]
            number = above
        return number
