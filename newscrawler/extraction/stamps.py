"""Which of a page's printed instants is the publication, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from newscrawler.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawler.dates import Stamp

_AHEAD: Final = timedelta(days=1)
"""A page can't be published later than this after it was fetched, or after it was last changed."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A printed instant, read."""

    stamp: Stamp
    raw: str
    rule: str


def instants(found: Iterable[tuple[str, str]], now: datetime | None, tz: str) -> Iterable[Instant]:
    """Read (rule, text) pairs; what can't be read is left out."""
    for rule, raw in found:
        stamp = read_date(raw, now=now, tz=tz)
        if stamp is not None:
            yield Instant(stamp, raw, rule)


def published(
    found: Iterable[Instant], modified: Instant | None, now: datetime | None, tz: str
) -> Instant | None:
    """The first instant that can be true.

    One that names only a day gives way to a later rule that tells the minute of the same day. One in the
    future gives way to the last change, and says so in its rule.
    """
    zone = ZoneInfo(tz)
    best: Instant | None = None
    for instant in found:
        if best is None or (instant.stamp.precision != "day" and _day(instant, zone) == _day(best, zone)):
            best = instant
        if best.stamp.precision != "day":
            break
    if best is None or not _ahead(best, modified, now):
        return best
    if modified is not None and not _ahead(modified, None, now):
        return Instant(modified.stamp, modified.raw, f"{modified.rule} (published in the future)")
    return best


def _day(instant: Instant, zone: ZoneInfo) -> object:
    return instant.stamp.instant.astimezone(zone).date()


def _ahead(instant: Instant, modified: Instant | None, now: datetime | None) -> bool:
    limit = now if now is not None else modified.stamp.instant if modified else None
    if limit is not None and limit.tzinfo is None:
        limit = None
    return limit is not None and instant.stamp.instant > limit + _AHEAD
