"""The letters of a text and nothing else: what every other room compares text by."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_OTHER_DIGIT = re.compile("[۰-۹٠-٩]")
_FOLDED = (("يىئېےۍ", "ی"), ("كڪ", "ک"), ("ةۀۂۃەہھ", "ه"), ("أإٱآ", "ا"), ("ؤ", "و"))
_FOLDS = tuple((variant, letter) for variants, letter in _FOLDED for variant in variants)
_NOT_A_LETTER = re.compile(r"[\W_\u0640]+")
_BLANKS = re.compile(r"\s+")


def ascii_digits(text: str) -> str:
    """Return `text` with Persian and Arabic-Indic digits as 0-9; everything else as it was."""
    return text.translate(_DIGITS) if _OTHER_DIGIT.search(text) else text


def fold_blanks(text: str) -> str:
    """Return `text` with runs of white space (no-break spaces too) as one space, ends trimmed."""
    return _BLANKS.sub(" ", text).strip()


def skeleton(text: str) -> str:
    """Return letters and digits only, variants folded: equal for a text and its half-space-stripped copy.

    Drops ZWNJ, blanks, punctuation and marks; folds Arabic letters and digits; lower-cases Latin.
    """
    text = _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text))
    for variant, letter in _FOLDS:
        text = text.replace(variant, letter)
    return ascii_digits(text).casefold()
