# ruff: noqa: E501  (a pattern is read best on one line)
"""Characters, digits, punctuation and blanks of Persian text: the steps of `tables.ORDER`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawler.text.entities import unescape_entities
from newscrawler.text.kinds import LETTER, NEXT_TO, WORD, faultless
from newscrawler.text.tables import ARABIC_DIGITS, FOLDS, PERSIAN_DIGITS, SYMBOLS_KEPT, ZWNJ

if TYPE_CHECKING:
    from collections.abc import Callable

_UNSEEN = "".join(f.chars for f in FOLDS if f.name in {"direction", "invisible", "control"})
_OPENERS = "«(["

_KEPT = re.compile(
    r"(?:[a-zA-Z][a-zA-Z0-9+.\-]{1,15}://|www\.)[^\s«»]+|[^\s«»@]{1,64}@[^\s«»@]+|[#@][^\s«»#@]+"
)


@cache
def _folds() -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """Return the pattern of all characters with a fixed replacement, and what replaces them."""
    table = {char: fold.becomes for fold in FOLDS for char in fold.chars}
    table |= dict(zip(ARABIC_DIGITS, PERSIAN_DIGITS, strict=True))
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code)).strip(" \u0640")
        if plain != chr(code) and chr(code) not in SYMBOLS_KEPT:
            table[chr(code)] = "".join(table.get(char, char) for char in plain)
    pattern = re.compile("[" + "".join(map(re.escape, table)) + "]")
    return pattern, lambda match: table[match[0]]


_EDGES: Final = f" {ZWNJ}"
_EDGES_OF_TEXT: Final = f" \n{ZWNJ}"
_LINE_END = re.compile("[\r\x85\u2028\u2029](?:(?<=\r)\n)?")
_EMPTY_LINES = re.compile("\n{3,}")
_UNSEEN_RUN = re.compile(f"[{re.escape(_UNSEEN)}]+")
_HAMZA = {"ا\u0653": "آ", "ا\u0654": "أ", "ا\u0655": "إ", "و\u0654": "ؤ", "ی\u0654": "ئ"}
_TO_PERSIAN = str.maketrans("0123456789", PERSIAN_DIGITS)
_LATIN_STOPS = {",": "،", ";": "؛", "?": "؟"}
_GLUED = r"(?:ها|های|هایی|ی|ای|ان|ات|اند|ند|ام|م|ش|اش|تر|ترین)(?![{letter}])".replace("{letter}", LETTER)


def _number(match: re.Match[str]) -> str:
    """Return a number written in two scripts at once in one; others as they are."""
    number = match[0]
    return number if number.isascii() else number.translate(_TO_PERSIAN)


class _Rule(NamedTuple):
    """A substitution, and the characters without which it has nothing to do.

    Its pattern begins with what it takes, so that it is found fast; what stands before that is looked at after.
    """

    needs: frozenset[str]
    pattern: re.Pattern[str]
    result: str | Callable[[re.Match[str]], str]


def _rule(needs: str, pattern: str, result: str | Callable[[re.Match[str]], str]) -> _Rule:
    return _Rule(frozenset(needs), re.compile(pattern), result)


_RULES: Final = (
    _rule("\u200d", rf"(?<=[{WORD}])\u200d|\u200d(?=[{WORD}])", ""),
    _rule("\u0653\u0654\u0655", "[اوی][\u0653-\u0655]", lambda m: _HAMZA.get(m[0], m[0])),
    _rule("\u0653\u0654\u0655", "(?<!ه)\u0654+|(?<=ه\u0654)\u0654+|[\u0653\u0655]+", ""),
    _rule("\u0629", rf"\u0629(?![ {ZWNJ}]?ال)", "ه"),
    _rule("\u0640", rf"(?<![{WORD}\u0640])\u0640+(?![{WORD}\u0640])", "-"),
    _rule("\u0640", "\u0640+", ""),
    _rule(PERSIAN_DIGITS, rf"[0-9{PERSIAN_DIGITS}]+", _number),
    _rule("\u00ac\u200b", rf"(?<=[{WORD}])[\u00ac\u200b]+(?=[{LETTER}])", ZWNJ),
    _rule("\u200b", "\u200b", " "),
    _rule(ZWNJ, rf"{ZWNJ}(?:(?<![{NEXT_TO}{ZWNJ}]{ZWNJ})|(?<={ZWNJ}{ZWNJ})|(?={ZWNJ}*(?![{LETTER}{PERSIAN_DIGITS}{ZWNJ}]))){ZWNJ}*", ""),
    _rule(" ", " {2,}", " "),
    _rule(",;?", rf"(?<=[{WORD}»)])( ?)([,;?])(?![0-9{PERSIAN_DIGITS}])", lambda m: m[1] + _LATIN_STOPS[m[2]]),
    _rule(
        "،؛؟!…»)].:",
        rf" (?<=[{WORD}0-9{PERSIAN_DIGITS}»)\]\"٪%،؛:؟!.…] )(?=[،؛؟!…»)\]]|\.(?![0-9A-Za-z{PERSIAN_DIGITS}])|:(?![)(/\-]))",
        "",
    ),
    _rule(_OPENERS, r" (?<=[«(\[] )", ""),
    _rule(_OPENERS, rf"([«(\[])(?<=[{WORD}].)(?!(?<=\(){_GLUED})", r" \1"),
    _rule("،؛:؟!", rf"([،؛:؟!])(?=[{LETTER}«])", r"\1 "),
    _rule("»)]", rf"([»)\]])(?=[{LETTER}])(?!{_GLUED})", r"\1 "),
    _rule(".", rf"\.(?<=[{WORD}][{WORD}]\.)(?=[{LETTER}][{WORD}])", ". "),
)  # fmt: skip


_MADE: Final = frozenset(f"{ZWNJ} ،؛؟")
"""What a rule above may make, for those below it."""


def _tidy(text: str) -> str:
    """All contextual rules over a stretch without addresses."""
    fold, by = _folds()
    text = fold.sub(by, text)
    if faultless(text):
        return text
    present = {*text, *_MADE}
    for needs, pattern, result in _RULES:
        if not present.isdisjoint(needs):
            text = pattern.sub(result, text)
    return text


def _fix_line(line: str) -> str:
    """Tidy one line, but for the addresses and hashtags in it; a clean line comes back after one scan."""
    line = line.strip(_EDGES)
    if faultless(line):
        return line
    pieces, at = [], 0
    if any(mark in line for mark in ("@", "#", "://", "www.")):
        for kept in _KEPT.finditer(line):
            pieces += [_tidy(line[at : kept.start()]), kept[0]]
            at = kept.end()
    pieces.append(_tidy(line[at:]))
    return "".join(pieces).strip(_EDGES)


def fix_characters(text: str) -> str:
    """Fold characters, digits, punctuation and blanks of `text` as docs/normalisation.md lists them.

    Idempotent; clean text comes back after one scan.
    """
    if "&" in text and ";" in text:
        text = unescape_entities(text)
    text = text.strip(_EDGES_OF_TEXT)
    if faultless(text):
        return text
    text = _LINE_END.sub("\n", _UNSEEN_RUN.sub("", text))
    text = "\n".join([_fix_line(line) for line in text.split("\n")]).strip("\n")
    return _EMPTY_LINES.sub("\n\n", text) if "\n\n\n" in text else text
