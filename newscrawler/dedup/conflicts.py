"""What sets two texts of one wording apart: figures and names that differ in the same place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import OSA

from newscrawler.dedup.vocabulary import COUNTED, RESTATED

if TYPE_CHECKING:
    from newscrawler.dedup.alignment import Alignment

_FIGURE: Final = re.compile(r"\d+")
_ALIKE: Final = 0.6
"""Two words at least so similar (1 - OSA distance / length) are one word with a slip of the pen."""
_KIN: Final = 0.75
"""So alike, a pair is a misspelling unless it comes twice: a slip does not repeat itself, a name does."""
_SLOT_LETTERS: Final = 40
"""More letters than this on one side are another passage, not another value."""
_LOPSIDED: Final = 4
"""So many times the letters of the other side: words put in, not changed."""


class Conflicts(NamedTuple):
    """How often two texts differ in the same place."""

    figures: int = 0
    """Figures, days, months and numerals that differ."""
    names: int = 0
    """Words of content that differ; the same pair again counts up to three times."""
    repeated: int = 0
    """How many pairs of such words stand in two places or more: an entity, carried through the text."""
    slips: int = 0
    """Words that differ by a letter or two."""


def conflicts(alignment: Alignment) -> Conflicts:
    """Judge every exchange of words between two aligned texts."""
    figures = slips = 0
    names: Counter[tuple[str, str]] = Counter()
    alike: dict[tuple[str, str], float] = {}
    for change in alignment.changes():
        left = [word for word in change.left if word not in change.right]
        right = [word for word in change.right if word not in change.left]
        if not left or not right:
            continue
        if change.opens:  # a new lead put before the first words: those face the last of it
            left, right = left[-len(right) :], right[-len(left) :]
        figures += _figures(left, right)
        pair = _content(left), _content(right)
        likeness = max(_likeness(*pair), _likeness("".join(left), "".join(right)))
        if likeness >= _ALIKE:
            slips += 1
        if likeness < _KIN and not alignment.moved(left, right):
            names[pair] += 1
            alike[pair] = likeness
    told = {pair: times for pair, times in names.items() if times > 1 or alike[pair] < _ALIKE}
    return Conflicts(
        figures, sum(min(times, 3) for times in told.values()), sum(n > 1 for n in told.values()), slips
    )


def _figures(left: list[str], right: list[str]) -> int:
    """How many figures (or words that count) of one side face a different one on the other."""
    figures = min(*(sum(len(_FIGURE.findall(word)) for word in side) for side in (left, right)))
    return figures + min(*(sum(word in COUNTED for word in side) for side in (left, right)))


def _content(words: list[str]) -> str:
    """Join the words of content to one string."""
    return "".join(w for w in words if not (w in RESTATED or w in COUNTED or w.isdigit()))


def _likeness(left: str, right: str) -> float:
    """From 0, two names, to 1, one word; also 1 where words were put in rather than changed."""
    short, long = sorted((left, right), key=len)
    if not short or len(long) > min(_SLOT_LETTERS, _LOPSIDED * len(short)) or short in long:
        return 1.0
    distance = OSA.distance(left, right)
    return 1.0 - distance / len(long) if distance > 1 else 1.0
