"""The shipped tables, as dictionaries.

Two files, zlib over UTF-8 lines `kind<TAB>number<TAB>words`, are read on first use: `lexicon.bin` (words of
the MIT lists) and `corpus.bin` (all that was counted or fitted). See data/NOTICE.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from newscrawler.text.gaps import Segment, unpack
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tables(NamedTuple):
    """The files, as dictionaries.

    `known`: what is known of a word. `weights`: of features. `deleted`: letters → spelling,
    level. `pairs`: neighbours → level. `rights`, `lefts`: words that may join a neighbour no table knows.
    `follow`, `lead`: words that may join the word before, or after. `good`: the spellings of `deleted`.
    `quiet`: tokens that need no look. `openers`, `closers`: what stands before and after half-spaces, with
    the log-odds that speak for that; `strong`: so often that the other half need not be known. `loners`:
    words no unknown neighbour joins.
    """

    known: dict[str, Segment]
    weights: dict[str, float]
    deleted: dict[str, tuple[str, int]]
    pairs: dict[tuple[str, str], int]
    rights: frozenset[str]
    lefts: frozenset[str]
    follow: frozenset[str]
    lead: frozenset[str]
    good: frozenset[str]
    quiet: dict[str, None]
    openers: dict[str, float]
    closers: dict[str, float]
    strong: frozenset[str]
    loners: frozenset[str]


def tables_from(texts: Iterable[str]) -> Tables:
    """Read the lines of both files into dictionaries."""
    known: dict[str, Segment] = {}
    weights: dict[str, float] = {}
    deleted: dict[str, tuple[str, int]] = {}
    pairs: dict[Any, int] = {}
    halves: dict[str, dict[str, float]] = {"opener": {}, "closer": {}}
    sides: dict[str, frozenset[str]] = {}
    for text in texts:
        for line in text.split("\n"):
            kind, number, words = line.split("\t")
            value, items = int(number), words.split(" ")
            if kind == "code":
                known.update(dict.fromkeys(items, unpack(value)))
            elif kind == "weight":
                weights.update(dict.fromkeys(items, value / 50))
            elif kind in halves:
                halves[kind].update(dict.fromkeys(items, value / 50))
            elif kind == "deleted":
                deleted.update((item.replace(ZWNJ, ""), (item, value)) for item in items)
            elif kind == "pair":
                pairs.update((tuple(item.split(ZWNJ)), value) for item in items)
            else:
                sides[kind] = frozenset(items)
    good = frozenset(item for item, _ in deleted.values())
    noisy = deleted.keys() | sides["follow"] | sides["lead"] | sides["loose"]
    return Tables(
        known=known,
        weights=weights,
        deleted=deleted,
        pairs=pairs,
        rights=sides["right"],
        lefts=sides["left"],
        follow=sides["follow"],
        lead=sides["lead"],
        good=good,
        quiet=dict.fromkeys((known.keys() | good) - noisy),
        openers=halves["opener"],
        closers=halves["closer"],
        strong=sides["strong"],
        loners=sides["loner"],
    )


@cache
def tables() -> Tables:
    """Return the shipped tables, read once."""
    data = files("newscrawler.text") / "data"
    return tables_from(
        zlib.decompress((data / name).read_bytes()).decode() for name in ("lexicon.bin", "corpus.bin")
    )
