"""Who wrote a story first, as its text says: «به گزارش خبرگزاری …», «به نقل از …», «منبع: …»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SOURCE_LINE: Final = re.compile(
    r"\W{0,3}منبع(?: خبر| گزارش| مطلب)?\s{0,2}[:：]\s{0,2}(?P<name>[^:،.]{2,50}?)[\s.؛]{0,3}$"
)
_SOURCE_TAIL: Final = re.compile(r"(?<=[.؟!»\s])منبع\s{0,2}[:：]\s{0,2}(?P<name>[^:،.]{2,40}?)[\s.]{0,3}$")
_QUOTED: Final = re.compile(r"(?:به نقل از|نقل از|به گزارش)\s+")
_OPENING: Final = re.compile(r"(?=خبرگزاری |پایگاه خبری )")
_WORD: Final = re.compile(r"[\w\u200c]+(?:[ \u00a0]+|$|(?=[،؛:,.()«»\"]))")
_AGENCY: Final = re.compile(r"[^،؛:.,«»]{0,50}?(?P<name>(?:خبرگزاری|باشگاه خبرنگاران|روزنامه) [\w\u200c]+)")
_FILLER: Final = re.compile(r"(?:خبرنگار|گروه [\w\u200c]+|سرویس [\w\u200c]+|از|روابط عمومی)\s+")
_REACH: Final = 300
_LONGEST_NAME: Final = 6

Attribution = tuple[str, str]
"""Name as printed, and the phrase that gives it."""


def source_line(paragraph: str) -> str | None:
    """The name, if the paragraph says nothing but «منبع: …»."""
    match = _SOURCE_LINE.match(paragraph) if len(paragraph) <= 80 else None  # noqa: PLR2004
    return match.group("name").strip() if match else None


def attribution(texts: Sequence[str], known: Callable[[str], str | None]) -> Attribution | None:
    """The source the lead or the body's beginning names; `known` resolves a printed name to a slug.

    «منبع: …» at a text's end is taken as printed; names after «به نقل از» and «به گزارش» only if known, the
    former before the latter: who is quoted wrote it, who reports passed it on.
    """
    for text in texts:
        tail = _SOURCE_TAIL.search(text[-60:])
        if tail:
            return tail.group("name").strip(), "منبع:"
    found = [pair for text in texts for pair in _phrases(text[:_REACH], known)]
    return next((pair for pair in found if "نقل" in pair[1]), found[0] if found else None)


def _phrases(text: str, known: Callable[[str], str | None]) -> list[Attribution]:
    out = [
        (name, match.group().strip())
        for match in _QUOTED.finditer(text)
        if (name := _longest_known(text[match.end() :], known))
    ]
    opening = _OPENING.match(text)
    if opening and not out and (name := _longest_known(text, known)):
        out.append((name, "opening"))
    return out


def _longest_known(text: str, known: Callable[[str], str | None]) -> str | None:
    """The longest run of words at the beginning of `text` that names an outlet."""
    for _ in range(3):
        words: list[int] = []
        at = 0
        while len(words) < _LONGEST_NAME and (word := _WORD.match(text, at)):
            at = word.end()
            words.append(at)
        for end in reversed(words):
            name = text[:end].strip()
            if known(name):
                return name
        agency = _AGENCY.match(text)
        if agency and known(name := agency.group("name")):
            return name
        filler = _FILLER.match(text)
        if filler is None:
            return None
        text = text[filler.end() :]
    return None
