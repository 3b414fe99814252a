"""From tokens to an instant: which day, which clock, and when to refuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from newscrawler.dates.days import GREGORIAN_YEARS
from newscrawler.dates.lexicon import Clock, Token, fold
from newscrawler.dates.printed_clocks import age, clocks
from newscrawler.dates.printed_days import dates, partial
from newscrawler.dates.tokens import Found, tokenize

_LONGEST = 100_000
_ISO_LENGTHS = (20, 32)  # 2024-02-22T11:19:00Z … with microseconds and an offset
_DAYS_END = (24, 0, 0)  # ISO 8601
_BETWEEN = {"mark", "glue", "joint", "weekday", "zone", "offset", "part", "clock", "unit"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed instant and how exact it is."""

    instant: datetime
    """Zone-aware."""
    precision: Literal["second", "minute", "day"]
    """`day`: the instant is the midnight of a day (also where midnight is printed with seconds)."""


def read_date(text: str, *, now: datetime | None = None, tz: str = "Asia/Tehran") -> Stamp | None:
    """Instant a text prints, with its precision; None for none, an impossible one, or two that differ.

    Absolute dates win over ages («۲ ساعت پیش»), which need `now` (aware; a naive one is taken to be in `tz`).
    A date labelled as published wins over others, one labelled as updated loses to others. A weekday beside
    a date must agree with it. A wall time that a change to summer time skips is refused; of one that occurs
    twice the first is taken. An age in hours counts as exact to the minute; ages in months and years, and
    vague ones («چند ساعت پیش»), are refused. Time is linear; 100,000 characters are read.
    """
    zone = ZoneInfo(tz)
    exact = _iso(text.strip(), zone)
    if exact:
        return exact
    if now is not None:
        now = now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
    tokens = tokenize(fold(text[:_LONGEST]))
    refused = False
    for part in _parts(tokens):
        found = dates(part, now)
        if len({each.value for each in found}) == 1:
            day = found[0].value
            return _at(day, part, found, zone) if day else None
        refused = refused or bool(found)
    return None if refused or now is None else _aged(tokens, now)


def parse_date(text: str, *, now: datetime | None = None, tz: str = "Asia/Tehran") -> datetime | None:
    """Instant a text prints, zone-aware, in zone `tz` unless the text prints an offset; see `read_date`.

    Midnight where only a day is named. Never guesses: None when the text is ambiguous or impossible.
    """
    stamp = read_date(text, now=now, tz=tz)
    return stamp.instant if stamp else None


def _iso(text: str, zone: tzinfo) -> Stamp | None:
    """Return an ISO 8601 instant with its offset, as metadata carries it; all else is for the slow way."""
    if not _ISO_LENGTHS[0] <= len(text) <= _ISO_LENGTHS[1] or text[10] not in "T ":
        return None
    try:
        instant = datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        return None
    if instant.tzinfo is None or instant.year not in GREGORIAN_YEARS:
        return None
    midnight = instant.astimezone(zone).time() == time()
    return Stamp(instant, "day" if midnight else "second")


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """Return what to read, best first: what no label calls updated, what one calls published, everything."""
    cuts = [i for i, token in enumerate(tokens) if token.role in ("published", "updated")]
    if not cuts:
        return [tokens]
    pieces = [tokens[a:b] for a, b in pairwise([0, *cuts, len(tokens)]) if a < b]
    published = [piece for piece in pieces if piece[0].role == "published"]
    others = [token for piece in pieces if piece[0].role != "updated" for token in piece]
    return [others, *published, tokens]


def _at(day: date, tokens: list[Token], found: list[Found[date]], zone: tzinfo) -> Stamp | None:
    """Return the day at the clock printed with it, or at midnight; None where clocks contradict."""
    printed = clocks(tokens)
    if not printed:
        return Stamp(datetime.combine(day, time(), zone), "day")
    if len(printed) > 1:
        printed = [each for each in printed if any(_touch(tokens, each, one) for one in found)] or printed
    elif not any(token.role == "zone" for token in tokens[printed[0].start : printed[0].end + 4]):
        printed = [_with_zone(printed[0], tokens)]
    stamps = [_stamp(day, each.value, zone) if each.value else None for each in printed]
    minutes = {stamp.instant.replace(second=0) if stamp else None for stamp in stamps}
    if len(minutes) > 1:
        return None
    return next((stamp for stamp in stamps if stamp and stamp.precision == "second"), stamps[0])


def _with_zone(clock: Found[Clock], tokens: list[Token]) -> Found[Clock]:
    """Return the only clock, in the zone the text names elsewhere."""
    names = {token.name for token in tokens if token.role == "zone"}
    if clock.value is None or clock.value.zone is not None or len(names) != 1:
        return clock
    return replace(clock, value=clock.value._replace(zone=names.pop()))


def _touch(tokens: list[Token], a: Found[Clock], b: Found[date]) -> bool:
    """Whether nothing but punctuation and the words of a date stands between the two."""
    low, high = (a.end, b.start) if a.start < b.start else (b.end, a.start)
    return all(token.role in _BETWEEN for token in tokens[low:high])


def _stamp(day: date, clock: Clock, zone: tzinfo) -> Stamp | None:
    """Return the instant of a wall time; None when there is none such, or the zone skips it that day."""
    printed = _zone(clock.zone) if clock.zone is not None else zone
    hour = clock.hour
    if (clock.hour, clock.minute, clock.second or 0) == _DAYS_END:
        day, hour = day + timedelta(days=1), 0
    try:
        instant = datetime.combine(day, time(hour, clock.minute, clock.second or 0), printed)
        there = instant.astimezone(UTC).astimezone(printed)
        midnight = instant.astimezone(zone).time() == time()
    except (ValueError, OverflowError):
        return None
    if there.replace(tzinfo=None) != instant.replace(tzinfo=None):
        return None
    if clock.second is None:
        return Stamp(instant, "minute")
    return Stamp(instant, "day" if midnight else "second")


def _zone(printed: int | str) -> tzinfo:
    if isinstance(printed, str):
        return UTC if printed == "UTC" else ZoneInfo(printed)
    return timezone(timedelta(minutes=printed)) if printed else UTC


def _aged(tokens: list[Token], now: datetime) -> Stamp | None:
    """Return the instant an age such as «۲ ساعت پیش» or «دیروز ۱۸:۳۰» tells."""
    found = age(tokens)
    if found.value is None or partial(tokens):
        return None
    length, unit = found.value
    if unit == "second":
        return Stamp((now.astimezone(UTC) - length).astimezone(now.tzinfo).replace(microsecond=0), "second")
    if unit in ("minute", "hour"):
        instant = (now.astimezone(UTC) - length).astimezone(now.tzinfo)
        return Stamp(instant.replace(second=0, microsecond=0), "minute")
    day = now.date() - length
    weekdays = {token.number for token in tokens if token.role == "weekday"}
    rest = [*tokens[: found.start], *tokens[found.end :]]
    return _at(day, rest, [], now.tzinfo or UTC) if weekdays <= {day.weekday()} else None
