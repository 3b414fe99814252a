"""The shipped tables, as dictionaries.

Two files, zlib over UTF-8 lines `kind<TAB>number<TAB>words`, are read on first use: `lexicon.bin` (words of
the MIT lists) and `corpus.bin` (all that was counted or fitted). See data/NOTICE.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.text.gaps import Segment, unpack
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tables(NamedTuple):
    """The files, as dictionaries.

    `known`: what is known of a word. `weights`: of features. `deleted`: letters → spelling, level. `pairs`:
    neighbours, as joined → level. `rights`, `lefts`: words that may join a neighbour no table knows.
    `follow`, `lead`: words that may join the word before, or after. `loose`: spellings of `deleted` that may
    do so too, or whose pieces may split. `openers`, `closers`: what stands before and after half-spaces, with
    the log-odds that speak for that; `strong`: so often that the other half need not be known. `loners`:
    words no unknown neighbour joins.
    """

    known: dict[str, Segment]
    weights: dict[str, float]
    deleted: dict[str, tuple[str, int]]
    pairs: dict[str, int]
    rights: frozenset[str]
    lefts: frozenset[str]
    follow: frozenset[str]
    lead: frozenset[str]
    loose: frozenset[str]
    openers: dict[str, float]
    closers: dict[str, float]
    strong: frozenset[str]
    loners: frozenset[str]


def tables_from(texts: Iterable[str]) -> Tables:
    """Read the lines of both files into dictionaries."""
    known: dict[str, Segment] = {}
    weights: dict[str, float] = {}
    deleted: dict[str, tuple[str, int]] = {}
    pairs: dict[str, int] = {}
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
                pairs.update(dict.fromkeys(items, value))
            else:
                sides[kind] = frozenset(items)
    return Tables(
        known=known,
        weights=weights,
        deleted=deleted,
        pairs=pairs,
        rights=sides["right"],
        lefts=sides["left"],
        follow=sides["follow"],
        lead=sides["lead"],
        loose=sides["loose"],
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
