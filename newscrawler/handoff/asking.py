"""What a person asks for, in words and days, as a `Selection`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from newscrawler.dates import parse_day
from newscrawler.errors import InputError
from newscrawler.outlets import KINDS, catalogue
from newscrawler.storage.schema import TEHRAN
from newscrawler.storage.selection import Selection
from newscrawler.text.words import parse_query

if TYPE_CHECKING:
    from collections.abc import Sequence

Day = str | date | None


def select(
    *,
    since: Day = None,
    until: Day = None,
    outlet: str | Sequence[str] | None = None,
    kind: str | None = None,
    section: str | None = None,
    query: str | None = None,
    originals: bool = False,
) -> Selection:
    """The selection of what was published on the days `since` to `until`, both included, and so on.

    Days are Tehran's, Jalali or Gregorian (`1402-12-01`, `2024-02-20`), or `date` objects; `outlet` is a slug
    or several; `kind` one of `newscrawler.outlets.KINDS`. Raises InputError, one line.
    """
    first, last = _day(since, "since"), _day(until, "until")
    if first and last and first > last:
        raise InputError(f"since={since} is after until={until}; swap them")
    if query is not None and not any(not term.excluded for term in parse_query(query)):
        raise InputError(f"query={query} asks for no word; write one that must be there")
    return Selection(
        since=_midnight(first) if first else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
        outlets=_outlets(outlet, kind),
        section=section or None,
        query=query,
        originals=originals,
    )


def filters(**asked: Any) -> dict[str, Any]:  # noqa: ANN401
    """The same for a manifest: what was asked, as it was said."""
    return {name: str(value) if isinstance(value, date) else value for name, value in asked.items() if value}


def _day(told: Day, name: str) -> date | None:
    if told is None or told == "":
        return None
    day = told.date() if isinstance(told, datetime) else told if isinstance(told, date) else parse_day(told)
    if day is None:
        raise InputError(f"{name}={told} is no day; write 1402-12-03 or 2024-02-22")
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TEHRAN)


def _outlets(outlet: str | Sequence[str] | None, kind: str | None) -> tuple[str, ...] | None:
    named = [outlet] if isinstance(outlet, str) else list(outlet or ())
    if kind is None:
        return tuple(named) or None
    if kind not in KINDS:
        raise InputError(f"kind={kind}: there are {', '.join(KINDS)}")
    of_kind = {each.slug for each in catalogue() if each.kind == kind}
    return tuple(sorted(of_kind.intersection(named) if named else of_kind))
