"""What was fetched, byte for byte: writing WARC files, reading them, replaying them.

FastWARC does the format: of the two libraries weighed it wrote and read several times faster than warcio
(docs/dependencies.md). Both end silently at a tear, so tears are looked for here.
"""

from newscrawler.archive.exchange import ArchiveError, ArchiveWriteError, Exchange, Headers, Position
from newscrawler.archive.reading import Entry, index, read_record, read_records
from newscrawler.archive.replay import Answer, Replay, began, open_archives
from newscrawler.archive.writing import WarcWriter

__all__ = [
    "Answer",
    "ArchiveError",
    "ArchiveWriteError",
    "Entry",
    "Exchange",
    "Headers",
    "Position",
    "Replay",
    "WarcWriter",
    "began",
    "index",
    "open_archives",
    "read_record",
    "read_records",
]
