"""Which documents of a sitemap index to read: addresses tell days, months, years, and what they hold."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.dates.days import day_of
from newscrawler.discovery.addresses import path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawler.discovery.links import Link

_YEAR = r"(?<!\d)(?P<y>1[34]\d\d|19[6-9]\d|20\d\d)"
_DATED = (
    re.compile(_YEAR + r"(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)?(?!\d)"),
    re.compile(_YEAR + r"(?:[-_/.](?P<m>\d{1,2})(?:[-_/.](?P<d>\d{1,2}))?(?!\d))?(?!\d)"),
)
_NO_ARTICLES = re.compile(
    r"(?:^|[-_/])(?:category|categories|post_tag|tags?|authors?|users?|taxonom(?:y|ies)|attachment|images?|products?"
    r"|posts-page|page|polls?|services?|topics?)(?=[-_.]|sitemap|$)",
    re.IGNORECASE,
)
_RECENT = re.compile(r"(?:^|[-_/])(?:news|latest|recent|google)(?=[-_.\d]|sitemap|$)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(?!.*\d)")
_FIRST_MONTHS = 6
"""Months of 31 days at the head of a Jalali year; the others are taken as of 30."""


class Period(NamedTuple):
    """Days a document is about, the last one included."""

    first: date
    last: date


def period_of(address: str) -> Period | None:
    """Year, month or day an address names, Jalali or Gregorian; None where it names none.

    A name that is the base64 of JSON with a `date` (`,` for `=`) is understood too.
    """
    where = path(address)
    coded = _coded(where.rpartition("/")[2].rpartition(".")[0])
    for form in _DATED:
        found = form.search(coded or where)
        if found:
            year, month, day = (int(found[name]) if found[name] else None for name in "ymd")
            period = _period(year or 0, month, day)
            if period:
                return period
    return None


def _coded(name: str) -> str | None:
    text = name.replace(",", "=")
    try:
        told = json.loads(b64decode(text + "=" * (-len(text) % 4), validate=True))
    except ValueError:
        return None
    return str(told.get("date")) if isinstance(told, dict) else None


def _period(year: int, month: int | None, day: int | None) -> Period | None:
    first = day_of(year, month or 1, day or 1)
    if first is None:
        return None
    if day:
        return Period(first, first)
    if month:
        return Period(first, first + timedelta(days=_length(year, month) - 1))
    following = day_of(year + 1, 1, 1)
    return Period(first, following - timedelta(days=1)) if following else None


def _length(year: int, month: int) -> int:
    if year >= 1900:  # noqa: PLR2004  (Jalali years are four centuries behind)
        return monthrange(year, month)[1]
    return 31 if month <= _FIRST_MONTHS else 30


def within(documents: Iterable[Link], first: date, last: date) -> list[Link]:
    """Documents that may hold articles of these days: by the days they name, else by when they changed."""
    return [each for each in documents if _may_hold(each, first, last)]


def _may_hold(document: Link, first: date, last: date) -> bool:
    if _NO_ARTICLES.search(path(document.url)):
        return False
    period = period_of(document.url)
    if period:
        return period.first <= last and period.last >= first
    # a day earlier: the day of an instant differs from zone to zone
    changed = document.date_modified
    return changed is None or changed.date() >= first - timedelta(days=1)


def newest(documents: Iterable[Link], first: date, last: date) -> list[Link]:
    """Documents that hold the articles of the last days; of undated ones, the news or each row's last."""
    found = within(documents, first, last)
    dated = [each for each in found if period_of(each.url) or each.date_modified]
    undated = [each for each in found if each not in dated]
    named = [each for each in undated if _RECENT.search(path(each.url))]
    if named or not undated:
        return dated + named
    rows: dict[str, tuple[int, Link]] = {}
    for each in undated:
        where = path(each.url)
        number = _NUMBER.search(where)
        row, count = _NUMBER.sub("#", where), int(number[1]) if number else 0
        if row not in rows or rows[row][0] < count:
            rows[row] = (count, each)
    return dated + [each for _, each in rows.values()]
