"""Lines that lead to other stories of the site: single links, boxes set into a body, lists with summaries."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.blocks import Layout

_AUTHORITY: Final = re.compile(r"(?:https?:)?//([^/?#:]+)", re.IGNORECASE)
LINK_TEXT: Final = 15
"""Characters of the shortest link that names a story."""
SENTENCE: Final = 60
"""Characters outside links from which a line counts as prose."""
_LISTED_STORIES: Final = 3
_TEASER: Final = 700
"""Characters of prose that a story's entry in a list has at most."""


def inward_lines(layout: Layout, host: str) -> set[int]:
    """Indexes of the lines that are nothing but a link to another page of the same site."""
    blocks, out = layout.blocks, set()
    for node, at in layout.links:
        if (
            at < len(blocks)
            and blocks[at].linked * 10 >= len(blocks[at].text) * 9
            and len(blocks[at].text) >= LINK_TEXT
        ):
            href = (node.attributes.get("href") or "").strip()
            there = _AUTHORITY.match(href)
            if (
                there is None
                or not host
                or there.group(1).casefold().removeprefix("www.") == host.removeprefix("www.")
            ):
                out.add(at)
    return out


def teaser_lines(layout: Layout, inward: set[int]) -> set[int]:
    """Indexes of the lines of lists of stories: siblings that each begin with a link to one other story."""
    lines = sorted(inward)
    lists: dict[int, set[int]] = {}
    for a, b in pairwise(lines):
        parent, one, other = _fork(layout.parents, layout.blocks[a].holder, layout.blocks[b].holder)
        lists.setdefault(parent, set()).update((one, other))
    items = {item for found in lists.values() if len(found) >= _LISTED_STORIES for item in found} - {-1}
    if not items:
        return set()
    held_by = holding(layout, items)
    fit = _one_story_each(layout, inward, held_by)
    listed = {
        item for found in lists.values() if len(entries := found & fit) >= _LISTED_STORIES for item in entries
    }
    return {i for i, block in enumerate(layout.blocks) if held_by[block.holder] in listed}


def _one_story_each(layout: Layout, inward: set[int], held_by: Sequence[int]) -> set[int]:
    """Elements that begin with a link to another story and hold no second one, nor a text of their own."""
    links: dict[int, int] = {}
    prose: dict[int, int] = {}
    unfit: set[int] = set()
    for i, block in enumerate(layout.blocks):
        item = held_by[block.holder]
        if item < 0:
            continue
        if i in inward:
            links[item] = links.get(item, 0) + 1
        elif (own := len(block.text) - block.linked) >= SENTENCE:
            prose[item] = prose.get(item, 0) + own
            if item not in links:
                unfit.add(item)
    return {item for item, count in links.items() if count == 1 and prose.get(item, 0) <= _TEASER} - unfit


def _fork(parents: Sequence[int], a: int, b: int) -> tuple[int, int, int]:
    """The innermost element that holds both, and its children that hold one each; -1 for what is no child."""
    from_a = from_b = -1
    while a != b:
        if a > b:
            from_a, a = a, parents[a]
        else:
            from_b, b = b, parents[b]
    return a, from_a, from_b


def holding(layout: Layout, holders: set[int]) -> list[int]:
    """By element: the innermost of `holders` that it is or stands in; -1 for none."""
    found: list[int] = []
    for i, parent in enumerate(layout.parents):
        found.append(i if i in holders else found[parent] if parent >= 0 else -1)
    return found


def box_lines(layout: Layout, container: int = 0) -> set[int]:
    """Indexes of the lines of boxes set into a body: links to several stories and no prose of their own."""
    blocks = layout.blocks
    links: dict[int, int] = {}
    prose: set[int] = set()
    for block in blocks:
        holder = block.holder
        if block.linked * 2 > len(block.text) >= LINK_TEXT:
            while holder > container:
                links[holder] = links.get(holder, 0) + 1
                holder = layout.parents[holder]
        elif len(block.text) - block.linked >= SENTENCE:
            while holder > container and holder not in prose:
                prose.add(holder)
                holder = layout.parents[holder]
    boxes = {holder for holder, count in links.items() if count > 1 and holder not in prose}
    return {
        i for i, block in enumerate(blocks) if boxes and _inside_any(layout, block.holder, boxes, container)
    }


def _inside_any(layout: Layout, holder: int, boxes: set[int], container: int) -> bool:
    while holder > container:
        if holder in boxes:
            return True
        holder = layout.parents[holder]
    return False
