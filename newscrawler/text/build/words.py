"""A gap in a word, in numbers: what the forest judges deleted half-spaces by."""

from __future__ import annotations

from functools import cache
from math import log, log1p
from typing import TYPE_CHECKING, Final

from newscrawler.text.build.folds import FoldCounts, fold_of
from newscrawler.text.build.knowledge import gap_places
from newscrawler.text.build.sources import LISTS, commonest
from newscrawler.text.gaps import ENDINGS, NON_JOINING
from newscrawler.text.shipped import PER_UNIT
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newscrawler.text.build.knowledge import Knowledge

_TAGS: Final = ("noun_singular", "adjective", "verb", "noun_plural")
_LETTERS: Final = {c: float(i) for i, c in enumerate("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقلمنهوپچژکگی", 1)}
_ENDINGS_HALVED: Final = frozenset({*ENDINGS, "ها", "های", "هایی"})
_PRIOR, _TRUST = 0.09, 3.0
SHORTEST: Final = 3
MOST_WEIGHT, _INNER_WEIGHT = 3.0, 0.4
"""Of an example: of a word met often, and of a part of a word."""


def ratio(yes: float, no: float) -> float:
    """Return log-odds of two counts, smoothed."""
    return log((yes + 0.3) / (no + 0.3))


class WordFeatures:
    """What the counts and the lists say of a gap, and how often gaps like it are half-spaces."""

    def __init__(self, know: Knowledge) -> None:
        """Count half-spaces among the plausible gaps of the corpora."""
        self.know, self.lists, self.tags = know, know.lexicon.lists, know.lexicon.tags
        self.stands, self.asked = FoldCounts(), FoldCounts()
        self.listed = cache(self._listed)
        self._of_piece = cache(self._fixed)
        for word in know.spellings:
            self._count_gaps(word)

    def _count_gaps(self, word: str) -> None:
        """Count how often the plausible gaps of the corpora's words are half-spaces, by kind of gap."""
        fold, places = fold_of(word), gap_places(self.know.commonest(word))
        for at in range(1, len(word)):
            if self.plausible(word[:at], word[at:], fold):
                for key in self._keys(word[:at], word[at:]):
                    self.asked.add(key, fold)
                    self.stands.add(key, fold, float(at in places))

    def plausible(self, left: str, right: str, fold: int | None) -> bool:
        """Tell whether a gap is worth asking about: one half was met beside a half-space."""
        know = self.know
        met = know.split_left.of(left, fold) or know.split_right.of(right, fold)
        return bool(met or know.list_left.of(left) or know.list_right.of(right))

    def gaps(
        self, word: str, spellings: Mapping[tuple[str, ...], int], fold: int | None
    ) -> Iterator[tuple[str, int, float, float]]:
        """Yield the plausible gaps of one word: within the whole, and between the true gaps beside them.

        Each with the part of the word and the place there, the share in which it is a half-space, its weight.
        """
        total, places = sum(spellings.values()), gap_places(commonest(spellings))
        share = sum(n for s, n in spellings.items() if len(s) > 1) / total
        weight = min(MOST_WEIGHT, 1 + log(total))
        bounds = [0, *sorted(places), len(word)]
        for at in range(1, len(word)) if len(word) >= SHORTEST else ():
            low, high = max(b for b in bounds if b < at), min(b for b in bounds if b > at)
            spans = {(low, high), (0, len(word))} | ({(0, high), (low, len(word))} if at in places else set())
            for start, end in sorted(spans):
                part = word[start:end]
                if self.plausible(word[start:at], word[at:end], fold):
                    scale = 1.0 if part == word else _INNER_WEIGHT
                    yield part, at - start, share if at in places else 0.0, weight * scale

    def _keys(self, left: str, right: str) -> tuple[object, ...]:
        kinds = self.know.grade(left), self.know.grade(right), min(len(left), 5), min(len(right), 5)
        return ("r", right), ("l", left), ("c", right, kinds[0]), ("e", right[:3], left[-1]), ("k", kinds)

    def rate(self, left: str, right: str, fold: int | None) -> int:
        """Return how often gaps between such letters are half-spaces: fiftieths above the average."""
        key = ("e", right[:3], left[-1])
        asked = self.asked.of(key, fold)
        rate = (self.stands.of(key, fold) + _PRIOR * _TRUST) / (asked + _TRUST)
        return round((rate - _PRIOR) * PER_UNIT)

    def rates(self) -> dict[tuple[str, str], int]:
        """Return all such rates, by the letters after and the letter before."""
        keys = [key for key in self.asked if isinstance(key, tuple) and key[0] == "e"]
        found = {(key[1], key[2]): self.rate(key[2], key[1], None) for key in keys}
        return {key: rate for key, rate in found.items() if rate}

    def _fixed(self, piece: str) -> tuple[float, ...]:
        """Return what the lists say of a piece; no corpus count, so the same for every fold."""
        web, hazm = self.lists["shekar"].get(piece, {}).get(piece, 0), self.lists["hazm"].get(piece, {})
        tags = self.tags.get(piece, ())
        split = piece in self.know.lexicon.split or any(
            len(s) > 1 for s in self.know.spellings.get(piece, ())
        )
        stem = max((self.know.grade(s) for s in _stems(piece)), default=0)
        listed = (float(piece in self.lists[name].get(piece, ())) for name in LISTS[:2])
        numbers = len(piece), log1p(web), log1p(hazm[piece]) + 1 if piece in hazm else 0.0, *listed
        return *numbers, *(float(t in tags) for t in _TAGS), float(set(tags) == {"verb"}), float(split), stem

    def _piece(self, piece: str, side: int, seen: float, fold: int | None) -> list[float]:
        """Return the numbers of one half; `seen`: how often the corpora have it as a word."""
        know = self.know
        if side:
            counts, listed = (know.split_right, know.whole_right), (know.list_right, know.list_whole_right)
        else:
            counts, listed = (know.split_left, know.whole_left), (know.list_left, know.list_whole_left)
        yes, no = counts[0].of(piece, fold), counts[1].of(piece, fold)
        also, not_so = listed[0].of(piece), listed[1].of(piece)
        found = [log1p(yes), log1p(no), ratio(yes, no), log1p(also), log1p(not_so), ratio(also, not_so)]
        return [*self._of_piece(piece), log1p(seen), *found]

    def _listed(self, word: str) -> tuple[tuple[bool, frozenset[int], int], ...]:
        """Return, for each list, whether it has the word whole, its gaps, and the split spelling's count."""
        found = []
        for name in LISTS:
            spellings = self.lists[name].get(word, {})
            split = [s for s in spellings if ZWNJ in s]
            places = frozenset(at for s in split for at in gap_places(s.split(ZWNJ)))
            found.append((word in spellings, places, max((spellings[s] for s in split), default=0)))
        return tuple(found)

    def _of_lists(self, word: str, at: int) -> list[float]:
        listed = self.listed(word)
        marks = [float(whole + 2 * (at in places) + 4 * bool(places - {at})) for whole, places, _ in listed]
        often = [self.lists[name].get(word, {}).get(word, 0) for name in ("shekar", "hazm")]
        return [*marks, log1p(often[0]), log1p(listed[2][2]), log1p(often[1]), log1p(listed[4][2])]

    def _of_stem(self, word: str, at: int, hidden: str) -> tuple[float, float]:
        """Return how well the word without its joined ending is known, whole and with this gap."""
        whole = split = 0
        for stem in _stems(word, longest=4):
            if len(stem) <= at:
                continue
            seen = stem != hidden and self.know.whole[stem] > 0
            whole = max(whole, 3 if seen else min(2, self.know.grade(stem, corpora=False)))
            for _, places, _ in self.listed(stem):
                split = max(split, 2 if at in places else int(bool(places)))
            if stem != hidden and any(at in gap_places(s) for s in self.know.spellings.get(stem, ())):
                split = 3
        return whole, split

    def _rival(self, left: str, right: str, hidden: str) -> tuple[float, ...]:
        """Return what speaks for «…‌های» where «…ه‌ای» is asked about, and the reverse."""
        if right.startswith("ای") and left.endswith("ه"):
            stem, kind, ends = left[:-1], 1.0, {"ها", "های"}
        elif right.startswith("ها"):
            stem, kind, ends = left + "ه", 2.0, {"ای"}
        else:
            return 0.0, 0.0, 0.0, 0.0
        met = sum((stem, e) in self.know.counts.joined and stem + e != hidden for e in ends)
        return kind, log1p(self.know.whole[stem]), log1p(self.lists["shekar"].get(stem, {}).get(stem, 0)), met

    def numbers(
        self, word: str, at: int, hidden: str, fold: int | None, seen: tuple[float, float] | None = None
    ) -> list[float]:
        """Return the numbers of the gap at `at`. `hidden`, of `fold`: the word that must not testify."""
        left, right = word[:at], word[at:]
        whole = self.know.whole
        apart = 0.0 if seen else log1p(self.know.counts.apart[left, right])
        before, after = seen or (whole[left] * (left != hidden), whole[right] * (right != hidden))
        rates: list[float] = []
        for key in self._keys(left, right):
            asked = self.asked.of(key, fold)
            rates += [(self.stands.of(key, fold) + _PRIOR * _TRUST) / (asked + _TRUST), log1p(asked)]
        edge = (left[-1], right[0], left[-2:-1], right[1:2])
        return [
            *self._piece(left, 0, before, fold),
            *self._piece(right, 1, after, fold),
            *self._of_lists(word, at),
            *self._of_stem(word, at, hidden),
            *self._rival(left, right, hidden),
            *(_LETTERS.get(c, 0.0) for c in edge),
            float(left[-1] in NON_JOINING),
            len(word),
            apart,
            *rates,
        ]


def _stems(word: str, longest: int = 3) -> list[str]:
    """Return what is left of `word` without an ending."""
    ends = range(1, longest + 1)
    return [word[:-n] for n in ends if len(word) - n > 2 and word[-n:] in _ENDINGS_HALVED]  # noqa: PLR2004
