"""The times of day and the ages («۲ ساعت پیش») a text tells."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from newscrawler.dates.lexicon import Clock, Token
from newscrawler.dates.tokens import Found, is_small, role_at
from newscrawler.dates.words import HOURS

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_DAYS = ("day", "week")
_HOUR = Token("unit", "hour")
_AND = Token("glue", "و")
_DOT = Token("mark", ".")


class Age(NamedTuple):
    """How long ago, and the finest unit it was told in."""

    length: timedelta
    unit: str


def clocks(tokens: list[Token]) -> list[Found[Clock]]:
    """Return every time of day: `14:49:05`, «ساعت ۱۴ و ۴۹ دقیقه», «۸ صبح», with its zone."""
    out: list[Found[Clock]] = []
    for i, token in enumerate(tokens):
        before = role_at(tokens, i - 1)
        if token.clock:
            if "duration" not in (before, role_at(tokens, i - 2)):
                out.append(_finish(tokens, token.clock, i, i + 1))
        elif token == _HOUR:
            clock, end = _spoken(tokens, i + 1)
            if clock and role_at(tokens, end) not in ("unit", "ago", "month", "joint"):
                out.append(_finish(tokens, clock, i, end))
        elif (
            token.role == "part"
            and before == "number"
            and is_small(tokens[i - 1])
            and not (out and out[-1].end > i)
        ):
            out.append(_finish(tokens, Clock(tokens[i - 1].number, 0), i - 1, i))
    return out


def _spoken(tokens: list[Token], at: int) -> tuple[Clock | None, int]:
    """Hour, then «و» or `.` and minutes («نیم», «ربع»), then «و» and seconds, the units' names optional."""
    at += tokens[at : at + 1] == [Token("mark", ":")]
    if role_at(tokens, at) != "number" or not is_small(tokens[at]):
        return None, at
    clock = Clock(tokens[at].number, 0)
    at += 1
    for unit, joints in (("minute", (_AND, _DOT)), ("second", (_AND,))):
        number = role_at(tokens, at + 1) in ("number", "half") and is_small(tokens[at + 1])
        if not number or tokens[at] not in joints or role_at(tokens, at + 2) in ("month", "joint"):
            break
        clock = clock._replace(**{unit: tokens[at + 1].number})
        at += 3 if tokens[at + 2 : at + 3] == [Token("unit", unit)] else 2
    return clock, at


def _finish(tokens: list[Token], clock: Clock, start: int, end: int) -> Found[Clock]:
    """Return the clock with the part of the day and the zone printed beside it."""
    hour: int | None = clock.hour
    if role_at(tokens, end) == "part":
        hour = HOURS[tokens[end].name].get(clock.hour)
        end += 1
        if role_at(tokens, end) == "other" and hour != clock.hour:  # «۰۸:۳۰ عصر ایران» names an outlet
            hour = None
    elif role_at(tokens, start - 1) == "part":
        hour = HOURS[tokens[start - 1].name].get(clock.hour)
    zone, at = clock.zone, end
    while role_at(tokens, at) in ("mark", "glue", "joint"):
        at += 1
    if zone is None and role_at(tokens, at) in ("zone", "offset"):
        zone = tokens[at].name or tokens[at].number
    return Found(None if hour is None else clock._replace(hour=hour, zone=zone), start, end)


def age(tokens: list[Token]) -> Found[Age]:
    """Return how long ago the text says, and where; value None when it does not say, or not exactly."""
    for i, token in enumerate(tokens):
        if token.role == "day":
            return Found(Age(timedelta(days=token.number), "day"), i, i + 1)
        if token.role == "ago":
            return _age_before(tokens, i)
    return Found(None, 0, 0)


def _age_before(tokens: list[Token], ago: int) -> Found[Age]:
    """«۱ ساعت و ۲۰ دقیقه پیش», «نیم ساعت قبل», «یک ساعت و نیم پیش», «هفته گذشته»: read from its end."""
    total, at, finest = 0.0, ago - 1, ""
    half = 0.5 if role_at(tokens, at) == "half" and tokens[at - 1] == _AND else 0.0
    at -= 2 if half else 0
    while role_at(tokens, at) == "unit" and tokens[at].name in _SECONDS:
        unit, before = tokens[at].name, role_at(tokens, at - 1)
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
        at -= role_at(tokens, at) == "glue" and role_at(tokens, at - 1) == "unit"
    exact = total and role_at(tokens, at) != "vague"
    return Found(Age(timedelta(seconds=total), finest) if exact else None, at + 1, ago + 1)
