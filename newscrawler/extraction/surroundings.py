# ruff: noqa: E501  (a pattern is read best on one line)
"""What stands around a story on most sites: the trail of sections, the tags below, the line above the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawler.text.letters import fold_blanks, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from newscrawler.extraction.page import Page

ROOT_NAMES: Final = frozenset(
    skeleton(name) for name in ("صفحه اصلی", "خانه", "صفحه نخست", "home", "اخبار", "صفحه‌ی اصلی")
)
"""What trails call the page they begin with."""
_TRAILS: Final = (
    '[class*="breadcrumb" i], [id*="breadcrumb" i], nav[aria-label="breadcrumb" i]',
    '[class*="bread" i], [class*="crumb" i], [id*="crumb" i]',
)
_SECTIONS: Final = (
    'a[rel~="category"]',
    ".news_path a, #path a, .the_category a, .section-name a, .term-badges a, a.category, a.post-cat",
    '[class*="post-cat" i] a, [class*="cat-links" i] a, [class*="-cat" i] > a, [class*="cat_" i] > a, [class*="category" i] > a',
    '[itemprop="articleSection"], [itemprop="genre"]',
)
_ALL_TAGS: Final = 'a[href*="/tag/"], a[href*="/tags/"], a[rel~="tag"]:not([rel~="category"])'
_NOT_BELOW: Final = frozenset({"p", "nav", "header", "footer", "aside", "h1", "h2", "h3"})
"""Links to tags inside these are words of the text, or the site's own favourites."""
_LONGEST: Final = 60
_KICKER: Final = re.compile(
    r"r[ou]o?h?[_-]?tit(?:r|le)|\broti\b|(?:up|top|above|pre|super)[_-]?title|kicker|overline|subhead",
    re.IGNORECASE,
)
_LONGEST_KICKER: Final = 160
_LINES_ABOVE: Final = 3


def trail(page: Page) -> Sequence[str]:
    """Sections that lead to the page, outermost first, without the home page and the page itself."""
    own = [skeleton(title) for title in (page.title, *page.metas.get("og:title", ()))]
    for nodes in _trails(page):
        names = [fold_blanks(node.text() or "") for node in nodes]
        kept = [name for name in names if 0 < len(name) <= _LONGEST and _is_section(skeleton(name), own)]
        if kept:
            return kept
    return ()


def _trails(page: Page) -> Iterator[Sequence[LexborNode]]:
    """Links that may be the trail, the likeliest first."""
    if "crumb" in page.html or "bread" in page.html:
        for selector in _TRAILS:
            yield from (links for node in page.css(selector) if (links := node.css("a[href]")))
    for selector in _SECTIONS:
        nodes = page.css(selector)
        yield [node for node in nodes if _holder(node).mem_id == _holder(nodes[0]).mem_id]


def _is_section(letters: str, titles: Sequence[str]) -> bool:
    """Whether a name is neither the home page's nor the page's own."""
    repeats = len(letters) > _SHORTEST_TITLE and any(letters in title for title in titles)
    return bool(letters) and letters not in ROOT_NAMES and not repeats


_SHORTEST_TITLE: Final = 20


def tags_below(page: Page) -> Sequence[str]:
    """Names of the first links to pages of tags that stand together, outside the text."""
    if "tag" not in page.html:
        return ()
    groups: dict[int, list[str]] = {}
    for node in page.css(_ALL_TAGS):
        name = fold_blanks(node.text() or "").strip("#،, ")
        if name and len(name) <= _LONGEST and not _NOT_BELOW.intersection(each.tag for each in _around(node)):
            groups.setdefault(_holder(node).mem_id, []).append(name.replace("_", " "))
    return next(iter(groups.values()), ())


def _holder(node: LexborNode) -> LexborNode:
    """The element in which a link stands beside others of its kind."""
    return next((each for each in _around(node) if each.tag not in _WRAPPERS), node)


_WRAPPERS: Final = frozenset({"li", "span", "b", "strong", "h3", "h4", "h5", "h6"})


def _around(node: LexborNode) -> Iterator[LexborNode]:
    """The elements a node stands in, the nearest first."""
    outer = node.parent
    while outer is not None and outer.tag not in ("body", "html"):
        yield outer
        outer = outer.parent


def kicker_above(page: Page) -> Sequence[str]:
    """The line just above the headline, if its element is called what sites call it."""
    layout = page.layout
    for block in reversed(page.main.above[-_LINES_ABOVE:]):
        holder = block.holder
        for element in (layout.elements[holder], layout.elements[max(0, layout.parents[holder])]):
            name = f"{element.attributes.get('class') or ''} {element.attributes.get('id') or ''}"
            if _KICKER.search(name) and len(block.text) <= _LONGEST_KICKER:
                return [block.text]
    return ()
