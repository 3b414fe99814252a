"""Whether an outlet's fields come out emptier than they used to: against its own history, nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (of a NamedTuple)
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.storage.schema import TEHRAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BASELINE = 3
"""Windows of history that it takes to say what is usual."""
_USUAL = 0.5
"""A field that fewer articles have than this is not missed."""


class Limits(NamedTuple):
    """What counts as a fall."""

    minimum: int
    """Articles of a window."""
    tolerance: float
    """How far below the usual share is still usual."""


class Record(NamedTuple):
    """An outlet in one run: when it began, of how many articles (`articles`) each field was there."""

    began: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Window:
    """Some runs in a row with enough articles between them to say anything."""

    began: datetime
    articles: int
    filled: Mapping[str, int]
    """Field → in how many of the articles it was there."""

    def share(self, field: str) -> float:
        """Part of the articles that have the field, 0 to 1."""
        return self.filled.get(field, 0) / self.articles


@dataclass(frozen=True, slots=True)
class Fall:
    """A field that came out emptier."""

    outlet: str
    field: str
    before: float
    """Median share of the windows before."""
    now: float
    since: datetime
    """When the first of the emptier windows began."""

    def __str__(self) -> str:
        """In words: `date_published fell from 99 % to 12 % since 09:15`."""
        when = f"{self.since.astimezone(TEHRAN):%Y-%m-%d %H:%M}"
        return f"{self.field} fell from {self.before:.0%} to {self.now:.0%} since {when}"


def windows(records: Sequence[Record], minimum: int) -> list[Window]:
    """Group an outlet's records, newest first, into windows of at least `minimum` articles; newest first.

    What is left over at the old end is too little to count.
    """
    found: list[Window] = []
    filled: dict[str, int] = {}
    for began, counts in records:
        for name, number in counts.items():
            filled[name] = filled.get(name, 0) + number
        if filled.get("articles", 0) >= minimum:
            found.append(Window(began, filled["articles"], filled))
            filled = {}
    return found


def falls(outlet: str, records: Sequence[Record], limits: Limits) -> Iterator[Fall]:
    """Fields whose share in the newest window lies below the median of the others by more than the tolerance.

    The median shrugs at single bad windows; a fall that lasts becomes usual only when it is older than half
    of the history, and by then it has been told every run.
    """
    every, tolerance = windows(records, limits.minimum), limits.tolerance
    if len(every) <= _BASELINE:
        return
    newest, older = every[0], every[1:]
    for field in sorted({name for window in every for name in window.filled} - {"articles", "teaser"}):
        usual = median(window.share(field) for window in older)
        if usual < _USUAL or newest.share(field) >= usual - tolerance:
            continue
        since = newest.began
        for window in older:
            if window.share(field) >= usual - tolerance:
                break
            since = window.began
        yield Fall(outlet, field, usual, newest.share(field), since)
