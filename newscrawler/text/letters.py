"""The letters of a text and nothing else: what every other room compares text by."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_FOLDED = (
    ("يىئېےۍیﻱ", "ی"),
    ("كڪکﻙ", "ک"),
    ("ةۀەہھه", "ه"),
    ("أإٱآا", "ا"),
    ("ؤو", "و"),
)
_FOLD = str.maketrans({a: b for many, b in _FOLDED for a in many}) | _DIGITS
_NOT_A_LETTER = re.compile(r"[\W_]+")
_BLANKS = re.compile(r"\s+")


def ascii_digits(text: str) -> str:
    """Persian and Arabic-Indic digits as 0-9; everything else as it was."""
    return text.translate(_DIGITS)


def fold_blanks(text: str) -> str:
    """Runs of white space (no-break spaces too) as one space, ends trimmed."""
    return _BLANKS.sub(" ", text).strip()


def skeleton(text: str) -> str:
    """Letters and digits only, variants folded: equal for a text and its half-space-stripped copy.

    Drops ZWNJ, blanks, punctuation and marks; folds Arabic letters and digits; lower-cases Latin.
    """
    text = unicodedata.normalize("NFKC", text).translate(_FOLD)
    return _NOT_A_LETTER.sub("", text).replace("ـ", "").casefold()
