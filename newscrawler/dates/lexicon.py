"""The words of `words` as tokens, looked up by folded letters."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.dates import words
from newscrawler.text.letters import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """A month's calendar, a unit, a part of the day, a zone, a word of glue, a mark, a separator."""
    number: int = 0
    """A number, a month 1 to 12, a weekday from Monday 0, days ago, minutes east of UTC or past."""
    width: int = 0
    """Digits of a number; 0 for one in words."""
    clock: Clock | None = None
    parts: tuple[str, str, str] = ("", "", "")
    """The three numbers of a numeric date, as printed."""


_ADDRESS = re.compile(r"\w{1,10}://\S*")


def fold(text: str) -> str:
    """Lower-case, resolve entities, unify digits, letters, dashes; drop addresses, half-spaces and marks."""
    if "&" in text:
        text = html.unescape(text)
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    if not text.isascii():
        text = ascii_digits(unicodedata.normalize("NFKC", text)).translate(_FOLD)
    return " ".join(text.lower().split())


def _months() -> Iterator[tuple[str, Token]]:
    """Names of the months, each also with «ماه» and with the Kurdish or izafe ending «ی»."""
    for calendar, months in (("jalali", words.JALALI_MONTHS), ("gregorian", words.GREGORIAN_MONTHS)):
        for number, spellings in enumerate(months, 1):
            for word in spellings.split():
                yield f"{word} {word}ماه {word}ی {word}ماهی", Token("month", calendar, number)


def _entries() -> Iterator[tuple[str, Token]]:
    """Blank-separated spellings and what they mean; where two claim a spelling, the earlier has it."""
    yield from _months()
    yield from ((many, Token("weekday", number=n)) for n, many in enumerate(words.WEEKDAYS))
    yield from ((many, Token("unit", unit)) for unit, many in words.UNITS.items())
    yield from ((many, Token("day", number=n)) for n, many in words.RELATIVE_DAYS.items())
    yield from ((many, Token("number", number=n)) for n, many in enumerate(words.NUMBERS))
    for number, many in enumerate(words.NUMBERS[1:10], 21):
        yield " ".join(f"بیستو{name}" for name in many.split()), Token("number", number=number)
    yield "سی سیام", Token("number", number=30)
    yield "سیویک سیویکم", Token("number", number=31)
    yield from ((many, Token("half", number=minutes)) for minutes, many in words.HALVES.items())
    yield from ((word, Token("offset", number=minutes)) for word, minutes in words.OFFSETS.items())
    yield from ((many, Token(role)) for role, many in words.ROLES.items())
    yield from ((word, Token("glue", word)) for word in words.GLUE.split())


def _split_entries() -> Iterator[tuple[str, Token]]:
    """Phrases with `|` between them, and what they mean."""
    yield from ((many, Token("part", part)) for part, many in words.PARTS.items())
    yield from ((many, Token("zone", zone)) for zone, many in words.ZONES.items())
    yield from ((phrase, Token("weekday", number=n)) for n, phrase in words.SPLIT_WEEKDAYS.items())
    for number, names in enumerate(words.NUMBERS[1:10], 21):
        yield "|".join(f"بیست و {name}" for name in names.split()), Token("number", number=number)
    yield from ((many, Token("number", number=n)) for n, many in words.SPLIT_NUMBERS.items())
    yield from ((many, Token("month", *month)) for month, many in words.SPLIT_MONTHS.items())
    yield from ((many, Token(role)) for role, many in words.SPLIT_ROLES.items())


def _phrases() -> dict[str, list[tuple[tuple[str, ...], Token]]]:
    """First piece → (the following pieces, the token all of them make), longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Token]]] = {}
    for many, token in _split_entries():
        for phrase in many.split("|"):
            head, *tail = _PIECE.findall(fold(phrase))
            out.setdefault(head, []).append((tuple(tail), token))
    for found in out.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return out


_PIECE = re.compile(r"[^\W\d_]+|[^\s\w]|_")
LEXICON = {fold(word): token for many, token in reversed(list(_entries())) for word in many.split()}
PHRASES = _phrases()
