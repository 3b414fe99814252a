"""The heaviest run of prose on a page: each line weighs for or against being the story's."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.endings import is_wall
from newscrawler.extraction.others import SENTENCE, holding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from newscrawler.extraction.blocks import Block, Layout

_STAMP: Final = re.compile(r"[\d]{4}.{0,24}\d\s?:\s?\d\d|\d\s?:\s?\d\d.{0,24}\d{4}")
"""A year and an hour on one short line: the byline, or a comment's."""
_CAP: Final = 800
"""What one paragraph may weigh, so that a single huge one doesn't decide alone."""
_SHORT_WEIGHT: Final = -15.0
_LISTED_WEIGHT: Final = -30.0
_STAMP_WEIGHT: Final = -400.0
_SENTENCE_END: Final = re.compile(r"[.؟?!:»”\"…)]$")
_APART: Final = frozenset({"footer", "nav", "aside"})
"""Elements that no story stands in."""


def weights(layout: Layout, start: int, teasers: AbstractSet[int]) -> list[float]:
    """What speaks for each line, from `start` on, being prose of the story."""
    apart = holding(layout, {i for i, tag in enumerate(layout.tags) if tag in _APART})
    return [
        _LISTED_WEIGHT
        if i in teasers or apart[block.holder] >= 0
        else _weight(block, layout.tags[block.holder])
        for i, block in enumerate(layout.blocks[start:], start)
    ]


def _weight(block: Block, tag: str) -> float:
    length = len(block.text)
    own = length - block.linked
    if block.linked * 2 > length:
        return _SHORT_WEIGHT if tag == "p" else -20.0 - min(length, 100)
    if own >= SENTENCE:
        return float(min(own - block.linked, _CAP))
    if _STAMP.search(block.text):
        return _STAMP_WEIGHT
    if own >= SENTENCE / 2 and _SENTENCE_END.search(block.text):
        return own / 3
    return _SHORT_WEIGHT


def walls(blocks: Sequence[Block], start: int) -> list[int]:
    """Positions, from `start`, of headings after which no story goes on."""
    return [i - start for i in range(start, len(blocks)) if is_wall(blocks[i].text)]


def best_run(weights: Sequence[float], walls: Sequence[int]) -> tuple[int, int]:
    """The heaviest run of lines between two walls; the first of those that are not far lighter."""
    edges = [0, *(wall + 1 for wall in walls), len(weights)]
    runs = [_heaviest(weights, a, b) for a, b in pairwise(edges)]
    best = max((total for total, _, _ in runs), default=0.0)
    for total, first, last in runs:
        if total > 0 and (total >= best / 2 or (total >= 3 * SENTENCE and total >= best / 10)):
            return first, last
    return 0, 0


def _heaviest(weights: Sequence[float], start: int, end: int) -> tuple[float, int, int]:
    """Kadane's maximum sum: (sum, first, one past the last)."""
    best, total, since = (0.0, start, start), 0.0, start
    for i in range(start, end):
        if total <= 0:
            total, since = 0.0, i
        total += weights[i]
        if total > best[0]:
            best = (total, since, i + 1)
    return best
