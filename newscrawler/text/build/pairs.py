"""A space between two words, in numbers: what the forest judges half-spaces typed as spaces by."""

from __future__ import annotations

from itertools import pairwise
from math import log1p
from typing import TYPE_CHECKING

from newscrawler.text.build.folds import FoldCounts, fold_of
from newscrawler.text.build.sources import LISTS
from newscrawler.text.build.words import ratio
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from newscrawler.text.build.knowledge import Knowledge
    from newscrawler.text.build.words import WordFeatures

_PRIOR, _TRUST = 0.1, 2.0
_Side = tuple[FoldCounts, FoldCounts, FoldCounts, FoldCounts]


def _side() -> _Side:
    return FoldCounts(), FoldCounts(), FoldCounts(), FoldCounts()


class PairFeatures:
    """Counts of neighbours with and without half-space, by fold of the pair."""

    def __init__(self, know: Knowledge, words: WordFeatures) -> None:
        """Count pairs: per word and side, types joined, types apart, tokens joined, tokens apart."""
        self.know, self.words = know, words
        self.sides = _side(), _side()
        self.stands, self.asked = FoldCounts(), FoldCounts()
        self.listed: dict[tuple[str, str], int] = {}
        for bit, name in enumerate(LISTS):
            for spellings in know.lexicon.lists[name].values():
                for spelling in spellings:
                    pieces = spelling.split(ZWNJ)
                    for pair in pairwise(pieces):
                        self.listed[pair] = self.listed.get(pair, 0) | 1 << bit
        for pair in sorted(know.counts.joined.keys() | know.counts.apart.keys()):
            self._count(pair)

    def _count(self, pair: tuple[str, str]) -> None:
        fold = fold_of("".join(pair))
        together, parted = self.know.counts.joined[pair], self.know.counts.apart[pair]
        for side, word in zip(self.sides, pair, strict=True):
            for counts, number in zip(side, (together > 0, parted > 0, together, parted), strict=True):
                if number:
                    counts.add(word, fold, number)
        for key in self._keys(*pair):
            self.asked.add(key, fold)
            self.stands.add(key, fold, together / (together + parted))

    def _kind(self, word: str) -> tuple[object, ...]:
        tags = self.words.tags.get(word, ())
        grade = self.know.grade(word, corpora=False)
        return grade, *(tag in tags for tag in ("noun_singular", "adjective", "verb"))

    def _keys(self, left: str, right: str) -> tuple[object, ...]:
        return (
            ("r", right, self._kind(left)),
            ("r2", right, left[-1]),
            ("l", left, self._kind(right)),
            ("l3", left, right[-2:]),
            ("e", right[:3], left[-2:]),
        )

    def plausible(self, left: str, right: str, fold: int | None) -> bool:
        """Tell whether the pair is worth asking about."""
        before, after = self.sides[0][0].of(left, fold), self.sides[1][0].of(right, fold)
        return before > 1 or after > 1 or (before > 0 and after > 0) or (left, right) in self.listed

    def numbers(self, left: str, right: str, fold: int | None) -> list[float]:
        """Return the numbers of a pair; `fold` is given where the pair was counted and must not testify."""
        lefts, rights = self.sides
        seen = tuple(
            lefts[3].of(word, fold) + rights[3].of(word, fold) for word in (left, right)
        )  # occurrences beside other words
        hidden = "" if fold is None else left + right
        found = self.words.numbers(left + right, len(left), hidden, fold, (seen[0], seen[1]))
        found.append(self.listed.get((left, right), 0))
        for side, word in ((lefts, left), (rights, right)):
            types, apart, tokens, tokens_apart = (counts.of(word, fold) for counts in side)
            found += [log1p(types), log1p(apart), ratio(types, apart)]
            found += [log1p(tokens), log1p(tokens_apart), ratio(tokens, tokens_apart)]
        for key in self._keys(left, right):
            asked = self.asked.of(key, fold)
            found += [(self.stands.of(key, fold) + _PRIOR * _TRUST) / (asked + _TRUST), log1p(asked)]
        found.append(log1p(self.know.whole[left + right]))
        return found
