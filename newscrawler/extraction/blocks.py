"""An element's text as blocks: what a browser would start on a new line, in document order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from selectolax.lexbor import LexborNode

_INVISIBLE: Final = (
    "script style noscript template svg iframe button select option textarea object embed video audio canvas "
    "map head title datalist dialog math"
)
_CAPTIONS: Final = "figure figcaption"
_BLOCKS: Final = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main nav ol p picture pre section summary "
    "table tbody td tfoot th thead ul"
)
_VOIDS: Final = "img input wbr source link meta"
_OTHERS: Final = "br hr tr a"
_TEXT, _INLINE, _BLOCK, _BREAK, _SKIP, _ROW, _LINK, _VOID = range(8)


def _ids() -> dict[str, int]:
    """Lexbor's number of each element name; comparing numbers is several times faster than names."""
    names = f"{_INVISIBLE} {_CAPTIONS} {_BLOCKS} {_VOIDS} {_OTHERS}".split()
    tree = LexborHTMLParser("<html><head></head><body></body></html>")
    return {name: tree.create_node(name).tag_id for name in names}


_ID: Final = _ids()
_NAME: Final = {number: name for name, number in _ID.items()}
_TEXT_ID: Final = next(
    n.tag_id for n in LexborHTMLParser("<p>x").css("p")[0].traverse(include_text=True) if n.is_text_node
)
_KIND: Final = (
    dict.fromkeys((_ID[name] for name in _BLOCKS.split()), _BLOCK)
    | dict.fromkeys((_ID[name] for name in _INVISIBLE.split()), _SKIP)
    | dict.fromkeys((_ID[name] for name in _VOIDS.split()), _VOID)
    | {_TEXT_ID: _TEXT, _ID["br"]: _BREAK, _ID["hr"]: _BREAK, _ID["tr"]: _ROW, _ID["a"]: _LINK}
)
_WITHOUT_CAPTIONS: Final = _KIND | dict.fromkeys((_ID[name] for name in _CAPTIONS.split()), _SKIP)
_SEPARATE: Final = frozenset(_ID[name] for name in f"{_BLOCKS} {_CAPTIONS}".split())
"""Left out as they may be, what stands before and after them is not one line."""
_CELLS: Final = frozenset({"td", "th"})
_LONGEST_CELL: Final = 60


@dataclass(slots=True)
class Block:
    """One line of text."""

    text: str
    """White space folded, never empty."""
    linked: int
    """Characters of it inside links."""
    holder: int
    """Index in `Layout.elements` of the block-level element it stands in directly."""
    pieces: list[str]
    """The text as the tree holds it, divided where inline elements begin and end."""


@dataclass(slots=True)
class Layout:
    """The blocks of an element and the block-level elements that hold them."""

    blocks: list[Block] = field(default_factory=list)
    elements: list[LexborNode] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    """Index of each element's parent; -1 for the outermost."""
    tags: list[str] = field(default_factory=list)
    links: list[tuple[LexborNode, int]] = field(default_factory=list)
    """Every `<a>` and the index its block has or would have."""

    def within(self, holder: int, ancestor: int) -> bool:
        """Whether element `holder` is `ancestor` or inside it."""
        while holder > ancestor:
            holder = self.parents[holder]
        return holder == ancestor

    def depth(self, holder: int) -> int:
        """How many elements `holder` stands in."""
        count = 0
        while holder > 0:
            holder = self.parents[holder]
            count += 1
        return count


def lay_out(root: LexborNode, without: AbstractSet[int] = frozenset(), *, captions: bool = False) -> Layout:  # noqa: C901, PLR0912, PLR0915
    """Blocks of `root` in document order; linear in its size, at any depth.

    `without` holds the `mem_id` of elements to leave out; text of figures only with `captions`.
    One loop over the nodes in document order; that an element has ended shows when a later node's parent is
    further out. This is the hot loop of every page: it is long, and calls nothing, for speed.
    """
    kind_of = (_KIND if captions else _WITHOUT_CAPTIONS).get
    text_kind, inline, block, link, skip, row, void = _TEXT, _INLINE, _BLOCK, _LINK, _SKIP, _ROW, _VOID
    layout = Layout([], [root], [-1], [root.tag or ""])
    blocks, elements, parents, tags = layout.blocks, layout.elements, layout.parents, layout.tags
    pieces: list[str] = []
    ids, whats, holders = [root.mem_id], [block], [0]
    linked = in_link = in_pre = skipping = 0
    nodes = root.traverse(include_text=True)
    next(nodes)
    for node in nodes:
        what = kind_of(node.tag_id, inline)
        if what == text_kind and node.is_empty_text_node:
            if pieces and pieces[-1] != " ":
                pieces.append(" ")
            continue
        outer = node.parent.mem_id  # type: ignore[union-attr]  # only the root has none
        while ids[-1] != outer:
            ids.pop()
            ended = whats.pop()
            if ended == block:
                if pieces:
                    _flush(blocks, pieces, linked, holders[-1])
                    pieces, linked = [], 0
                in_pre -= tags[holders.pop()] == "pre"
            elif ended == link:
                in_link -= 1
            elif ended == skip:
                skipping -= 1
            elif ended == row and pieces:
                _flush(blocks, pieces, linked, holders[-1])
                pieces, linked = [], 0
        if what == text_kind:
            if not skipping:
                text = node.text_content or ""
                if in_pre and "\n" in text:
                    *lines, text = text.split("\n")
                    for line in lines:
                        _flush(blocks, [*pieces, line], linked, holders[-1])
                        pieces, linked = [], 0
                pieces.append(text)
                if in_link:
                    linked += len(text.strip())
            continue
        if what == void:
            continue
        ids.append(mem_id := node.mem_id)
        if skipping or what == skip or mem_id in without:
            skipping += 1
            whats.append(skip)
            if pieces and node.tag_id in _SEPARATE:
                _flush(blocks, pieces, linked, holders[-1])
                pieces, linked = [], 0
            continue
        if what == row:
            what = row if _is_row(node) else block
        elif what == block and whats[-1] == row:
            what = inline
            pieces.append(" ")
        whats.append(what)
        if what == link:
            layout.links.append((node, len(blocks)))
            in_link += 1
        elif what != inline:
            if pieces:
                _flush(blocks, pieces, linked, holders[-1])
                pieces, linked = [], 0
            if what == block:
                parents.append(holders[-1])
                holders.append(len(elements))
                elements.append(node)
                tags.append(_NAME[node.tag_id])
                in_pre += tags[-1] == "pre"
    if pieces:
        _flush(blocks, pieces, linked, holders[-1])
    return layout


def _flush(blocks: list[Block], pieces: list[str], linked: int, holder: int) -> None:
    text = " ".join("".join(pieces).split())
    if text:
        blocks.append(Block(text, min(linked, len(text)), holder, pieces))


def _is_row(row: LexborNode) -> bool:
    """Whether a table row is one line of data: two or more cells, each short and without lines of its own."""
    cells = [cell for cell in row.iter() if cell.tag in _CELLS]
    return len(cells) > 1 and all(
        len(cell.text() or "") <= _LONGEST_CELL
        and cell.css_first("p, div, br, ul, ol, table, h1, h2, h3") is None
        for cell in cells
    )
