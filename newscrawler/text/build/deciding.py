"""Decide every known word and pair once, so that the run time only looks them up."""

from __future__ import annotations

import random
from functools import cache
from math import log
from typing import TYPE_CHECKING

from newscrawler.text.build.examples import spaced_features
from newscrawler.text.build.folds import fold_of
from newscrawler.text.build.forest import Example, Forest
from newscrawler.text.build.pairs import PairFeatures
from newscrawler.text.build.words import MOST_WEIGHT, SHORTEST, WordFeatures
from newscrawler.text.model import level_of
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawler.text.build.knowledge import Knowledge

_PAIR = 2
_MODEL_COUNTS_AS = 2.0
"""The model's opinion weighs as much as so many occurrences."""
_SAMPLE = 300
_SUFFIX, _PREFIX = 1, 30
"""Of the sampled words, so many that a word joins make it a suffix, or a prefix."""


def _odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return log(p / (1 - p))


def _merged(p: float, yes: int, no: int) -> float:
    """Return log-odds of occurrences and model together."""
    return log((yes + _MODEL_COUNTS_AS * p + 1e-9) / (no + _MODEL_COUNTS_AS * (1 - p) + 1e-9))


class Words:
    """Spellings of words, by a forest over the corpora's types."""

    def __init__(self, know: Knowledge) -> None:
        """Learn from every word of the corpora."""
        self.know, self.features = know, WordFeatures(know)
        self.forest = Forest([e for word in sorted(know.spellings) for e in self._examples(word)])

    def _examples(self, word: str) -> Iterator[Example]:
        fold = fold_of(word)
        for part, at, stands, weight in self.features.gaps(word, self.know.spellings[word], fold):
            yield Example(self.features.numbers(part, at, word, fold), stands, weight, fold)

    def best_gaps(self, words: Iterable[str]) -> dict[str, tuple[float, int]]:
        """Return, for each word with a plausible gap, the likeliest one and its probability."""
        groups: dict[int | None, list[tuple[str, int]]] = {}
        for word in words:
            fold = fold_of(word) if word in self.know.spellings else None
            places = range(1, len(word))
            gaps = [(word, at) for at in places if self.features.plausible(word[:at], word[at:], fold)]
            groups.setdefault(fold, []).extend(gaps)
        best: dict[str, tuple[float, int]] = {}
        for fold, gaps in groups.items():
            rows = [
                self.features.numbers(word, at, word if fold is not None else "", fold) for word, at in gaps
            ]
            for (word, at), p in zip(gaps, self.forest.predict(rows, fold), strict=True):
                best[word] = max(best.get(word, (0.0, 0)), (p, at))
        return best

    def decide(self, words: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Return the spelling of each word that hides a half-space, and its level."""
        decided = {}
        long = [word for word in words if len(word) >= SHORTEST]
        best = self.best_gaps(long)
        for word in long:
            p, at = best.get(word, (0.0, 0))
            spelled = f"{word[:at]}{ZWNJ}{word[at:]}"
            spellings = self.know.spellings.get(word)
            odds = _odds(p)
            if spellings:
                split = [s for s in spellings if len(s) > 1]
                odds = _merged(p, sum(spellings[s] for s in split), spellings.get((word,), 0))
                if split:
                    commonest = max(split, key=lambda s: (spellings[s], s))
                    spelled = ZWNJ.join(commonest)
            if level_of(odds) and ZWNJ in spelled.strip(ZWNJ):
                decided[word] = spelled, level_of(odds)
        return decided


class Pairs:
    """Neighbours, by a forest over the corpora's pairs; and what the run time would guess of them."""

    def __init__(self, know: Knowledge, words: WordFeatures, weights: dict[str, float]) -> None:
        """Learn from every pair of the corpora. `weights`: those the run time guesses with."""
        self.know, self.weights, self._segment = know, weights, cache(know.segment)
        self.features = PairFeatures(know, words)
        examples = []
        for pair in sorted(know.counts.joined.keys() | know.counts.apart.keys()):
            together, parted = know.told(*pair)
            fold, total = fold_of("".join(pair)), together + parted
            if self.features.plausible(*pair, fold):
                numbers = self.features.numbers(*pair, fold)
                examples.append(Example(numbers, together / total, min(MOST_WEIGHT, 1 + log(total)), fold))
        self.forest = Forest(examples)

    def decide(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return the level of each pair, counts and forest together."""
        groups: dict[int | None, list[tuple[str, str]]] = {}
        joined, apart = self.know.counts.joined, self.know.counts.apart
        for pair in pairs:
            fold = fold_of("".join(pair)) if joined[pair] or apart[pair] else None
            if joined[pair] or self.features.plausible(*pair, fold):
                groups.setdefault(fold, []).append(pair)
        levels = {}
        for fold, some in groups.items():
            rows = [self.features.numbers(*pair, fold) for pair in some]
            for pair, p in zip(some, self.forest.predict(rows, fold), strict=True):
                levels[pair] = level_of(
                    _merged(p, joined[pair], apart[pair]) if fold is not None else _odds(p)
                )
        return levels

    def guessed(self, left: str, right: str) -> float:
        """Return the log-odds the run time would guess for a pair no table knows."""
        a, b = self._segment(left), self._segment(right)
        names = spaced_features(self.know, left, right, a, b, listed=False)
        return sum(self.weights.get(name, 0.0) for name in names)


def decide_words(words: Words, known: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return every known word that hides a half-space; a piece common in other words stays whole."""
    know = words.know
    decided = words.decide(sorted(known))
    pieces = {piece for spelled, _ in decided.values() for piece in spelled.split(ZWNJ)}
    decided |= words.decide(sorted(pieces - decided.keys() - set(known)))
    common = {
        w for w in decided if know.left[w] + know.right[w] > _PAIR and len(know.spellings.get(w, ())) < _PAIR
    }
    kept = {word: it for word, it in decided.items() if word not in common}
    return {word: (_closed(spelled, kept), level) for word, (spelled, level) in kept.items()}


def _closed(spelled: str, kept: dict[str, tuple[str, int]]) -> str:
    """Return a spelling whose pieces hide no further half-space."""
    pieces = spelled.split(ZWNJ)
    return ZWNJ.join(_closed(kept[piece][0], kept) if piece in kept else piece for piece in pieces)


def decide_pairs(
    pairs: Pairs, known: Iterable[tuple[str, str]], words: Iterable[str]
) -> tuple[dict[str, int], frozenset[str], frozenset[str]]:
    """Return the pairs to look up, with levels, and those of `words` whose other pairs the model judges."""
    rights, lefts = _open_words(pairs, frozenset(words))
    levels, known = {}, sorted(known)
    decided = pairs.decide(known)
    for pair in known:
        level = decided.get(pair, 0)
        asked = pair[1] in rights or pair[0] in lefts
        if level or (asked and level_of(pairs.guessed(*pair))):
            levels[ZWNJ.join(pair)] = level
    joined = ((a, b) for a, b in known if decided.get((a, b)) and a not in lefts)
    inflected = pairs.decide(sorted(pairs.know.inflected(joined, frozenset(words) - rights)))
    levels |= {ZWNJ.join(pair): level for pair, level in inflected.items() if level}
    return levels, rights, lefts


def _open_words(pairs: Pairs, words: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return words after which, and before which, the model may join a word it never met there."""
    know, guessed = pairs.know, pairs.guessed
    dice = random.Random(7)  # noqa: S311
    some = sorted(w for w, n in know.whole.items() if n > 1)
    before, after = dice.sample(some, min(_SAMPLE, len(some))), dice.sample(some, min(_SAMPLE, len(some)))
    after += dice.sample(sorted(know.lexicon.verbs), min(_SAMPLE, len(know.lexicon.verbs)))
    productive = [w for w, n in know.right.items() if n > 1 and w in words]
    rights = frozenset(w for w in productive if sum(guessed(a, w) > 0 for a in before) > _SUFFIX)
    fertile = [w for w, n in know.left.items() if n > 2 * _PAIR and w in words and w not in rights]
    lefts = frozenset(w for w in fertile if sum(guessed(w, b) > 0 for b in after) > _PREFIX)
    return rights, lefts
