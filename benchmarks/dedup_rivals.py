"""The rivals of StoryIndex: MinHash and banding of word triples, as their manuals show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawler.text.letters import fold_blanks

if TYPE_CHECKING:
    from collections.abc import Callable

THRESHOLD = 0.8
"""Jaccard of word triples: of 0.6 to 0.9 by tenths, the one with the rivals' best F1."""
PERMUTATIONS = 128


class Rival:
    """MinHash and banding of word triples, estimated Jaccard, stories by union-find; no verification."""

    def __init__(self, minhash: Callable[[list[str]], object], lsh: object) -> None:
        """Take what makes a sketch, and what finds sketches."""
        self._minhash = minhash
        self._lsh = lsh
        self._parent: list[int] = []
        self._sketches: list[object] = []

    def add(self, doc_id: str, headline: str, body: str) -> str:  # noqa: ARG002
        """Give the story of a new document."""
        words = fold_blanks(re.sub(r"[^\w\s]|\u200c", " ", body.replace("ي", "ی").replace("ك", "ک"))).split()
        sketch = self._minhash([" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))])
        number = len(self._parent)
        near = (
            found for found in self._lsh.query(sketch) if sketch.jaccard(self._sketches[found]) >= THRESHOLD
        )
        roots = {self._root(found) for found in near}
        self._sketches.append(sketch)
        self._parent.append(min(roots, default=number))
        for root in roots:
            self._parent[root] = self._parent[number]
        self._lsh.insert(number, sketch)
        return str(number)

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            number = self._parent[number]
        return number

    def resolve(self, story_id: str) -> str:
        """Give the id the story goes by now."""
        return str(self._root(int(story_id)))


def datasketch() -> Rival:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - only where it is measured

    def minhash(shingles: list[str]) -> object:
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles])
        return sketch

    return Rival(minhash, MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS))


def rensa() -> Rival:
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - only where it is measured

    def minhash(shingles: list[str]) -> object:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(shingles)
        return sketch

    return Rival(minhash, RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32))
