"""Which story a document belongs to, decided as it arrives."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from newscrawler.dedup.compare import Comparison, Document, compare
from newscrawler.dedup.document import Text
from newscrawler.dedup.log import Entry, IndexLog, MemoryLog, Stored
from newscrawler.dedup.notices import Notices, edge_lines
from newscrawler.dedup.table import PostingTable, sketch

_CANDIDATES: Final = 8
_HITS: Final = 2
"""Grams a candidate must have in common with the document (fewer where the document has fewer)."""
_SHORT: Final = 40
"""A body of fewer letters is compared together with its headline."""
_CACHED: Final = 256


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs."""

    story_id: str
    duplicate_of: str | None
    similarity: float
    merged: tuple[str, ...]


class StoryIndex:
    """A streaming index."""

    def __init__(self, log: IndexLog | None = None) -> None:
        self._log = log if log is not None else MemoryLog()
        self._table = PostingTable()
        self._notices = Notices()
        self._parent = array("I", [0])
        self._cache: dict[int, tuple[str, Text, Text]] = {}

    def add(self, doc_id: str, headline: str, body: str) -> str:
        return self.place(doc_id, headline, body).story_id

    def resolve(self, story_id: str) -> str:
        return f"s{self._root(int(story_id[1:]))}"

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def place(self, doc_id: str, headline: str, body: str) -> Placement:
        head = Text.read(headline)
        raw = Text.read(body)
        if len(raw) < _SHORT:
            raw = Text.read(headline + "\n" + body)
        text = self._reduced(raw)
        doc = Document(head, text)
        grams = sketch(text)
        verdicts = self._verdicts(doc, grams)
        number = len(self._parent)
        accepted = self._accepted(verdicts)
        merged = []
        story = number
        best = None
        if accepted:
            best = accepted[0]
            story = self._root(best[0])
            for other, _, document in accepted[1:]:
                root = self._root(other)
                if root != story and not compare(best[2], document).conflict:
                    merged.append(root)
        self._parent.append(story)
        for root in merged:
            self._parent[root] = story
        lines = [] if best else edge_lines(raw)
        self._notices.count(lines)
        self._table.add(number, grams)
        self._log.append(
            Entry(number, doc_id, story, tuple(merged), grams.tobytes(), np.array(lines, np.uint32).tobytes()),
            Stored(doc_id, headline, body),
        )
        return Placement(
            f"s{story}", self._fetch(best[0])[0] if best else None, best[1].similarity if best else 0.0, tuple(f"s{m}" for m in merged)
        )

    def _reduced(self, raw: Text) -> Text:
        text = raw.without(self._notices)
        return text if len(text) >= _SHORT else raw

    def _fetch(self, number: int):
        if number not in self._cache:
            stored = self._log.document(number)
            raw = Text.read(stored.body)
            if len(raw) < _SHORT:
                raw = Text.read(stored.headline + "\n" + stored.body)
            if len(self._cache) >= _CACHED:
                del self._cache[next(iter(self._cache))]
            self._cache[number] = stored.doc_id, Text.read(stored.headline), raw
        return self._cache[number]

    def _verdicts(self, doc: Document, grams):
        hits = self._table.query(grams)
        floor = min(_HITS, len(grams))
        ranked = sorted((n for n, h in hits.items() if h >= floor), key=lambda n: (-hits[n], n))
        out = []
        for number in ranked[:_CANDIDATES]:
            _, head, raw = self._fetch(number)
            other = Document(head, self._reduced(raw))
            out.append((number, compare(doc, other), other))
        return out

    def _accepted(self, verdicts):
        decisive = {}
        for number, c, other in verdicts:
            root = self._root(number)
            if root not in decisive or c.shared > decisive[root][1].shared:
                decisive[root] = (number, c, other)
        return sorted((v for v in decisive.values() if v[1].same), key=lambda v: (-v[1].similarity, v[0]))
