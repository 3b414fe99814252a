"""A stream of text in blocks, and what normalising a block changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newscrawler.text.tables import FOLDS, ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK = 1 << 16
"""Characters after which a block ends at the next empty line; at twice as many it ends at any line."""


def blocks(lines: Iterable[str]) -> Iterator[str]:
    """Yield the stream's text in blocks, without the line end that closes one; empty ones are passed over."""
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > 2 * BLOCK or (size > BLOCK and not line.strip()):
            yield "".join(held).removesuffix("\n")
            held, size = [], 0
    if size:
        yield "".join(held).removesuffix("\n")


def changes(before: str, after: str) -> Counter[str]:
    """Count what normalising changed: characters by their group in `tables.FOLDS`, half-spaces, lines."""
    seen = Counter(before)
    counts: Counter[str] = Counter({fold.name: sum(seen[char] for char in fold.chars) for fold in FOLDS})
    old, new = before.split("\n"), after.split("\n")
    counts["half-spaces added"] = max(0, after.count(ZWNJ) - before.count(ZWNJ))
    counts["lines"] = len(new)
    counts["lines changed"] = sum(a != b for a, b in zip(old, new, strict=False)) + abs(len(old) - len(new))
    return counts
