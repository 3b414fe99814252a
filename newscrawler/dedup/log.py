"""The log an index is rebuilt from, and the one that lives as long as the process."""

from __future__ import annotations

import tempfile
import weakref
import zlib
from array import array
from os import SEEK_END
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class Entry(NamedTuple):
    """One document as the log keeps it. Typical size: 24 x 4 bytes of grams, 3 x 4 of lines, the ids."""

    number: int
    """1, 2, 3 … in order of arrival, without gaps."""
    doc_id: str
    story: int
    """Number of the document the story began with; `number` itself when it begins one."""
    merged: tuple[int, ...]
    """Stories (numbers) this document showed to be `story` too; nearly always empty."""
    grams: bytes
    """Little-endian uint32: the hashes the document is found by."""
    lines: bytes
    """Little-endian uint32: hashes of the lines to count as possible notices; empty for a copy."""


class Stored(NamedTuple):
    """A document fetched back to be compared."""

    doc_id: str
    headline: str
    body: str


class IndexLog(Protocol):
    """What storage gives the index. Writes go into the caller's transaction; the index never commits."""

    def append(self, entry: Entry, stored: Stored) -> None:
        """Keep one entry; `stored` is for logs that do not find the text elsewhere."""

    def replay(self, after: int = 0) -> Iterable[Entry]:
        """Every entry kept whose number is above `after`, by ascending number."""

    def document(self, number: int) -> Stored | None:
        """Fetch the document of an entry, with the text it had when added; None when it was removed."""


class MemoryLog:
    """A log that ends with the process: texts wait, compressed, in an unnamed file that begins in memory.

    Memory: 8 bytes a document, and at most `in_memory` bytes of texts (about 1 kB each, compressed); beyond
    that they stand in the system's temporary folder.
    """

    def __init__(self, in_memory: int = 1 << 25) -> None:
        """Empty."""
        self._texts = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 - closed with the log
        weakref.finalize(self, self._texts.close)
        self._ends = array("Q", [0])

    def append(self, entry: Entry, stored: Stored) -> None:  # noqa: ARG002 - nothing will replay it
        """Keep the document."""
        record = zlib.compress("\0".join(stored).encode("utf-8", "surrogatepass"), 1)
        self._texts.seek(0, SEEK_END)
        self._texts.write(record)
        self._ends.append(self._ends[-1] + len(record))

    def replay(self, after: int = 0) -> Iterable[Entry]:  # noqa: ARG002 - nobody else writes it
        """Nothing: it is new."""
        return ()

    def document(self, number: int) -> Stored | None:
        """Fetch the document with this number."""
        if not 0 < number < len(self._ends):
            return None
        self._texts.seek(self._ends[number - 1])
        record = self._texts.read(self._ends[number] - self._ends[number - 1])
        return Stored(*zlib.decompress(record).decode("utf-8", "surrogatepass").split("\0", 2))
