"""Answers from WARC files instead of the network."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from w3lib.url import safe_url_string

from newscrawler.archive.exchange import ArchiveError, Exchange, Position
from newscrawler.archive.reading import Entry, first_date, index, read_record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Answer(NamedTuple):
    """A recorded answer and where it is recorded."""

    exchange: Exchange
    position: Position


class Replay:
    """Serves the answers of some archives, each address's in order of recording; the last one repeats."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Index the files, in the order given. `ArchiveError` where one is missing or no WARC."""
        self.problems: list[str] = []
        """A line for each file whose end is torn."""
        self.clock: datetime | None = None
        """Latest recording date among the answers given so far; before the first, when recording began."""
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self._next: dict[str, int] = defaultdict(int)
        for path in paths:
            entries, problem = index(path)
            self.problems += [problem] if problem else []
            for entry in entries:
                self._entries[_key(entry.url)].append(entry)
                self.clock = self.clock or entry.date

    def answer(self, url: str, *, conditional: bool = False) -> Answer | None:
        """Next recorded answer for an address, None where there is none.

        A recorded 304 is given to a `conditional` request only: another one has nothing to compare it with.
        """
        key = _key(url)
        entries, start = self._entries.get(key, []), self._next[key]
        order = [*range(start, len(entries)), *range(min(start, len(entries)) - 1, -1, -1)]
        usable = (i for i in order if conditional or entries[i].status != HTTPStatus.NOT_MODIFIED)
        chosen = next(usable, None)
        if chosen is None:
            return None
        self._next[key] = chosen + 1
        entry = entries[chosen]
        exchange = read_record(entry.path, entry.offset)
        self.clock = max(self.clock, exchange.date) if self.clock else exchange.date
        return Answer(exchange, Position(str(entry.path), entry.offset))


def _key(url: str) -> str:
    """Address as Scrapy requests it, whatever spelling the archive uses."""
    return urldefrag(safe_url_string(url)).url


def open_archives(names: str) -> Replay:
    """Replay of the files a setting names, separated by commas. `ArchiveError` where one can't be used."""
    return Replay(_paths(names))


def began(names: str) -> datetime:
    """Return when the recording of the first of these files began; `ArchiveError` where it can't be read."""
    return first_date(_paths(names)[0])


def _paths(names: str) -> list[Path]:
    paths = [Path(name.strip()).expanduser() for name in names.split(",") if name.strip()]
    if not paths:
        raise ArchiveError("no archive is named; give WARC files, separated by commas")
    return paths
