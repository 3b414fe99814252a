"""A printed date as tokens: letters folded, words looked up, clocks and numeric dates recognised whole."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from newscrawler.dates import words
from newscrawler.text.letters import ascii_digits

_GONE = dict.fromkeys(
    [
        0xAD,
        0x640,
        0x670,
        0xFEFF,
        *range(0x64B, 0x660),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
    ]
)
_SAME = {
    "یيىئېێۍیې": "ی",
    "کك": "ک",
    "هةۀەہھ": "ه",
    "اأإآٱ": "ا",
    "وؤۆ": "و",
    "رڕ": "ر",
    "لڵ": "ل",
    "گګ": "گ",
}
_MARKS = {"-": "‐‑‒–—―−", ":": "∶", "/": "⁄∕", ",": "،؛;", ".": "٫٬"}
_FOLD = _GONE | {ord(a): b for b, many in _MARKS.items() for a in many}
_FOLD |= {ord(a): b for many, b in _SAME.items() for a in many}


class Clock(NamedTuple):
    """A time of day as printed."""

    hour: int
    minute: int
    second: int | None = None
    zone: int | str | None = None
    """Minutes east of UTC or a zone's name, where printed with the clock."""


class Token(NamedTuple):
    """One piece of the text. Which fields are filled depends on the role."""

    role: str
    """`number`, `clock`, `date`, `mark`, `other`, or a role of the lexicon (`month`, `weekday`, …)."""
    name: str = ""
    """A month's calendar, a unit, a part of the day, a zone, a word of glue, a mark, a numeric date's separator."""
    number: int = 0
    """A number, a month 1 to 12, a weekday from Monday 0, days ago, minutes east of UTC or of half an hour."""
    width: int = 0
    """Digits of a number; 0 for one in words."""
    clock: Clock | None = None
    parts: tuple[str, str, str] = ("", "", "")
    """The three numbers of a numeric date, as printed."""


_LONGEST_NUMBER = 4
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
          (?P<b>\d{{1,2}})(?(sep)(?P=sep)|\ ?/\ ?)(?P<c>\d{{1,4}})(?!\d|:\d)(?(sep)(?!(?P=sep)\d{{1,4}}(?![\d:]))))
      | (?P<number>\d+)
      )
    | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE,
)


def fold(text: str) -> str:
    """Lower-cased, entities resolved, digits ASCII, letters and dashes of one kind, marks and half-spaces gone."""
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = ascii_digits(unicodedata.normalize("NFKC", text)).translate(_FOLD)
    return " ".join(text.lower().split())


def _lexicon() -> dict[str, Token]:
    """Folded word → token. Month names also with «ماه» and the Kurdish or izafe ending «ی»."""
    out: dict[str, Token] = {}

    def add(spellings: str, role: str, name: str = "", number: int = 0) -> None:
        for word in spellings.split():
            out.setdefault(fold(word), Token(role, name or (word if role == "glue" else ""), number))

    for calendar, months in (("jalali", words.JALALI_MONTHS), ("gregorian", words.GREGORIAN_MONTHS)):
        for number, spellings in enumerate(months, 1):
            for word in spellings.split():
                add(f"{word} {word}ماه {word}ی {word}ماهی", "month", calendar, number)
    for number, spellings in enumerate(words.WEEKDAYS):
        add(spellings, "weekday", number=number)
    for unit, spellings in words.UNITS.items():
        add(spellings, "unit", unit)
    for number, spellings in words.RELATIVE_DAYS.items():
        add(spellings, "day", number=number)
    for number, spellings in enumerate(words.NUMBERS):
        add(spellings, "number", number=number)
    add("سی سیام", "number", number=30)
    add("نیم half", "half", number=30)
    add("ربع quarter", "half", number=15)
    for word, minutes in words.OFFSETS.items():
        add(word, "offset", number=minutes)
    for role in ("ago", "vague", "updated", "published", "lunar", "duration", "glue", "joint"):
        add(getattr(words, role.upper()), role)
    return out


def _phrases() -> dict[str, list[tuple[tuple[str, ...], Token]]]:
    """First piece → (the following pieces, the token all of them make), longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Token]]] = {}

    def add(token: Token, spellings: str) -> None:
        for phrase in spellings.split("|"):
            head, *tail = [piece[0] for piece in _TOKEN.finditer(fold(phrase))]
            out.setdefault(head, []).append((tuple(tail), token))

    for part, spellings in words.PARTS.items():
        add(Token("part", part), spellings)
    for zone, spellings in words.ZONES.items():
        add(Token("zone", zone), spellings)
    for weekday, spelling in words.SPLIT_WEEKDAYS.items():
        add(Token("weekday", number=weekday), spelling)
    for number, names in enumerate(words.NUMBERS[1:10], 21):
        add(Token("number", number=number), "|".join(f"بیست و {name}" for name in names.split()))
    for number, spellings in words.SPLIT_NUMBERS.items():
        add(Token("number", number=number), spellings)
    for (calendar, number), spellings in words.SPLIT_MONTHS.items():
        add(Token("month", calendar, number), spellings)
    for role, spellings in words.SPLIT_LABELS.items():
        add(Token(role), spellings)
    for many in out.values():
        many.sort(key=lambda entry: -len(entry[0]))
    return out


_LEXICON = _lexicon()
_PHRASES = _phrases()
_SATURDAY = _LEXICON[fold("شنبه")]
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
    for tail, token in _PHRASES.get(pieces[at][0], ()):
        if tuple(piece[0] for piece in pieces[at + 1 : at + 1 + len(tail)]) == tail:
            return token, 1 + len(tail)
    return None


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup, match[0]
    if kind == "word":
        return _LEXICON.get(text) or Token("other")
    if kind == "number":
        return (
            Token("number", number=int(text), width=len(text))
            if len(text) <= _LONGEST_NUMBER
            else Token("other")
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
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004
    return (int(hours) * 60 + int(minutes)) * (-1 if printed[0] == "-" else 1)
