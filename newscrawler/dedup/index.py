"""Which story a document belongs to, decided as it arrives."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from newscrawler.dedup.choice import accepted, joined, weighed
from newscrawler.dedup.compare import IDENTICAL, Document, compare
from newscrawler.dedup.log import Entry, IndexLog, MemoryLog, Stored
from newscrawler.dedup.notices import Notices, watched_lines
from newscrawler.dedup.stories import Stories
from newscrawler.dedup.table import PostingTable, sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.dedup.choice import Verdict
    from newscrawler.dedup.compare import Comparison
WEIGHT: Final = 0.2
"""What a candidate's shared grams must weigh (1: a gram no other document has)."""
_CACHED: Final = 256
_REPLAYED: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs."""

    story_id: str
    duplicate_of: str | None
    """Id of the document of that story it is nearest to; None when it begins the story."""
    similarity: float
    """Share of the shorter of the two texts found in the other, 0 to 1; 0.0 when it begins the story."""
    merged: tuple[str, ...]
    """Ids of stories that turned out to be this one; `resolve` answers them with `story_id` from now on."""


class StoryIndex:
    """A streaming index of stories: each document is placed once, in order of arrival.

    Without a log it lives in memory; with one it writes every decision into it and is rebuilt from it at
    the start (some seconds for a million documents). The index never commits: when the caller rolls back,
    its memory is ahead of the log, and a new `StoryIndex(log)` must take its place.

    Memory, all tables counted: 130 to 260 bytes a document for the postings, 4 for its story, 0.4 MiB of
    counters, about 4 MiB of recent texts. Disk: 24 hashes and a few line hashes, about 115 bytes a row. Not
    counted: the texts, which the log fetches from where the article is stored (`MemoryLog`: a spooled file).

    The order of arrival matters little: over shuffles of the shared benchmark, two orders agree on pairs of
    documents with an F1 of 0.99 and more (tests/dedup/test_order.py). It matters at all because notices are
    learnt on the way, a full bucket forgets, and at most eight candidates are compared.
    """

    def __init__(self, log: IndexLog | None = None) -> None:
        """Rebuild from `log`, or begin an empty index in memory."""
        self._log: IndexLog = MemoryLog() if log is None else log
        self._table = PostingTable()
        self._notices = Notices()
        self._stories = Stories()
        self._recent: OrderedDict[int, tuple[str, Document]] = OrderedDict()
        self.catch_up()

    @property
    def nbytes(self) -> int:
        """Bytes of all tables (without recent texts)."""
        return self._table.nbytes + self._stories.nbytes + self._notices.nbytes

    def add(self, doc_id: str, headline: str, body: str) -> str:
        """Place a document; the id of its story."""
        return self.place(doc_id, headline, body).story_id

    def resolve(self, story_id: str) -> str:
        """Give the id a story goes by now. Raises ValueError for an id this index never gave."""
        digits = story_id.removeprefix("s")
        if (
            digits == story_id
            or not (digits.isascii() and digits.isdigit())
            or not 0 < int(digits) <= len(self._stories)
        ):
            raise ValueError(f"unknown story {story_id!r}: this index never gave that id")
        return f"s{self._stories.root(int(digits))}"

    def place(self, doc_id: str, headline: str, body: str) -> Placement:
        """Find a document's story, or begin one, and write the decision to the log.

        The same id with the same text again changes nothing; with another text it is placed anew, in the
        story of the first.
        """
        document = self._read(headline, body)
        hashes = sketch(document.judged())
        verdicts = self._verdicts(doc_id, document, hashes)
        found = accepted(verdicts)
        nearest = found[0] if found else None
        if nearest and nearest.doc_id == doc_id and nearest.document.text.string == document.text.string:
            return Placement(f"s{nearest.story}", None, 1.0, ())
        number = len(self._stories) + 1
        stories = joined(found)
        story = min(stories, default=number)
        merged = tuple(sorted(stories - {story}))
        told = {line for v in verdicts if v.story in stories for line, _, _ in v.document.text.lines}
        lines = [line for line in watched_lines(document.text.lines) if line not in told]
        entry = Entry(
            number, doc_id, story, merged, array("I", hashes).tobytes(), array("I", lines).tobytes()
        )
        self._log.append(entry, Stored(doc_id, headline, body))
        self._table.add(number, hashes)
        self._enter([entry])
        self._remember(number, doc_id, document)
        return Placement(
            story_id=f"s{story}",
            duplicate_of=nearest.doc_id if nearest and nearest.doc_id != doc_id else None,
            similarity=nearest.comparison.similarity if nearest else 0.0,
            merged=tuple(f"s{root}" for root in merged),
        )

    def _verdicts(self, doc_id: str, document: Document, hashes: list[int]) -> list[Verdict]:
        """Compare the likeliest stored documents, of equals the latest: copies come soon."""
        weights = self._table.query(hashes)
        likely = sorted(((w, number) for number, w in weights.items() if w >= WEIGHT), reverse=True)

        def judge(number: int) -> tuple[str, Document, Comparison] | None:
            fetched = self._fetch(number)
            if fetched is None:
                return None
            return *fetched, IDENTICAL if fetched[0] == doc_id else compare(document, fetched[1])

        return weighed((number for _, number in likely), self._stories.root, judge)

    def _read(self, headline: str, body: str) -> Document:
        return Document.read(headline, body, self._notices)

    def _fetch(self, number: int) -> tuple[str, Document] | None:
        """Fetch a stored document, judged by the notices known today; None where it was removed."""
        if number in self._recent:
            doc_id, document = self._recent[number]
            document = Document(document.headline, document.text, document.text.outside(self._notices))
        else:
            stored = self._log.document(number)
            if stored is None:
                return None
            doc_id, document = stored.doc_id, self._read(stored.headline, stored.body)
        self._remember(number, doc_id, document)
        return doc_id, document

    def _remember(self, number: int, doc_id: str, document: Document) -> None:
        self._recent[number] = doc_id, document
        self._recent.move_to_end(number)
        if len(self._recent) > _CACHED:
            self._recent.popitem(last=False)

    def _enter(self, entries: Sequence[Entry]) -> None:
        self._stories.enter(
            [entry.number for entry in entries],
            [entry.story for entry in entries],
            [(root, entry.story) for entry in entries for root in entry.merged],
        )
        self._notices.count(np.frombuffer(b"".join([entry.lines for entry in entries]), np.uint32).tolist())

    def catch_up(self) -> None:
        """Enter what the log has and the index has not: at the start, or after another process wrote.

        The decisions are entered as they were made: the outcome is that of placing all again.
        """
        replayed = iter(self._log.replay(len(self._stories)))
        while entries := list(islice(replayed, _REPLAYED)):
            counts = [len(entry.grams) // 4 for entry in entries]
            numbers = np.repeat(np.array([entry.number for entry in entries], np.int64), counts)
            hashes = np.frombuffer(b"".join([entry.grams for entry in entries]), np.uint32)
            self._table.extend(numbers, hashes)
            self._enter(entries)
