"""The shipped tables, as dictionaries.

Two files, zlib over UTF-8 lines `kind<TAB>number<TAB>words`, are read on first use: `lexicon.bin` (words of
the MIT lists) and `corpus.bin` (all that was counted or fitted); and `trees.bin`, zlib over what `Trees`
reads. See data/NOTICE.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.text.gaps import Segment, unpack
from newscrawler.text.tables import ZWNJ
from newscrawler.text.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tables(NamedTuple):
    """The files, as dictionaries; those of names are to be looked up in only.

    (Dictionaries of strings and numbers are passed over by the garbage collector, sets and tuples are not.)
    `known`: what is known of a word. `weights`: of features. `deleted`, `levels`: by letters. `pairs`:
    neighbours, as joined → level. `rights`, `lefts`: words that may join a neighbour no table knows.
    `follow`, `lead`: words that may join the word before, or after. `loose`: spellings of `deleted` that may
    do so too, or whose pieces may split. `openers`, `closers`: what stands before and after half-spaces, with
    the log-odds that speak for that; `strong`: so often that the other half need not be known. `loners`:
    words no unknown neighbour joins. `trees`: a second look at the gaps of words no table knows.
    """

    known: dict[str, Segment]
    weights: dict[str, float]
    deleted: dict[str, str]
    levels: dict[str, int]
    pairs: dict[str, int]
    rights: dict[str, None]
    lefts: dict[str, None]
    follow: dict[str, None]
    lead: dict[str, None]
    loose: dict[str, None]
    openers: dict[str, float]
    closers: dict[str, float]
    strong: dict[str, None]
    loners: dict[str, None]
    trees: Trees


def tables_from(texts: Iterable[str], trees: bytes) -> Tables:
    """Read the lines of both files into dictionaries, and the nodes of the trees."""
    known: dict[str, Segment] = {}
    weights: dict[str, float] = {}
    deleted: dict[str, str] = {}
    levels: dict[str, int] = {}
    pairs: dict[str, int] = {}
    halves: dict[str, dict[str, float]] = {"opener": {}, "closer": {}}
    sides: dict[str, dict[str, None]] = {}
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
                letters = words.replace(ZWNJ, "").split(" ")
                deleted.update(zip(letters, items, strict=True))
                levels.update(dict.fromkeys(letters, value))
            elif kind == "pair":
                pairs.update(dict.fromkeys(items, value))
            else:
                sides[kind] = dict.fromkeys(items)
    return Tables(
        known=known,
        weights=weights,
        deleted=deleted,
        levels=levels,
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
        trees=Trees(trees),
    )


@cache
def tables() -> Tables:
    """Return the shipped tables, read once."""
    data = files("newscrawler.text") / "data"
    lexicon, corpus, trees = (
        zlib.decompress((data / f"{name}.bin").read_bytes()) for name in ("lexicon", "corpus", "trees")
    )
    return tables_from((lexicon.decode(), corpus.decode()), trees)
