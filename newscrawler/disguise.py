"""A page as it is, but for its words: the markup of a site without a sentence that belongs to it.

Each Persian word becomes another of about its length, always the same one. What the rules read stays: dates
and digits, names of outlets and places, the words of bylines, furniture and grammar.
"""

from __future__ import annotations

import html as entities
import re
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from newscrawler.dates import lexicon
from newscrawler.extraction import attribution, cleaning, endings, kinds, surroundings
from newscrawler.outlets import catalogue
from newscrawler.text import phrases
from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06c0\u06cc]{2,}")
_PIECE: Final = re.compile(r"(<(?:!--.*?--|[^<>]*)>)|([^<]+)", re.DOTALL)
_SHOWN: Final = re.compile(
    r"(\s(?:content|title|alt|placeholder|aria-label|data-title|data-content)\s*=\s*)(\"[^\"]*\"|'[^']*')"
)
_ESCAPED: Final = re.compile(r"\\u(06[0-9a-fA-F]{2}|200[cC])")
_ENTITY: Final = re.compile(r"&#(?:x0?6[0-9a-fA-F]{2}|1[5-7]\d\d);?", re.IGNORECASE)
_READ: Final = (lexicon, phrases, attribution, cleaning, endings, kinds, surroundings)
"""Modules whose tables and patterns name words that are read."""


@cache
def _words() -> tuple[list[str], frozenset[str]]:
    """Words to take, and the letters of words to keep."""
    text = files("newscrawler").joinpath("disguise.txt").read_text("utf-8")
    _, invented, grammar = (part.partition("\n")[2] for part in text.split("#")) if text else ("", "", "")
    kept = [grammar, (files("newscrawler.extraction") / "places.txt").read_text("utf-8")]
    kept += [found for module in _READ for found in _texts(vars(module).values())]
    kept += [name for outlet in catalogue() for name in (outlet.name_fa or "", *outlet.aliases)]
    return invented.split(), frozenset(skeleton(word) for each in kept for word in _WORD.findall(each))


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  (whatever a module holds)
    """Texts in tables and patterns."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, re.Pattern):
        yield str(value.pattern)
    elif isinstance(value, dict):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | frozenset | type({}.values())):
        for each in value:
            yield from _texts(each)


def _other(word: re.Match[str]) -> str:
    invented, kept = _words()
    letters = skeleton(word.group())
    if letters in kept:
        return word.group()
    near = [each for each in invented if abs(len(each) - len(letters)) <= 1] or invented
    return near[int.from_bytes(blake2b(letters.encode(), digest_size=4).digest()) % len(near)]


def disguise(page: str) -> str:
    """A page with all words replaced that are shown or read; addresses stay as they are."""
    page = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), page)
    page = _ENTITY.sub(lambda found: entities.unescape(found[0]), page)

    def piece(found: re.Match[str]) -> str:
        if found[1] is None:
            return _WORD.sub(_other, found[2])
        return _SHOWN.sub(lambda shown: shown[1] + _WORD.sub(_other, shown[2]), found[1])

    return _PIECE.sub(piece, page)
