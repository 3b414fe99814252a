# ruff: noqa: E501, ISC004, Q003  (tables read best one entry a line)
"""What is folded to what, and why: the tables of `characters` and of docs/normalisation.md.

Characters stand here as code points, because most of them look like something else or like nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

ZWNJ: Final = "\u200c"
ENDINGS_APART: Final = frozenset(
    "ها های هایی هایم هایت هایش هایمان هایتان هایشان تر تری ترین "  # noqa: SIM905
    "ای ام ات اش ایم اید اند مان تان شان".split()
)
"""Endings written with a half-space before them."""


class Fold(NamedTuple):
    """A group of characters that become one string, and the reason."""

    name: str
    chars: str
    becomes: str
    why: str


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


FOLDS: Final = (
    Fold("yeh", "\u064a\u0649", "\u06cc", "Arabic keyboards; in Persian the same letter, so that a search finds both."),
    Fold("kaf", "\u0643\u06aa", "\u06a9", "Arabic and swash kaf; in Persian the same letter."),
    Fold("heh", "\u06c1\u06be", "\u0647", "Urdu keyboards. The Kurdish ە (U+06D5) is another letter and stays."),
    Fold("heh with hamza", "\u06c0\u06c2", "\u0647\u0654", "One form of three; «ه‌ی» is a spelling of its own and stays."),
    Fold("alef wasla", "\u0671", "\u0627", "Quranic spelling."),
    Fold("urdu teh marbuta", "\u06c3", "\u0629", "Then treated like ة: see below."),
    Fold("urdu full stop", "\u06d4", ".", "Urdu keyboards."),
    Fold("space", "\u00a0\u1680" + _span(0x2000, 0x200A) + "\u202f\u205f\u3000\t\v\f", " ", "One blank is enough."),
    Fold("line end", "\r\u0085\u2028\u2029", "\n", "One sign for a line's end; CR LF counts once."),
    Fold("hyphen", "\u2010\u2011", "-", "Look the same; ranges and dashes stay as published."),
    Fold("short vowels", _span(0x064E, 0x0652) + _span(0x0656, 0x065F) + "\u0670", "", "Not part of spelling; tanwin is, and stays."),
    Fold("quranic marks", _span(0x06D6, 0x06DC) + _span(0x06DF, 0x06E4) + "\u06e7\u06e8" + _span(0x06EA, 0x06ED), "", "Annotation."),
    Fold("arabic signs", _span(0x0610, 0x061A), "", "Honorific marks over a name and Quranic signs."),
    Fold("direction", "\u200e\u200f\u061c" + _span(0x202A, 0x202E) + _span(0x2066, 0x2069), "", "The letters carry their own direction."),
    Fold("invisible", "\ufeff\u00ad\u034f\u180e" + _span(0x2060, 0x2064) + _span(0xFFF9, 0xFFFB), "", "Not text."),
    Fold("control", _span(0x00, 0x08) + _span(0x0E, 0x1F) + "\x7f" + _span(0x80, 0x84) + _span(0x86, 0x9F), "", "Not text."),
)  # fmt: skip
"""One character at a time, wherever it stands outside addresses and hashtags."""

ARABIC_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩"
PERSIAN_DIGITS: Final = "۰۱۲۳۴۵۶۷۸۹"
SYMBOLS_KEPT: Final = "\ufdfa\ufdfb\ufdfd"

ORDER: Final = (
    ("entities", "`&nbsp;` `&#1587;` `&amp;lt;`", "HTML entities with their semicolon become their character, nested ones too."),
    ("invisible", "direction marks, soft hyphen, BOM, controls", "Dropped everywhere, in addresses too: nobody typed them."),
    ("kept", "`https://…`, `www.…`, `a@b`, `#…`, `@…`", "An address or a hashtag is a name: nothing inside it is changed."),
    ("presentation forms", "ﺳﻼم → سلام", "Compatibility decomposition of U+FB50–FDFF and U+FE70–FEFF; ﷺ ﷻ ﷽ stay."),
    ("letters", "the table above", ""),
    ("hamza and madda", "ا + ٓ → آ, ا/و/ی + ٔ → أ/ؤ/ئ, ا + ٕ → إ", "Composed; ه + ٔ stays as it is, any other such mark is dropped."),
    ("teh marbuta", "مكة → مکه", "ة is ه in Persian; before «ال» (آیة الله, دایرة‌المعارف) the phrase is Arabic and it stays."),
    ("kashida", "سلــام → سلام, « ـ » → « - »", "A stretch of a word is dropped; standing alone it is a dash."),
    ("digits", "٣٤ → ۳۴, ۱4۰2 → ۱۴۰۲", "Arabic digits become Persian; a number in two scripts becomes Persian; "
     "a number in ASCII digits stays as published (3.5, 14:49, 021-…), so no value changes."),
    ("half-space", "`¬` or U+200B between letters → ZWNJ; runs → one", "Dropped beside a blank, punctuation, Latin or an end."),
    ("punctuation", ", ; ? → ، ؛ ؟", "After a Persian word only, and never before a digit."),
    ("spacing", "« سلام » → «سلام», گفت :بله → گفت: بله", "No blank inside brackets or before a stop, one outside and after it. "
     "Initials (م.ا.) and suffixes glued to a bracket («ایران»ی, کتاب(ها)) stay."),
    ("blanks", "runs → one blank, three or more line ends → two", "Ends are trimmed; line ends are kept, they part paragraphs."),
    ("quotes, dashes, dots, %", "“ ” \" … ... – — ٪", "As published."),
)  # fmt: skip
"""The steps in their order: name, example, what is done and why."""
