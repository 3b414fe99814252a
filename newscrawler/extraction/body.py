# ruff: noqa: E501  (a selector is read best on one line)
"""Paragraphs of an element that holds the story: boxes, captions, links to other stories left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from newscrawler.extraction.blocks import lay_out
from newscrawler.extraction.others import box_lines, inward_lines
from newscrawler.extraction.page import host_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newscrawler.extraction.blocks import Layout
    from newscrawler.extraction.page import Page

FURNITURE: Final = (
    "aside, nav, footer, form, [data-nosnippet], .noprint, .no-print, [hidden], "
    '[class*="related" i], [id*="related" i], [class*="also-read" i], [class*="read-more" i], [class*="readmore" i], '
    '[class*="share" i], [class*="social" i], [class*="short-link" i], [class*="shortlink" i], [class*="tinyurl" i], '
    '[class*="advert" i], [class*="banner" i], .ads, .ad, .adv, .zxc, [class*="yn-bnr"], [id*="mediaad"], '
    '[class*="comment" i], [class*="newsletter" i], [class*="tags" i], [class*="breadcrumb" i], '
    '[class*="caption" i], .gallery, .instagram-media, .twitter-tweet, .wp-block-embed'
)
"""What never belongs to a story, by the names sites give it. Applied inside a body only."""
_SURE: Final = "aside, nav, footer, form, [data-nosnippet], [hidden]"
_SENTENCE: Final = 60


def paragraphs(page: Page, node: LexborNode, drop: str = "") -> list[str]:
    """Lines of text of `node`; `drop` adds selectors to leave out."""
    furniture = _ids(node, f"{FURNITURE}, {drop}" if drop else FURNITURE)
    layout = lay_out(node, furniture)
    if (
        furniture
        and 2 * sum(len(block.text) for block in layout.blocks) < _letters(node)
        and (spared := lay_out(node, _ids(node, _SURE))).blocks
    ):
        # a theme that names its text as others name their furniture
        layout = spared if _prose(spared) > 2 * _prose(layout) + _SENTENCE else layout
    left_out = inward_lines(layout, host_of(page.url)) | box_lines(layout)
    return [block.text for i, block in enumerate(layout.blocks) if i not in left_out]


def _ids(node: LexborNode, selector: str) -> frozenset[int]:
    return frozenset(inner.mem_id for inner in node.css(selector)) - {node.mem_id}


def _letters(node: LexborNode) -> int:
    return sum(map(len, (node.text() or "").split()))


def _prose(layout: Layout) -> int:
    """Characters of the lines that are long enough to be prose, outside links."""
    own = (len(block.text) - block.linked for block in layout.blocks)
    return sum(length for length in own if length >= _SENTENCE)


def fragment_paragraphs(page: Page, html: str, drop: str = "") -> list[str]:
    """Lines of text of a piece of the page's markup."""
    root = LexborHTMLParser(html).body
    return paragraphs(page, root, drop) if root is not None else []
