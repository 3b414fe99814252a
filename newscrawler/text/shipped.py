"""The shipped tables.

Two files, zlib over UTF-8 lines `kind<TAB>number<TAB>words`, are read on first use: `lexicon.bin` (words of
the MIT lists) and `corpus.bin` (all that was counted or fitted); and `trees.bin`, zlib over what `Trees`
reads. See data/NOTICE.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from newscrawler.text.gaps import Segment, unpack
from newscrawler.text.lookup import Lookup, Weights
from newscrawler.text.tables import ZWNJ
from newscrawler.text.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tables(NamedTuple):
    """The files; sets are dictionaries, which the garbage collector passes over.

    `known`: what is known of a word. `weights`: of features. `deleted`, `levels`: by letters. `pairs`:
    neighbours, as joined → level. `rights`, `lefts`: words that may join a neighbour no table knows.
    `follow`, `lead`: words that may join the word before, or after. `loose`: spellings of `deleted` that may
    do so too, or whose pieces may split. `openers`, `closers`: what stands before and after half-spaces, with
    the log-odds that speak for that; `strong`: so often that the other half need not be known. `loners`:
    words no unknown neighbour joins. `trees`: a second look at the gaps of words no table knows.
    """

    known: Lookup[Segment]
    weights: Weights
    deleted: Lookup[str]
    levels: Lookup[int]
    pairs: Lookup[int]
    rights: Lookup[int]
    lefts: Lookup[int]
    follow: Lookup[int]
    lead: Lookup[int]
    loose: Lookup[int]
    openers: Lookup[float]
    closers: Lookup[float]
    strong: Lookup[int]
    loners: Lookup[int]
    trees: Trees


_WEIGHED: Final = frozenset({"weights", "openers", "closers"})
PER_UNIT: Final = 50
"""Log-odds are written in fiftieths."""


def tables_from(
    texts: Iterable[str],
    trees: bytes,
    lookup: type[Lookup[Any]] = Lookup,
    weights: type[Weights] = Weights,
) -> Tables:
    """Read the lines of both files into tables of these classes, and the nodes of the trees."""
    made: dict[str, Any] = {name: lookup() for name in Tables._fields}
    made |= {"weights": weights(), "trees": Trees(trees)}
    for text in texts:
        for line in text.split("\n"):
            kind, number, words = line.split("\t")
            value = int(number)
            if kind == "code":
                made["known"].fill(words, unpack(value))
            elif kind == "deleted":
                letters = words.replace(ZWNJ, "")
                made["deleted"].match(letters, words.split(" "))
                made["levels"].fill(letters, value)
            else:
                name = kind if kind in made else f"{kind}s"
                made[name].fill(words, value / PER_UNIT if name in _WEIGHED else value)
    return Tables(**made)


@cache
def tables(lookup: type[Lookup[Any]] = Lookup, weights: type[Weights] = Weights) -> Tables:
    """Return the shipped tables, read once; as dictionaries, if nothing else is said."""
    data = files("newscrawler.text") / "data"
    lexicon, corpus, trees = (
        zlib.decompress((data / f"{name}.bin").read_bytes()) for name in ("lexicon", "corpus", "trees")
    )
    return tables_from((lexicon.decode(), corpus.decode()), trees, lookup, weights)
