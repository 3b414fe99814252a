# ruff: noqa: E501  (a pattern is read best on one line)
"""Where the story stands on a page nobody described: headline, lead and body by text and link density.

Nothing here reads a class, an id or a microdata attribute, so a redesign cannot break it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from newscrawler.text.letters import skeleton
from newscrawler.text.phrases import boilerplate_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.blocks import Block, Layout

_SENTENCE: Final = 60
"""Characters outside links from which a line counts as prose."""
_CAP: Final = 800
"""What one paragraph may weigh, so that a single huge one doesn't decide alone."""
_SHORT_WEIGHT: Final = -15.0
_END_OF_SENTENCE: Final = re.compile(r"[.؟?!:»”\"…)]$")
_WALL: Final = re.compile(
    r"\W*(?:(?:ارسال|ثبت|افزودن|درج|بیان) (?:نظر|دیدگاه)(?:ات|ها)?(?: جدید| شما)?|نظرات?(?: شما| کاربران| بینندگان| خوانندگان)?"
    r"|دیدگاه(?: ?[‌ ]?ها)?(?:ی? ?(?:شما|کاربران|خوانندگان))?|نظر(?: ?بدهید| دهید)|کامنت ?ها|پاسخ دهید|یک دیدگاه بنویسید"
    r"|(?:مطالب|اخبار|خبر ?[‌ ]?های|عناوین|نوشته ?[‌ ]?های|مقالات|گزارش ?های) ?(?:مرتبط|مشابه|پیشنهادی|بیشتر|دیگر|برگزیده|ویژه|داغ)"
    r"|در همین (?:زمینه|رابطه|باره)|(?:آخرین|تازه ?[‌ ]?ترین|جدیدترین|مهم ?[‌ ]?ترین|سایر|دیگر|پر ?بازدید ?[‌ ]?ترین|پربیننده ?[‌ ]?ترین)"
    r" ?(?:اخبار|خبر ?[‌ ]?ها|مطالب|عناوین|ها)?(?: مهم| مرتبط)?|پر ?(?:بازدید|بیننده|بحث)(?: ?[‌ ]?ترین)?(?: ?[‌ ]?ها)?|برچسب ?[‌ ]?ها"
    r"|comments?|leave a (?:reply|comment)|related(?: news| posts| articles)?)[\W\d]*",
    re.IGNORECASE,
)
"""Headings after which no story goes on."""
_AUTHORITY: Final = re.compile(r"(?:https?:)?//([^/?#:]+)", re.IGNORECASE)
_LONGEST_WALL: Final = 45
_ASIDE: Final = frozenset(
    {"news_code", "short_link", "share", "counter", "tags", "membership", "comments", "read_more"}
)
_LINK_TEXT: Final = 15
_SUMMARY: Final = 400
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


def find_main(layout: Layout, titles: Sequence[str], summaries: Sequence[str], host: str = "") -> Main:
    """Find the story. `titles`: what head and metadata call the page; `summaries`: its lead as metadata gives it.

    Links to `host` and relative ones lead to other stories; those to elsewhere may be the story's own.
    """
    blocks = layout.blocks
    head = headline_index(layout, titles)
    start = 0 if head is None else head + 1
    inward = inward_lines(layout, host)
    weights = [_weight(blocks[i], layout.tags[blocks[i].holder]) for i in range(start, len(blocks))]
    first, last = _best_run(weights, _walls(blocks, start))
    if first == last:
        return Main(
            _text(blocks, head), None, [], blocks[: max(0, start - 1)], blocks[start:], [], 0, -1, 0, 0
        )
    run = list(range(start + first, start + last))
    container = _container(layout, run, weights, start)
    run = _extended(layout, run, head, container)
    run += _stragglers(layout, run[-1] + 1, container)
    title = skeleton(blocks[head].text) if head is not None else ""
    kept = [i for i in run if _belongs(layout, i, container, inward) and not _repeats(blocks[i].text, title)]
    pruned = box_lines(layout, container)
    kept = [i for i in kept if i not in pruned]
    lead = _lead(layout, kept, container, [skeleton(text) for text in summaries])
    body = [i for i in kept if i != lead]
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
        linked_lines=sum(i in inward for i in run),
    )


_LISTED: Final = frozenset({"h1", "h2", "h3", "h4", "h5"})


def _text(blocks: Sequence[Block], index: int | None) -> str | None:
    return None if index is None else blocks[index].text


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
    only = [i for i in first_level if len(layout.blocks[i].text) >= _LINK_TEXT]
    return only[0] if len(only) == 1 else None


