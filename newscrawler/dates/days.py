"""Days of the two calendars, and the days of an archive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import jdatetime

from newscrawler.text.letters import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

JALALI_YEARS = range(1300, 1501)
GREGORIAN_YEARS = range(1900, 2101)
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Day:
    """One day in both calendars, with the names family declarations use in their address patterns."""

    jy: int
    jm: int
    jd: int
    gy: int
    gm: int
    gd: int


@lru_cache(maxsize=4096)
def day_of(year: int, month: int, day: int) -> date | None:
    """Gregorian day of a Jalali (1300-1500) or Gregorian (1900-2100) one; None if there is no such day."""
    try:
        if year in JALALI_YEARS:
            return jdatetime.date(year, month, day).togregorian()  # type: ignore[no-any-return]  # jdatetime is untyped
        return date(year, month, day) if year in GREGORIAN_YEARS else None
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """Gregorian date of a day as users type it: `1402-12-01`, `2024/02/20`, ۱۴۰۲/۱۲/۰۱; None for others."""
    match = _DAY.fullmatch(ascii_digits(text.strip()))
    return day_of(int(match[1]), int(match[3]), int(match[4])) if match else None


def jalali_day(instant: datetime, tz: str = "Asia/Tehran") -> str:
    """Jalali day of an aware instant in zone `tz`: `1402-12-03`. ValueError when the instant is naive."""
    if instant.tzinfo is None:
        raise ValueError(
            f"instant without a zone: {instant.isoformat()}; give it one (parse_date always does)"
        )
    return _jalali(instant.astimezone(ZoneInfo(tz)).date())


@lru_cache(maxsize=1024)
def _jalali(day: date) -> str:
    jalali = jdatetime.date.fromgregorian(date=day)
    return f"{jalali.year:04}-{jalali.month:02}-{jalali.day:02}"


def days(until: date, since: date) -> Iterator[Day]:
    """Every day from `until` back to `since`, both included; none when `since` is the later one."""
    current = until
    while current >= since:
        jalali = jdatetime.date.fromgregorian(date=current)
        yield Day(jalali.year, jalali.month, jalali.day, current.year, current.month, current.day)
        current -= timedelta(days=1)
