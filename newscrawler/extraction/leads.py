"""The lead of a page that nobody described: a line of prose printed apart from the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawler.extraction.others import SENTENCE
from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.blocks import Layout

_SUMMARY: Final = 400


def lead_of_run(layout: Layout, kept: Sequence[int], container: int, summaries: Sequence[str]) -> int | None:
    """The first line if it is a lead printed apart from the body.

    Apart: outside the element that holds the body. Where the metadata give a summary, it must be that.
    """
    if len(kept) < 2 or layout.within(layout.blocks[kept[0]].holder, container):  # noqa: PLR2004
        return None
    letters = skeleton(layout.blocks[kept[0]].text[:_SUMMARY])
    known = [summary for summary in summaries if summary]
    if known:
        return kept[0] if _is_one_of(letters, known) else None
    inside = layout.within(layout.blocks[kept[1]].holder, container)
    deep_enough = layout.depth(layout.blocks[kept[0]].holder) >= layout.depth(container)
    return kept[0] if inside and deep_enough else None


def lead_above(
    layout: Layout, lines: Sequence[int], summaries: Sequence[str], weights: Sequence[float]
) -> int | None:
    """The line of prose that byline and date part from the body; a known summary if there is one."""
    if not lines:
        return None
    first = lines[0]
    prose = [i for i in lines if weights[i - first] >= SENTENCE]
    known = [summary for summary in summaries if summary]
    if not known:
        return prose[-1] if prose else None
    return next((i for i in prose if _is_one_of(skeleton(layout.blocks[i].text[:_SUMMARY]), known)), None)


def _is_one_of(letters: str, summaries: Sequence[str]) -> bool:
    return any(letters.startswith(summary[:60]) or summary.startswith(letters[:60]) for summary in summaries)
