"""A printed date as tokens: clocks and numeric dates whole, words looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from newscrawler.dates.lexicon import LEXICON, PHRASES, Clock, Token, fold

T = TypeVar("T")
YEAR_WIDTH = 4
SHORT = 2
"""Digits a day, an hour or a short year has at most."""
_OFFSET_END = r"(?![\d/.:\\-])"
_CLOCK = rf"""
    (?<!\d)(?<!\d:)(?P<t>(?<=t)|(?<=t\ ))?(?P<hour>\d{{1,2}})\ ?:\ ?(?P<minute>\d{{2}})
    (?:\ ?:\ ?(?P<second>\d{{2}})(?:[.,]\d{{1,9}})?)?(?!\d|:\d)
    (?:\ ?(?P<utc>z)(?!\w)
      |\ ?(?:gmt|utc)\ ?(?P<named>[+-]\d{{1,2}}(?::?(?:00|15|30|45))?){_OFFSET_END}
      |\ ?(?P<plain>[+-](?:0\d|1[0-2])(?:00|15|30|45)|\+(?:0?\d|1[0-4]):(?:00|15|30|45)){_OFFSET_END}
      |(?(second)|(?(t)|(?!)))\ ?(?P<iso>-(?:0\d|1[0-2]):(?:00|15|30|45)|\+\d\d|(?(t)-\d\d|(?!))){_OFFSET_END}
    )?"""
_TOKEN = re.compile(
    rf"""
      (?P<word>[^\W\d_]+)
    | (?=\d)(?:
        (?P<compact>(?<!\d)\d{{8}}(?=t\d{{4,6}}(?!\d)))
      | (?P<digits>(?<=\dt)\d{{4}}(?:\d\d)?)(?P<zulu>z|[+-]\d{{4}})?(?!\w)
      | (?P<clock>{_CLOCK})
      | (?P<date>(?<!\d)(?<!\d[./])(?P<a>\d{{1,4}})(?:(?P<sep>[./\\-])|\ ?/\ ?)
          (?P<b>\d{{1,2}})(?(sep)(?P=sep)|\ ?/\ ?)(?P<c>\d{{1,4}})(?!\d|:\d)
          (?(sep)(?!(?P=sep)\d{{1,4}}(?![\d:]))))
      | (?P<number>\d+)
      )
    | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE,
)


_SATURDAY = LEXICON[fold("شنبه")]
_DIGIT_WEEKDAYS = {n: Token("weekday", number=(5 + n) % 7) for n in range(1, 6)}
"""«۵ شنبه» is a Thursday."""


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a folded text."""
    pieces = list(_TOKEN.finditer(text))
    out: list[Token] = []
    at = 0
    while at < len(pieces):
        token, length = _phrase(pieces, at) or (_token(pieces[at]), 1)
        if token == _SATURDAY and out and out[-1].width == 1 and out[-1].number in _DIGIT_WEEKDAYS:
            token = _DIGIT_WEEKDAYS[out.pop().number]
        out.append(token)
        at += length
    return out


def _phrase(pieces: list[re.Match[str]], at: int) -> tuple[Token, int] | None:
    for tail, token in PHRASES.get(pieces[at][0], ()):
        if tuple(piece[0] for piece in pieces[at + 1 : at + 1 + len(tail)]) == tail:
            return token, 1 + len(tail)
    return None


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup, match[0]
    if kind == "word":
        return LEXICON.get(text) or Token("other")
    if kind == "number":
        return (
            Token("number", number=int(text), width=len(text)) if len(text) <= YEAR_WIDTH else Token("other")
        )
    if kind == "mark":
        return Token("mark", text)
    if kind == "date":
        return Token("date", match["sep"] or "/", parts=(match["a"], match["b"], match["c"]))
    if kind == "compact":
        return Token("date", parts=(text[:4], text[4:6], text[6:]))
    zone = match["utc"] or match["named"] or match["plain"] or match["iso"] or match["zulu"]
    if kind == "clock":
        hour, minute, second = match["hour"], match["minute"], match["second"]
    else:
        hour, minute, second = match["digits"][:2], match["digits"][2:4], match["digits"][4:]
    return Token("clock", clock=Clock(int(hour), int(minute), int(second) if second else None, _offset(zone)))


def _offset(printed: str | None) -> int | None:
    """`+0430`, `+4:30`, `+03`, `z` → minutes east of UTC."""
    if not printed:
        return None
    if printed == "z":
        return 0
    digits = printed[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > SHORT else (digits, "0")
    return (int(hours) * 60 + int(minutes)) * (-1 if printed[0] == "-" else 1)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Something read from `tokens[start:end]`; value None: it is printed, but impossible or ambiguous."""

    value: T | None
    start: int
    end: int


def role_at(tokens: list[Token], at: int) -> str:
    """Role of a token; empty beyond the ends."""
    return tokens[at].role if 0 <= at < len(tokens) else ""


def is_small(token: Token) -> bool:
    """Whether a number is short enough for a day, an hour or a minute."""
    return token.width <= SHORT
