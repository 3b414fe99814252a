"""The words of a text as a search compares them, whoever typed them and however they were spaced.

«دستگاه‌های», «دستگاههای», «دستگاه های» and «دستگاه‌هاي» are one word: letters are folded as in
`newscrawler.text.letters.skeleton`, half-spaces dropped, endings that stand apart joined to their word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from newscrawler.text.letters import skeleton
from newscrawler.text.tables import ENDINGS_APART

if TYPE_CHECKING:
    import numpy.typing as npt

_HALF: Final = "\u200c"
_BLANK: Final = 0x20
_COMPOSITE: Final = 0xFFFF
_BEGINNINGS: Final = frozenset(("می", "نمی"))
"""What is joined to the word after it."""
_PLURALS: Final = ("هایی", "های", "ها")
_STEM: Final = 3
"""Letters of the shortest stem that is kept."""
_PIECE = re.compile(r'(-?)(?:"([^"]*)"|«([^»]*)»|([^"«»\s]+))')
_JOINED_UP_TO: Final = 6
"""Words of a query beyond which nobody means two of them as one."""


@cache
def _table() -> npt.NDArray[np.uint16]:
    """Per UTF-16 unit: its folded letter, a blank for what parts words, 0 for what is dropped."""
    table = np.zeros(1 << 16, np.uint16)
    for code in (*range(0xD800), *range(0xE000, 1 << 16)):
        char = chr(code)
        folded = skeleton(char)
        if len(folded) > 1:
            table[code] = _COMPOSITE
        elif folded:
            table[code] = ord(folded) & 0xFFFF
        elif unicodedata.category(char) not in {"Mn", "Me", "Cf"} and char != "ـ":
            table[code] = _BLANK
    table[ord(_HALF)] = ord(_HALF)
    return table


def _fold(text: str) -> str:
    """Folded letters, half-spaces, and a blank for everything that parts words."""
    units = np.frombuffer(text.encode("utf-16-le", "ignore"), np.uint16)
    folded = _table()[units]
    if (folded == _COMPOSITE).any():
        units = np.frombuffer(unicodedata.normalize("NFKC", text).encode("utf-16-le", "ignore"), np.uint16)
        folded = _table()[units]
        folded[folded == _COMPOSITE] = 0
    return bytes(folded[folded != 0].tobytes()).decode("utf-16-le", "ignore")


def _tokens(folded: str) -> list[str]:
    """Words, those written in parts with half-spaces between the parts."""
    out: list[str] = []
    for token in folded.split():
        if out and (token in ENDINGS_APART or out[-1] in _BEGINNINGS):
            out[-1] = f"{out[-1]}{_HALF}{token}"
        else:
            out.append(token)
    return out


class Words(NamedTuple):
    """What a text is found by; each a string of words with one blank between them."""

    words: str
    """All of them, in order."""
    stems: str
    """What stands beside a half-space or before a plural: «دستگاه» finds «دستگاه‌های» too."""


def words(text: str) -> Words:
    """Fold a text for the index."""
    tokens = _tokens(_fold(text))
    stems = {stem for token in {*tokens} for stem in _stems(token)}
    return Words(" ".join(tokens).replace(_HALF, ""), " ".join(sorted(stems)))


def _stems(token: str) -> list[str]:
    if _HALF in token:
        parts = token.split(_HALF)
        whole = (*parts, "".join(parts[:-1]))
        return [part for part in whole if len(part) >= _STEM and part not in ENDINGS_APART]
    for ending in _PLURALS:
        if token.endswith(ending):
            return [token[: -len(ending)]] if len(token) - len(ending) >= _STEM else []
    return []


class Term(NamedTuple):
    """One condition of a query: any of some ways to meet it. A way is phrases that must all be there."""

    ways: tuple[tuple[str, ...], ...]
    excluded: bool = False


def parse_query(text: str) -> list[Term]:
    """A query as people type it: words (all of them), "phrases" or «phrases», -without; [] for no word.

    Words side by side may be one word in the text: «کتاب خانه» finds «کتابخانه» too.
    """
    terms, loose = [], []
    for minus, double, guillemets, plain in _PIECE.findall(text):
        phrase = words(double or guillemets or plain).words
        if plain and not minus:
            loose.append(plain)
        elif phrase:
            terms.append(Term(((phrase,),), excluded=bool(minus)))
    asked = words(" ".join(loose)).words.split()
    if asked:
        terms.insert(0, Term(tuple(_ways(asked))))
    return terms


def _ways(asked: list[str]) -> list[tuple[str, ...]]:
    """The words, and the words with two neighbours as one."""
    places = range(len(asked) - 1) if len(asked) <= _JOINED_UP_TO else ()
    joined = [(*asked[:at], asked[at] + asked[at + 1], *asked[at + 2 :]) for at in places]
    return [tuple(asked), *joined]
