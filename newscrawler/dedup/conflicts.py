"""What sets two texts of one wording apart: figures and names that differ in the same place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import OSA

from newscrawler.dedup.vocabulary import COUNTED, RESTATED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawler.dedup.alignment import Change

_FIGURE: Final = re.compile(r"\d+")
_ALIKE: Final = 0.5
"""Two words at least so similar (1 - OSA distance / length) are one word with a slip of the pen."""
_SLOT_LETTERS: Final = 60
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


def conflicts(changes: Iterable[Change], left_words: Counter[str], right_words: Counter[str]) -> Conflicts:
    """Judge each change, given how often every word stands in either text.

    Where no word of either side is rarer in the other text, words have only moved: that is no conflict.
    """
    only_left, only_right = left_words - right_words, right_words - left_words
    figures = slips = 0
    names: Counter[tuple[str, str]] = Counter()
    for change in changes:
        left, right = _unshared(change.left, change.right)
        if not left or not right:
            continue
        figures += _figures(left, right)
        if not (any(w in only_left for w in left) or any(w in only_right for w in right)):
            continue
        pair = _content(left), _content(right)
        verdict = _differ(*pair)
        if verdict:
            names[pair] += 1
        elif verdict is False:
            slips += 1
    return Conflicts(
        figures, sum(min(times, 3) for times in names.values()), sum(n > 1 for n in names.values()), slips
    )


def _unshared(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """The words of each side that the other has not."""
    both = Counter(left) & Counter(right)
    return list((Counter(left) - both).elements()), list((Counter(right) - both).elements())


def _figures(left: list[str], right: list[str]) -> int:
    """How many figures (or words that count) of one side face a different one on the other."""
    faced = 0
    for kind in (lambda w: _FIGURE.findall(w), lambda w: [w] if w in COUNTED else []):
        faced += min(len([f for w in left for f in kind(w)]), len([f for w in right for f in kind(w)]))
    return faced


def _content(words: list[str]) -> str:
    """The words of content, as one string."""
    return "".join(w for w in words if not (w in RESTATED or w in COUNTED or w.isdigit()))


def _differ(left: str, right: str) -> bool | None:
    """True: two names. False: one word, misspelt. None: nothing to compare."""
    short, long = sorted((left, right), key=len)
    if not short or len(long) > _SLOT_LETTERS or len(long) > _LOPSIDED * len(short) or short in long:
        return None
    return OSA.normalized_similarity(left, right) < _ALIKE
