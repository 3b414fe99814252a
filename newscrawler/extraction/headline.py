"""The headline of a page that nobody described: a line that head or metadata name too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawler.extraction.others import LINK_TEXT
from newscrawler.extraction.runs import best_run, walls, weights
from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.blocks import Layout

_SUMMARY: Final = 400


def headline_index(layout: Layout, titles: Sequence[str]) -> int | None:
    """Index of the block that is the headline: a heading that the metadata also gives, else the only `h1`."""
    names = [name for title in titles if (name := skeleton(title))]
    first_level = [i for i, block in enumerate(layout.blocks) if _under(layout, block.holder, "h1")]
    matched = [(len(found), -i) for i in first_level if (found := _named(layout.blocks[i].text, names))]
    if matched:
        return -max(matched)[1]
    repeated = [i for i, block in enumerate(layout.blocks) if _is_title(block.text, names)] if names else []
    if repeated:
        return _nearest(layout, repeated)
    only = [i for i in first_level if len(layout.blocks[i].text) >= LINK_TEXT]
    return only[0] if len(only) == 1 else None


def _is_title(text: str, names: Sequence[str]) -> bool:
    return LINK_TEXT <= len(text) <= _SUMMARY and _named(text, names) is not None


def _nearest(layout: Layout, candidates: Sequence[int]) -> int:
    """Of several lines that repeat the title the last one above the heaviest run of prose, else the first."""
    first, _ = best_run(weights(layout, 0, frozenset()), walls(layout.blocks, 0))
    return max((i for i in candidates if i <= first), default=candidates[0])


def _under(layout: Layout, holder: int, tag: str) -> bool:
    """Whether a block stands in an element of this name, directly or two levels deep."""
    for _ in range(3):
        if holder < 0:
            return False
        if layout.tags[holder] == tag:
            return True
        holder = layout.parents[holder]
    return False


def _named(text: str, names: Sequence[str]) -> str | None:
    """The heading's letters if they are most of what the metadata call the page."""
    letters = skeleton(text[:_SUMMARY])
    if any(letters in name and len(letters) * 2 >= min(len(name), 60) for name in names if len(letters) >= 5):  # noqa: PLR2004
        return letters
    return None


def repeats(text: str, title: str) -> bool:
    """Whether a line says the headline once more."""
    return len(text) <= 2 * len(title) + LINK_TEXT and skeleton(text) == title
