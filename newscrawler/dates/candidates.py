"""The days, clocks and ages among the tokens of a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

import jdatetime

from newscrawler.dates.days import GREGORIAN_YEARS, JALALI_YEARS, day_of
from newscrawler.dates.tokens import Clock, Token
from newscrawler.dates.words import HOURS

T = TypeVar("T")
_LAST_SHORT_YEAR = 1410
"""Two-digit Jalali years are read up to here, or up to the year after `now` where that is given."""
_FIRST_SHORT_YEAR = 1360
_RFC_CENTURY = 50  # RFC 2822: two-digit years from here on are of the 1900s
_MONTHS_IN_YEAR = 12
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_DAYS = ("day", "week")
_HOUR = Token("unit", "hour")
_VAGUE_UNIT = Token("unit", "vague")
_AND = Token("glue", "و")
_JOINTS = ("-", "/", ".", ",", "'", "’")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Something read from `tokens[start:end]`; value None: it is printed, but impossible or ambiguous."""

    value: T | None
    start: int
    end: int


class Age(NamedTuple):
    """How long ago, and the finest unit it was told in."""

    length: timedelta
    unit: str


def dates(tokens: list[Token], now: datetime | None) -> list[Found[date]]:
    """Every whole date, in order. Lunar dates, and days or months without a year, are none."""
    out: list[Found[date]] = []
    floor = 0
    for i, token in enumerate(tokens):
        found = None
        if i >= floor and token.role == "date":
            found = _numeric(token, i, now)
        elif i >= floor and token.role == "month":
            found = _named(tokens, i, floor, now)
        if found is None or _role(tokens, found.end) == "lunar":
            continue
        out.append(found if _weekday_agrees(tokens, found) else Found(None, found.start, found.end))
        floor = found.end
    return out


def _role(tokens: list[Token], at: int) -> str:
    return tokens[at].role if 0 <= at < len(tokens) else ""


def _numeric(token: Token, at: int, now: datetime | None) -> Found[date] | None:
    """Year first, or day first with a year of four digits; month/day/year only where no other order is possible."""
    a, b, c = token.parts
    x, y, z = int(a), int(b), int(c)
    if len(a) == 4 and len(c) <= 2 and _is_year(x):  # noqa: PLR2004
        return Found(day_of(x, y, z), at, at + 1)
    if len(c) == 4 and len(a) <= 2 and _is_year(z):  # noqa: PLR2004
        if z in GREGORIAN_YEARS and y > _MONTHS_IN_YEAR:
            x, y = y, x
        elif z in GREGORIAN_YEARS and x != y and x <= _MONTHS_IN_YEAR:
            return Found(None, at, at + 1)
        return Found(day_of(z, y, x), at, at + 1)
    short = len(a) == 2 and max(len(b), len(c)) <= 2 and token.name in "/-"  # noqa: PLR2004
    year = _short_year(x, now) if short else None
    day = day_of(year, y, z) if year else None
    return Found(day, at, at + 1) if day else None


def _is_year(value: int) -> bool:
    return value in JALALI_YEARS or value in GREGORIAN_YEARS


def _short_year(value: int, now: datetime | None) -> int | None:
    """1360 to 1399, or 1400 to the year after `now`."""
    last = jdatetime.date.fromgregorian(date=now.date()).year + 1 if now else _LAST_SHORT_YEAR
    return next((year for year in (1400 + value, 1300 + value) if _FIRST_SHORT_YEAR <= year <= last), None)


def _named(tokens: list[Token], at: int, floor: int, now: datetime | None) -> Found[date] | None:
    """Month in words with a day and a year beside it, in any order that leaves no doubt which is which."""
    left, right = _beside(tokens, at, -1, floor), _beside(tokens, at, 1, len(tokens) - 1)
    then = _beside(tokens, right, 1, len(tokens) - 1) if right else None
    comma = right is not None and tokens[right + 1 : right + 2] == [Token("mark", ",")]
    orders = (
        (left, right, left, _year),
        (right, then, at, _year),
        (right, left, left, _year),
        (then if comma and not _opens_a_date(tokens, then) else None, right, at, _year),
        (left, right if right == at + 1 else None, left, _short),
        (right, then if comma else None, at, _short),
    )
    for day, year, start, is_year in orders:
        if (
            day is None
            or year is None
            or start is None
            or not _small(tokens[day])
            or not is_year(tokens[year])
        ):
            continue
        value = _combine(tokens[at], tokens[year], tokens[day].number, now)
        return Found(value, start, max(day, year, at) + 1)
    return None


def _combine(month: Token, year: Token, day: int, now: datetime | None) -> date | None:
    full = year.number
    if _short(year) and month.name == "jalali":
        full = _short_year(full, now) or 0
    elif _short(year):
        full += 1900 if full >= _RFC_CENTURY else 2000
    years = JALALI_YEARS if month.name == "jalali" else GREGORIAN_YEARS
    return day_of(full, month.number, day) if full in years else None


def _beside(tokens: list[Token], at: int, step: int, limit: int) -> int | None:
    """Index of the number next to `at`, across at most two pieces of glue: «ی», «ماه», «سال», `,`, a clock after it."""
    for _ in range(3):
        at += step
        if (at > limit) if step > 0 else (at < limit):
            return None
        token = tokens[at]
        if token.role == "number":
            return at
        glue = token.role == "joint" or token == _VAGUE_UNIT or (token.role == "clock" and step > 0)
        if not glue and not (token.role == "mark" and token.name in _JOINTS):
            return None
    return None


def _opens_a_date(tokens: list[Token], at: int | None) -> bool:
    return at is not None and _role(tokens, at + 1) in ("month", "number", "joint", "unit")