def _is_title(text: str, names: Sequence[str]) -> bool:
    return _LINK_TEXT <= len(text) <= _SUMMARY and _named(text, names) is not None


def _nearest(layout: Layout, candidates: Sequence[int]) -> int:
    """Of several lines that repeat the title the last one above the heaviest run of prose, else the first."""
    weights = [_weight(block, layout.tags[block.holder]) for block in layout.blocks]
    first, _ = _best_run(weights, _walls(layout.blocks, 0))
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


def _repeats(text: str, title: str) -> bool:
    """Whether a line says the headline once more."""
    return len(text) <= 2 * len(title) + _LINK_TEXT and skeleton(text) == title


def inward_lines(layout: Layout, host: str) -> set[int]:
    """Indexes of the lines that are nothing but a link to another page of the same site."""
    blocks, out = layout.blocks, set()
    for node, at in layout.links:
        if (
            at < len(blocks)
            and blocks[at].linked * 10 >= len(blocks[at].text) * 9
            and len(blocks[at].text) >= _LINK_TEXT
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


def _weight(block: Block, tag: str) -> float:
    length = len(block.text)
    own = length - block.linked
    if block.linked * 2 > length:
        return _SHORT_WEIGHT if tag == "p" else -20.0 - min(length, 100)
    if own >= _SENTENCE:
        return float(min(own - block.linked, _CAP))
    if own >= _SENTENCE / 2 and _END_OF_SENTENCE.search(block.text):
        return own / 3
    return _SHORT_WEIGHT


def _walls(blocks: Sequence[Block], start: int) -> list[int]:
    """Positions, from `start`, of headings after which no story goes on."""
    return [
        i - start
        for i in range(start, len(blocks))
        if len(blocks[i].text) <= _LONGEST_WALL and _WALL.fullmatch(blocks[i].text)
    ]


def _best_run(weights: Sequence[float], walls: Sequence[int]) -> tuple[int, int]:
    """The heaviest run of lines between two walls; the first of those that aren't far lighter than the heaviest."""
    edges = [0, *(wall + 1 for wall in walls), len(weights)]
    runs = [_heaviest(weights, a, b) for a, b in pairwise(edges)]
    best = max((total for total, _, _ in runs), default=0.0)
    for total, first, last in runs:
        if total > 0 and (total >= best / 2 or (total >= 3 * _SENTENCE and total >= best / 10)):
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
        and not _WALL.fullmatch(blocks[last + 1].text[:_LONGEST_WALL])
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
        if not layout.within(block.holder, container) or (
            len(block.text) <= _LONGEST_WALL and _WALL.fullmatch(block.text)
        ):
            break
        if layout.tags[block.holder] == "p" and layout.parents[block.holder] == container:
            out.append(i)
    while out and len(layout.blocks[out[-1]].text) - layout.blocks[out[-1]].linked < _SENTENCE:
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
    if len(block.text) - block.linked >= _SENTENCE:
        return True
    if boilerplate_kind(block.text) in _ASIDE:
        return False
    return layout.within(block.holder, container)


def box_lines(layout: Layout, container: int = 0) -> set[int]:
    """Indexes of the lines of boxes set into a body: elements with links to several stories and no prose of their own."""
    blocks = layout.blocks
    links: dict[int, int] = {}
    prose: set[int] = set()
    for block in blocks:
        holder = block.holder
        if block.linked * 2 > len(block.text) >= _LINK_TEXT:
            while holder > container:
                links[holder] = links.get(holder, 0) + 1
                holder = layout.parents[holder]
        elif len(block.text) - block.linked >= _SENTENCE:
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


def _lead(layout: Layout, kept: Sequence[int], container: int, summaries: Sequence[str]) -> int | None:
    """The first line if it is a lead printed apart from the body.

    Apart: outside the element that holds the body. Where the metadata give a summary, it must be that.
    """
    if len(kept) < 2 or layout.within(layout.blocks[kept[0]].holder, container):  # noqa: PLR2004
        return None
    letters = skeleton(layout.blocks[kept[0]].text[:_SUMMARY])
    known = [summary for summary in summaries if summary]
    if known:
        return (
            kept[0]
            if any(letters.startswith(summary[:60]) or summary.startswith(letters[:60]) for summary in known)
            else None
        )
    inside = layout.within(layout.blocks[kept[1]].holder, container)
    return kept[0] if inside else None
