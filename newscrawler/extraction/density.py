# ruff: noqa: E501  (a pattern is read best on one line)
"""Where the story stands on a page nobody described: headline, lead and body by text and link density.

Nothing here reads a class, an id or a microdata attribute, so a redesign cannot break it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.endings import is_end, is_wall
from newscrawler.extraction.headline import headline_index, repeats
from newscrawler.extraction.leads import lead_above, lead_of_run
from newscrawler.extraction.others import SENTENCE, box_lines, inward_lines, teaser_lines
from newscrawler.extraction.runs import best_run, walls, weights
from newscrawler.text.letters import skeleton
from newscrawler.text.phrases import boilerplate_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.blocks import Block, Layout

_ASIDE: Final = frozenset(
    {"news_code", "short_link", "share", "counter", "tags", "membership", "comments", "read_more"}
)
_MAIN_SHARE: Final = 0.75


@dataclass(slots=True)
class Main:
    """The story's parts on a page."""

    headline: str | None
    lead: str | None
    paragraphs: list[str]
    above: list[Block]
    """Lines before the headline; none if there is no headline."""
    before: list[Block]
    """Lines between headline and body: byline, date, lead."""
    after: list[Block]
    """The lines that follow the body."""
    prose: int
    """Characters of the body outside links."""
    container: int
    """Index of the element that holds most of the body; -1 if there is no body."""
    linked_headings: int
    """Headings inside the body that are links: a listing has many, a story none."""
    linked_lines: int
    """Lines inside the body that are nothing but a link to another page of the site."""
    onward: int
    """Links «ادامه خبر» and the like inside the element that holds the body."""
    listed: int
    """Lines of the page that belong to lists of other stories."""


def find_main(layout: Layout, titles: Sequence[str], summaries: Sequence[str], host: str = "") -> Main:
    """Find the story. `titles`: what head and metadata call the page; `summaries`: its lead as metadata gives it.

    Links to `host` and relative ones lead to other stories; those to elsewhere may be the story's own.
    """
    blocks = layout.blocks
    head = headline_index(layout, titles)
    start = 0 if head is None else head + 1
    inward = inward_lines(layout, host)
    teasers = teaser_lines(layout, inward)
    weight = weights(layout, start, teasers)
    first, last = best_run(weight, walls(blocks, start))
    if first == last:
        above = blocks[: max(0, start - 1)]
        return Main(
            _text(blocks, head), None, [], above, blocks[start:], [], 0, -1, 0, 0, 0, len(teasers | inward)
        )
    run = list(range(start + first, start + last))
    container = _container(layout, run, weight, start)
    run = _extended(layout, run, head, container)
    run += _stragglers(layout, run[-1] + 1, container)
    title = skeleton(blocks[head].text) if head is not None else ""
    own = (i for i in run if i not in teasers and not repeats(blocks[i].text, title))
    kept = [i for i in own if _belongs(layout, i, container, inward)]
    pruned = box_lines(layout, container)
    kept = [i for i in kept if i not in pruned]
    known = [skeleton(text) for text in summaries]
    lead = lead_of_run(layout, kept, container, known)
    body = [i for i in kept if i != lead]
    if lead is None:
        lead = lead_above(layout, range(start, run[0]), known, weight)
    return Main(
        headline=_text(blocks, head),
        lead=_text(blocks, lead),
        paragraphs=[blocks[i].text for i in body],
        above=blocks[: max(0, start - 1)],
        before=[blocks[i] for i in range(start, body[0] if body else run[0]) if i != lead],
        after=blocks[run[-1] + 1 :],
        prose=sum(len(blocks[i].text) - blocks[i].linked for i in body),
        container=container,
        linked_headings=sum(layout.tags[blocks[i].holder] in _LISTED and blocks[i].linked > 0 for i in run),
        linked_lines=sum(i in inward and i not in pruned for i in run),
        onward=sum(
            block.linked > 0 and _leads_on(block.text) and layout.within(block.holder, container)
            for block in blocks
        ),
        listed=len(teasers | inward),
    )


