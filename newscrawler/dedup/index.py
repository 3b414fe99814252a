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
_WEIGHT: Final = 0.3
"""A candidate's shared grams must weigh so much (1: a gram no other document has)."""
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
        raw = self._read(headline, body)
        doc = Document(Text.read(headline), raw, raw.own(self._notices))
        grams = sketch(raw if doc.own is None or int(doc.own.sum()) < _SHORT else raw.only(doc.own))
        verdicts = self._verdicts(doc, grams)
        number = len(self._parent)
        accepted = self._accepted(verdicts)
        merged = []
        story = number
        best = None
        if accepted:
            best = accepted[0]
            story = self._root(best[0])
            for other, c, document in accepted[1:]:
                root = self._root(other)
                if root != story and root not in merged and c.differences <= best[1].differences and c.similarity >= best[1].similarity - 0.05 and not compare(best[2], document).conflict:
                    merged.append(root)
        self._parent.append(story)
        for root in merged:
            self._parent[root] = story
        lines = edge_lines(raw)
        if best:
            seen = {l for n, c, o in verdicts if self._root(n) == story for l, _, _ in o.text.line_spans}
            lines = [l for l in lines if l not in seen]
        self._notices.count(lines)
        self._table.add(number, grams)
        self._log.append(
            Entry(number, doc_id, story, tuple(merged), grams.tobytes(), np.array(lines, np.uint32).tobytes()),
            Stored(doc_id, headline, body),
        )
        return Placement(
            f"s{story}", self._fetch(best[0])[0] if best else None, best[1].similarity if best else 0.0, tuple(f"s{m}" for m in merged)
        )

    def _read(self, headline, body):
        raw = Text.read(body)
        return raw if len(raw) >= _SHORT else Text.read(headline + "\n" + body)

    def _fetch(self, number: int):
        if number not in self._cache:
            stored = self._log.document(number)
            if len(self._cache) >= _CACHED:
                del self._cache[next(iter(self._cache))]
            self._cache[number] = stored.doc_id, Text.read(stored.headline), self._read(stored.headline, stored.body)
        return self._cache[number]

    def _verdicts(self, doc: Document, grams):
        hits = self._table.query(grams)
        ranked = sorted((n for n, h in hits.items() if h >= _WEIGHT), key=lambda n: (-hits[n], n))
        out = []
        done = set()
        for number in ranked:
            root = self._root(number)
            if root in done:
                continue
            _, head, raw = self._fetch(number)
            other = Document(head, raw, raw.own(self._notices))
            c = compare(doc, other)
            out.append((number, c, other))
            if c.same and c.both == 1:
                break
            if c.same and c.both >= 0.8 and not c.differences:
                done.add(root)
            if len(out) == _CANDIDATES:
                break
        return out

    def _accepted(self, verdicts):
        best, against = {}, {}
        for verdict in verdicts:
            number, c, other = verdict
            root = self._root(number)
            if c.same and (root not in best or c.shared > best[root][1].shared):
                best[root] = verdict
            if c.conflict:
                against[root] = max(against.get(root, 0), c.shared)
        return sorted((v for r, v in best.items() if v[1].shared >= 0.8 * against.get(r, 0)), key=lambda v: (v[1].differences, -v[1].similarity, -v[1].both, v[0]))