def _small(token: Token) -> bool:
    return token.width <= 2  # noqa: PLR2004


def _year(token: Token) -> bool:
    return token.width == 4 and _is_year(token.number)  # noqa: PLR2004


def _short(token: Token) -> bool:
    return token.width == 2  # noqa: PLR2004


def _weekday_agrees(tokens: list[Token], found: Found[date]) -> bool:
    """Whether the weekday printed directly before or after is the day's own (or none is printed)."""
    before, after = found.start - 1, found.end
    while _role(tokens, before) in ("mark", "glue", "clock"):
        before -= 1
    while _role(tokens, after) in ("mark", "clock"):
        after += 1
    printed = {tokens[i].number for i in (before, after) if _role(tokens, i) == "weekday"}
    return found.value is None or printed <= {found.value.weekday()}


def partial(tokens: list[Token]) -> bool:
    """Whether a month stands beside a number: a date whose year or day is missing."""
    end = len(tokens) - 1
    return any(
        token.role == "month"
        and (_beside(tokens, i, -1, 0) is not None or _beside(tokens, i, 1, end) is not None)
        for i, token in enumerate(tokens)
    )


def clocks(tokens: list[Token]) -> list[Found[Clock]]:
    """Every time of day: `14:49:05`, «ساعت ۱۴ و ۴۹ دقیقه», «۸ صبح», with its part of the day and its zone."""
    out: list[Found[Clock]] = []
    for i, token in enumerate(tokens):
        before = _role(tokens, i - 1)
        if token.clock:
            if "duration" not in (before, _role(tokens, i - 2)):
                out.append(_finish(tokens, token.clock, i, i + 1))
        elif token == _HOUR:
            clock, end = _spoken(tokens, i + 1)
            if clock and _role(tokens, end) not in ("unit", "ago", "month", "joint"):
                out.append(_finish(tokens, clock, i, end))
        elif (
            token.role == "part"
            and before == "number"
            and _small(tokens[i - 1])
            and not (out and out[-1].end > i)
        ):
            out.append(_finish(tokens, Clock(tokens[i - 1].number, 0), i - 1, i))
    return out


def _spoken(tokens: list[Token], at: int) -> tuple[Clock | None, int]:
    """Hour, then «و» or `.` and minutes («نیم», «ربع»), then «و» and seconds, the units' names optional."""
    at += tokens[at : at + 1] == [Token("mark", ":")]
    if _role(tokens, at) != "number" or not _small(tokens[at]):
        return None, at
    values = [tokens[at].number]
    at += 1
    for unit, joints in (("minute", (_AND, Token("mark", "."))), ("second", (_AND,))):
        number = _role(tokens, at + 1) in ("number", "half") and _small(tokens[at + 1])
        if not number or tokens[at] not in joints or _role(tokens, at + 2) in ("month", "joint"):
            break
        values.append(tokens[at + 1].number)
        at += 3 if tokens[at + 2 : at + 3] == [Token("unit", unit)] else 2
    return Clock(values[0], values[1] if len(values) > 1 else 0, values[2] if len(values) > 2 else None), at  # noqa: PLR2004


def _finish(tokens: list[Token], clock: Clock, start: int, end: int) -> Found[Clock]:
    """The clock with the part of the day and the zone printed beside it."""
    hour: int | None = clock.hour
    if _role(tokens, end) == "part":
        hour = HOURS[tokens[end].name].get(clock.hour)
        end += 1
        if _role(tokens, end) == "other" and hour != clock.hour:  # «۰۸:۳۰ عصر ایران» names an outlet
            hour = None
    elif _role(tokens, start - 1) == "part":
        hour = HOURS[tokens[start - 1].name].get(clock.hour)
    zone, at = clock.zone, end
    while _role(tokens, at) in ("mark", "glue", "joint"):
        at += 1
    if zone is None and _role(tokens, at) in ("zone", "offset"):
        zone = tokens[at].name or tokens[at].number
    return Found(None if hour is None else clock._replace(hour=hour, zone=zone), start, end)


def age(tokens: list[Token]) -> Found[Age]:
    """How long ago the text says, and where it says so; value None when it does not, or not exactly."""
    for i, token in enumerate(tokens):
        if token.role == "day":
            return Found(Age(timedelta(days=token.number), "day"), i, i + 1)
        if token.role == "ago":
            return _age_before(tokens, i)
    return Found(None, 0, 0)


def _age_before(tokens: list[Token], ago: int) -> Found[Age]:
    """«۱ ساعت و ۲۰ دقیقه پیش», «نیم ساعت قبل», «یک ساعت و نیم پیش», «هفته گذشته»: read from its end."""
    total, at, finest = 0.0, ago - 1, ""
    half = 0.5 if _role(tokens, at) == "half" and tokens[at - 1] == _AND else 0.0
    at -= 2 if half else 0
    while _role(tokens, at) == "unit" and tokens[at].name in _SECONDS:
        unit, before = tokens[at].name, _role(tokens, at - 1)
        finest = finest or unit
        if before == "number":
            total += (tokens[at - 1].number + half) * _SECONDS[unit]
            at -= 2
        elif before == "half" and unit == "hour":
            total += tokens[at - 1].number * 60
            at -= 2
        elif unit in _DAYS and not total:
            total = _SECONDS[unit]
            at -= 1
        else:
            return Found(None, at, ago)
        half = 0.0
        at -= _role(tokens, at) == "glue" and _role(tokens, at - 1) == "unit"
    exact = total and _role(tokens, at) != "vague"
    return Found(Age(timedelta(seconds=total), finest) if exact else None, at + 1, ago + 1)