_ONWARD: Final = ("ادامه", "مشروح", "بیشتر", "مشاهده", "more", "reading")
_LEADS_ON: Final = re.compile(
    r"\W*(?:ادامه|مشروح|بیشتر|مشاهده)(?: .{0,20})?\W*$|.{1,700} (?:ادامه|مشروح) (?:مطلب|خبر|گزارش)\W*$"
    r"|.{0,700}(?:read more|continue reading)\W*$",
    re.IGNORECASE,
)


def _leads_on(text: str) -> bool:
    """Whether a line is, or ends with, a link to the rest of a story."""
    end = text[-30:]
    return any(word in end for word in _ONWARD) and _LEADS_ON.match(text) is not None


_LISTED: Final = frozenset({"h1", "h2", "h3", "h4", "h5"})


def _text(blocks: Sequence[Block], index: int | None) -> str | None:
    return None if index is None else blocks[index].text


def _container(layout: Layout, run: Sequence[int], weights: Sequence[float], start: int) -> int:
    """The innermost element that holds most of the run's prose."""
    mass: dict[int, float] = {}
    total = 0.0
    for i in run:
        weight = max(0.0, weights[i - start])
        total += weight
        holder = layout.blocks[i].holder
        mass[holder] = mass.get(holder, 0.0) + weight
    for holder in range(max(mass), -1, -1):
        if holder in mass:
            if mass[holder] >= _MAIN_SHARE * total and layout.tags[holder] not in _PROSE:
                return holder
            parent = layout.parents[holder]
            mass[parent] = mass.get(parent, 0.0) + mass[holder]
    return 0


def _extended(layout: Layout, run: list[int], head: int | None, container: int) -> list[int]:
    """The run with the short lines that stand beside its first and last line."""
    blocks = layout.blocks
    first, last = run[0], run[-1]
    while (
        last + 1 < len(blocks)
        and _beside(layout, last + 1, last, container)
        and not is_wall(blocks[last + 1].text)
    ):
        last += 1
    floor = 0 if head is None else head + 1
    while first > floor and _beside(layout, first - 1, first, container):
        first -= 1
    return list(range(first, last + 1))


def _stragglers(layout: Layout, start: int, container: int) -> list[int]:
    """Paragraphs of the same element that something bulky, such as a player, parts from the run."""
    out: list[int] = []
    for i in range(start, len(layout.blocks)):
        block = layout.blocks[i]
        if not layout.within(block.holder, container) or (is_end(block.text)):
            break
        if layout.tags[block.holder] == "p" and layout.parents[block.holder] == container:
            out.append(i)
    while out and len(layout.blocks[out[-1]].text) - layout.blocks[out[-1]].linked < SENTENCE:
        out.pop()
    return out


def _beside(layout: Layout, i: int, neighbour: int, container: int) -> bool:
    """Whether line `i` stands in the same element as `neighbour`, or in a sibling of the same name, as prose does."""
    a, b = layout.blocks[i].holder, layout.blocks[neighbour].holder
    if layout.blocks[i].linked * 2 > len(layout.blocks[i].text):
        return False
    if a == b:
        return True
    alike = layout.tags[a] == layout.tags[b] or {layout.tags[a], layout.tags[b]} <= _PROSE
    return alike and layout.parents[a] == layout.parents[b] and layout.within(a, container)


_PROSE: Final = frozenset({"p", "h2", "h3", "h4", "blockquote", "li", "ul", "ol"})


def _belongs(layout: Layout, i: int, container: int, inward: set[int]) -> bool:
    """Whether a line of the run is the story's: not a link to another story, not furniture."""
    block = layout.blocks[i]
    if i in inward:
        return False
    if len(block.text) - block.linked >= SENTENCE:
        return True
    if boilerplate_kind(block.text) in _ASIDE:
        return False
    return layout.within(block.holder, container)
