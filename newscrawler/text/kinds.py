"""What kind a character is, and where a text may be at fault: asked of every text first, clean or not."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.text.tables import ARABIC_DIGITS, FOLDS, PERSIAN_DIGITS, ZWNJ

try:
    from newscrawler.text import scan
except ImportError:  # not compiled
    scan = None  # type: ignore[assignment]

LETTER: Final = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c9"
)
WORD: Final = f"{LETTER}\u064b-\u0655\u0670"
NEXT_TO: Final = f"{WORD}{PERSIAN_DIGITS}"
"""What may stand beside a half-space."""
SIGNS: Final = '.،:«»)(؛؟!"'
"""What may stand beside a word."""

_PRESENTATION: Final = "\ufb50-\ufdf9\ufdfc\ufe70-\ufefc"
_CONTEXTUAL: Final = "\u0629\u0640\u064c\u064d\u0653\u0655\u00ac\u200b\u200d"
_ALWAYS: Final = "".join(re.escape(f.chars) for f in FOLDS) + ARABIC_DIGITS + _PRESENTATION + _CONTEXTUAL
_FAULT: Final = re.compile(
    rf"[{_ALWAYS}{ZWNJ}\u0654\n0-9{PERSIAN_DIGITS},;?،؛:؟!.…»)\]«(\[]"
    rf"(?:(?<=[{_ALWAYS}])"
    rf"|(?<={ZWNJ})(?:(?![{NEXT_TO}])|(?<![{NEXT_TO}]{ZWNJ}))"
    rf"|(?<= [،؛:؟!.…»)\],;?\n])|(?<=[«(\[])(?:(?= )|(?<=[{WORD}].))"
    rf"|(?<=[0-9])(?=[{PERSIAN_DIGITS}])|(?<=[{PERSIAN_DIGITS}])(?=[0-9])"
    rf"|(?<=[{WORD}»)][,;?])|(?<=[،؛:؟!.»)\]])(?=[{LETTER}«])"
    rf"|(?<=\u0654)(?<!ه\u0654)|(?<=\n)(?= |\n\n))"
)
"""Matches in text that may need work; starts with one set of characters, so that a scan is fast."""


def faultless_by_pattern(text: str) -> bool:
    """Tell whether no character of `text` may need work, but for blanks at its ends."""
    return "  " not in text and _FAULT.search(text) is None


_KINDS: Final = {
    "ي": f"[{_ALWAYS}]",
    **{char: re.escape(char) for char in f"{ZWNJ}\n …]«\u0654\u064bه"},
    "5": "[0-9]",
    "۵": f"[{PERSIAN_DIGITS}]",
    ",": "[,;?]",
    "،": "[،؛:؟!.]",
    "»": "[»)]",
    "(": r"[(\[]",
    "ب": f"[{LETTER}]",
}
"""Characters that `_FAULT` treats alike: one of them, and the pattern of all.

A kind is the place of the first pattern that matches a character, counted from 1; 0: none does.
"""
_NEWLINE: Final = [*_KINDS].index("\n") + 1
_FAULTY, _AGAIN, _MOST = 31, 30, 32
"""States beside the kinds: a fault, and a second line end; their number, in powers of two."""
_PIECE, _SIGN, _BLANK = 32, 64, 128
"""More about a character: it makes words, it may stand beside them, it parts them."""
_SPANS: Final = ((0, 0x3001), (0xFB50, 0x10000))
"""Where all characters of these kinds lie."""
_BEFORE: Final = {ZWNJ: "ب", "\u0654": "ه"}
_AFTER: Final = {ZWNJ: "ب"}
"""What makes such a character no fault by itself."""


def kinds() -> bytearray:
    """Return what each character of the basic plane is: its kind, and more."""
    table = bytearray(1 << 16)
    marks = (f"[{WORD}]", _PIECE), (f"[{re.escape(SIGNS)}]", _SIGN), ("[ \n]", _BLANK)
    for first, last in _SPANS:
        chars = "".join(map(chr, range(first, last)))
        for kind, pattern in reversed([*enumerate(_KINDS.values(), 1)]):
            for run in re.finditer(f"{pattern}+", chars):
                table[first + run.start() : first + run.end()] = bytes([kind]) * len(run[0])
        for pattern, mark in marks:
            for found in re.finditer(pattern, chars):
                table[first + found.start()] |= mark
    return table


def steps() -> bytearray:
    """Return the state after each state and kind; asked of `_FAULT`."""
    table = bytearray(_MOST * _MOST)
    some = ["q", *_KINDS]
    for a, one in enumerate(some):
        for b, other in enumerate(some):
            text = _BEFORE.get(one, "") + one + other + _AFTER.get(other, "")
            table[_MOST * a + b] = b if faultless_by_pattern(text) else _FAULTY
    table[_MOST * _AGAIN : _MOST * (_AGAIN + 1)] = table[_MOST * _NEWLINE : _MOST * (_NEWLINE + 1)]
    table[_MOST * _NEWLINE + _NEWLINE], table[_MOST * _AGAIN + _NEWLINE] = _AGAIN, _FAULTY
    return table


KINDS: Final = scan and scan.Kinds(bytes(kinds()), bytes(steps()))
"""The tables, for compiled loops; None where nothing is compiled."""
faultless: Final = KINDS.faultless if KINDS else faultless_by_pattern
