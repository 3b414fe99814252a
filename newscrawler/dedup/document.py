"""A text as the index compares it: its letters, and the words, lines and grams they stood in."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from newscrawler.dedup.vocabulary import CLOCK, COUNTED, LABELS
from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

Letters: TypeAlias = npt.NDArray[np.uint16]
Hashes: TypeAlias = npt.NDArray[np.uint32]
Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Line: TypeAlias = tuple[int, int, int]
"""32-bit hash, first place, place past its end."""

GRAM: Final = 16
"""Letters in the grams that find candidates: half a clause, which strangers do not share by chance."""
_LABELLED: Final = 160
"""A line that begins with a label and has more letters is a paragraph."""
_BRIEF: Final = 300
"""Letter by letter a text of fewer is read as fast."""
_DATE: Final = 40
"""A line of figures and calendar words with more letters is more than a date."""
_FIGURE: Final = re.compile(r"\d+")
_JOINERS: Final = "\u200c\u200d,٬٫.ـ"
"""What stands inside a word or a number without ending it; a full stop is followed by a blank."""
_MULTIPLIERS: Final = tuple(np.uint32(odd) for odd in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))
"""One for each doubling of the run, 1 to GRAM letters."""
_MIX: Final = np.uint32(15)
_NEWLINE: Final = 10
_COMPOSITE: Final = 0xFFFF
_THEMSELVES: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4))
"""Ideographs and Hangul: letters that nothing is folded to, three fifths of all."""
FENCE: Final = "龥"
"""A letter that nothing else becomes and that joins with nothing."""


@cache
def _tables() -> tuple[Letters, Flags]:
    """Per UTF-16 unit: its skeleton letter (0: none, _COMPOSITE: ask NFKC), and whether it parts words."""
    letters = np.zeros(1 << 16, np.uint16)
    parts = np.zeros(1 << 16, np.bool_)
    letters[0xD800:0xE000] = _COMPOSITE
    for first, past in _THEMSELVES:
        letters[first:past] = range(first, past)
    chars = [chr(unit) for unit in np.flatnonzero(letters == 0).tolist()]
    for char, folded in zip(chars, skeleton(FENCE.join(chars)).split(FENCE), strict=True):
        letters[ord(char)] = _COMPOSITE if len(folded) > 1 else ord(folded or "\0") & 0xFFFF
        parts[ord(char)] = not (
            folded or char in _JOINERS or unicodedata.category(char) in {"Mn", "Me", "Cf"}
        )
    return letters, parts


def _units(text: str) -> Letters:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


def letters_of(text: str) -> str:
    """Say what `newscrawler.text.letters.skeleton` says, of a long text four times as fast."""
    if len(text) < _BRIEF:
        return skeleton(text)
    letters = _tables()[0][_units(unicodedata.normalize("NFKC", text))]
    if (letters == _COMPOSITE).any():
        return skeleton(text)
    return letters[letters > 0].tobytes().decode("utf-16-le", "surrogatepass")


class Text:
    """The letters of a text in order, as UTF-16 units; the same for a copy with other half-spaces or digits.

    Says what `newscrawler.text.letters.skeleton` says, ten times faster, and knows where words and lines
    begin. (What NFKC leaves outside the basic plane is dropped, and ß and its few like.)
    """

    def __init__(self, units: Letters, places: Numbers, letters: Letters) -> None:
        """Take the letters that the UTF-16 units at `places` stand for."""
        self._units = units
        self._places = places
        self.letters = letters

    @classmethod
    def read(cls, text: str) -> Text:
        """Read a text, less its page furniture: labelled lines («کد خبر: …») and bare dates."""
        letter_of, _ = _tables()
        units = _units(text)
        letters = letter_of[units]
        if (letters == _COMPOSITE).any():
            units = _units(unicodedata.normalize("NFKC", text))
            letters = letter_of[units]
            letters[letters == _COMPOSITE] = 0
        places = letters.nonzero()[0]
        read = cls(units, places, letters[places])
        furniture = [(start, end) for _, start, end in read.lines if read._is_furniture(start, end)]
        return read._only(read._apart(furniture)) if furniture else read

    def _is_furniture(self, start: int, end: int) -> bool:
        if end - start <= _LABELLED and self.string.startswith(LABELS, start):
            return True
        if end - start > _DATE or not _FIGURE.search(self.string, start, end):
            return False
        words = _FIGURE.sub(" ", " ".join(self.spell(start, end))).split()
        return all(word in COUNTED or word in CLOCK for word in words)

    def _apart(self, spans: Iterable[tuple[int, int]]) -> Flags:
        flags = np.ones(len(self), np.bool_)
        for start, end in spans:
            flags[start:end] = False
        return flags

    def _only(self, flags: Flags) -> Text:
        return Text(self._units, self._places[flags], self.letters[flags])

    def __len__(self) -> int:
        """How many letters."""
        return len(self.letters)

    @cached_property
    def string(self) -> str:
        """The letters as a string of the same length."""
        return self.letters.tobytes().decode("utf-16-le", "surrogatepass")

    @cached_property
    def begins(self) -> bytes:
        """For each place, and the one past the end, 1 where a word begins (or the text ends)."""
        parted = np.cumsum(_tables()[1][self._units], dtype=np.int32)[self._places]
        return b"\1" + (parted[1:] != parted[:-1]).tobytes() + b"\1" if len(self) else b"\1"

    def spell(self, start: int, end: int) -> list[str]:
        """Spell the words between two places, a word cut by them only in part."""
        string, begins, words = self.string, self.begins, []
        while start < end:
            cut = begins.find(b"\1", start + 1, end)
            cut = end if cut < 0 else cut
            words.append(string[start:cut])
            start = cut
        return words

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in the text."""
        return Counter(self.spell(0, len(self)))

    @cached_property
    def lines(self) -> list[Line]:
        """Each line that has letters."""
        breaks = np.searchsorted(self._places, np.flatnonzero(self._units == _NEWLINE)).tolist()
        raw = memoryview(self.letters.tobytes())
        return [
            (zlib.crc32(raw[2 * start : 2 * end]), start, end)
            for start, end in pairwise([0, *breaks, len(self)])
            if start < end
        ]

    def outside(self, notices: Container[int]) -> Flags | None:
        """Which letters stand outside the lines whose hash is among `notices`; None where all do."""
        known = [(start, end) for line, start, end in self.lines if line in notices]
        return self._apart(known) if known else None


def grams(letters: Letters) -> Hashes:
    """32-bit hashes of every run of GRAM letters, by the place it starts at."""
    runs = letters.astype(np.uint32)
    for doubling, multiplier in enumerate(_MULTIPLIERS):
        width = 1 << doubling
        runs = runs[:-width] * multiplier + (runs[width:] ^ (runs[width:] >> _MIX))
    return runs ^ (runs >> _MIX)
