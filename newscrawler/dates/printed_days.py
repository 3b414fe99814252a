"""The days a text names: numeric dates, and months in words with a day and a year beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jdatetime

from newscrawler.dates.days import GREGORIAN_YEARS, JALALI_YEARS, day_of
from newscrawler.dates.lexicon import Token
from newscrawler.dates.tokens import SHORT, YEAR_WIDTH, Found, is_small, role_at

if TYPE_CHECKING:
    from datetime import date, datetime

_LAST_SHORT_YEAR = 1410
"""Two-digit Jalali years are read up to here, or up to the year after `now` where that is given."""
_FIRST_SHORT_YEAR = 1360
_RFC_CENTURY = 50  # RFC 2822: two-digit years from here on are of the 1900s
_MONTHS_IN_YEAR = 12
_VAGUE_UNIT = Token("unit", "vague")
_JOINTS = ("-", "/", ".", ",", "'", "’")


def dates(tokens: list[Token], now: datetime | None) -> list[Found[date]]:
    """Return every whole date, in order. Lunar dates, and days or months without a year, are none."""
    out: list[Found[date]] = []
    floor = 0
    for i, token in enumerate(tokens):
        found = None
        if i >= floor and token.role == "date":
            found = _numeric(token, i, now)
        elif i >= floor and token.role == "month":
            found = _named(tokens, i, floor, now)
        if found is None or role_at(tokens, found.end) == "lunar":
            continue
        out.append(found if _weekday_agrees(tokens, found) else Found(None, found.start, found.end))
        floor = found.end
    return out


def _numeric(token: Token, at: int, now: datetime | None) -> Found[date] | None:
    """Year first, or day first with four digits of year; month first only where nothing else is possible."""
    a, b, c = token.parts
    x, y, z = int(a), int(b), int(c)
    if len(a) == YEAR_WIDTH and len(c) <= SHORT and _is_year(x):
        return Found(day_of(x, y, z), at, at + 1)
    if len(c) == YEAR_WIDTH and len(a) <= SHORT and _is_year(z):
        if z in GREGORIAN_YEARS and y > _MONTHS_IN_YEAR:
            x, y = y, x
        elif z in GREGORIAN_YEARS and x != y and x <= _MONTHS_IN_YEAR:
            return Found(None, at, at + 1)
        return Found(day_of(z, y, x), at, at + 1)
    short = len(a) == SHORT and max(len(b), len(c)) <= SHORT and token.name in "/-"
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
    end = len(tokens) - 1
    right = _beside(tokens, at, 1, end)
    left = _day_before(tokens, at, floor, right)
    then = _beside(tokens, right, 1, end) if right else None
    comma = right is not None and tokens[right + 1 : right + 2] == [Token("mark", ",")]
    orders = (
        (left, right, left, _year),
        (right, then, at, _year),
        (right, left, left, _year),
        (then if (comma and not _opens_a_date(tokens, then)) or then == end else None, right, at, _year),
        (left, right if right == at + 1 else None, left, _short),
        (right, then if comma else None, at, _short),
    )
    for day, year, start, is_year in orders:
        if (
            day is None
            or year is None
            or start is None
            or not is_small(tokens[day])
            or not is_year(tokens[year])
        ):
            continue
        value = _combine(tokens[at], tokens[year], tokens[day].number, now)
        return Found(value, start, max(day, year, at) + 1)
    return None


def _day_before(tokens: list[Token], at: int, floor: int, right: int | None) -> int | None:
    """Return the number before a month unless it counts something else: «شماره ۱۲ - مهر ۱۴۰۲»."""
    left = _beside(tokens, at, -1, floor)
    if left is None or role_at(tokens, left - 1) == "counter":
        return None
    marks = [token for token in tokens[left:at] if token.role == "mark"]
    paired = right is not None and all(mark in tokens[at:right] for mark in marks)
    return left if paired or not marks else None


def _combine(month: Token, year: Token, day: int, now: datetime | None) -> date | None:
    full = year.number
    if _short(year) and month.name == "jalali":
        full = _short_year(full, now) or 0
    elif _short(year):
        full += 1900 if full >= _RFC_CENTURY else 2000
    years = JALALI_YEARS if month.name == "jalali" else GREGORIAN_YEARS
    return day_of(full, month.number, day) if full in years else None


def _beside(tokens: list[Token], at: int, step: int, limit: int) -> int | None:
    """Index of the number next to `at`, across at most two of «ی», «ماه», «سال», `,`, a clock after it."""
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
    return at is not None and role_at(tokens, at + 1) in ("month", "number", "joint", "unit")


def _year(token: Token) -> bool:
    return token.width == YEAR_WIDTH and _is_year(token.number)


def _short(token: Token) -> bool:
    return token.width == SHORT


def _weekday_agrees(tokens: list[Token], found: Found[date]) -> bool:
    """Whether the weekday printed directly before or after is the day's own (or none is printed)."""
    before, after = found.start - 1, found.end
    while role_at(tokens, before) in ("mark", "glue", "clock"):
        before -= 1
    while role_at(tokens, after) in ("mark", "clock"):
        after += 1
    printed = {tokens[i].number for i in (before, after) if role_at(tokens, i) == "weekday"}
    return found.value is None or printed <= {found.value.weekday()}


def partial(tokens: list[Token]) -> bool:
    """Whether a month stands beside a number: a date whose year or day is missing."""
    end = len(tokens) - 1
    return any(
        token.role == "month"
        and (_beside(tokens, i, -1, 0) is not None or _beside(tokens, i, 1, end) is not None)
        for i, token in enumerate(tokens)
    )
