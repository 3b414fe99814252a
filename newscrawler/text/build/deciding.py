"""Decide every known word and pair once, so that the run time only looks them up."""

from __future__ import annotations

import random
from math import exp, log
from typing import TYPE_CHECKING

from newscrawler.text.build.examples import deleted_features, spaced_features
from newscrawler.text.model import level_of
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from newscrawler.text.build.knowledge import Knowledge

_PAIR = 2
_MODEL_COUNTS_AS = 2.0
"""The model's opinion weighs as much as so many occurrences."""
_SAMPLE = 600
_SUFFIX, _PREFIX = 3, 60
"""Of the sampled words, so many that a word joins make it a suffix, or a prefix."""


def _merged(log_odds: float, yes: int, no: int) -> float:
    """Return log-odds of occurrences and model together."""
    p = 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
    return log((yes + _MODEL_COUNTS_AS * p + 1e-9) / (no + _MODEL_COUNTS_AS * (1 - p) + 1e-9))


class Decider:
    """Looks words and pairs up in the counts and asks the fitted weights about the rest."""

    def __init__(self, know: Knowledge, weights: dict[str, float]) -> None:
        """Take what was counted and what was fitted."""
        self.know, self.weights = know, weights

    def _sum(self, names: list[str]) -> float:
        return sum(self.weights.get(name, 0.0) for name in names)

    def _best_gap(self, word: str) -> tuple[float, int]:
        best, at = -9.0, 0
        for i in range(1, len(word)):
            a, b = self.know.segment(word[:i]), self.know.segment(word[i:])
            listed = self.know.listed_class(word, i)
            if a.left or b.right or listed:
                odds = self._sum(deleted_features(self.know, word, i, a, b))
                if odds > best:
                    best, at = odds, i
        return best, at

    def word(self, word: str) -> tuple[str, int]:
        """Return the spelling of a word whose half-spaces were deleted, and its level (0: as it is)."""
        self.know.hidden = word
        best, at = self._best_gap(word)
        self.know.hidden = ""
        spellings = self.know.spellings.get(word)
        if spellings:
            plain = spellings.get((word,), 0)
            split: dict[tuple[str, ...], int] = {s: n for s, n in spellings.items() if len(s) > 1}
            best = _merged(best, sum(split.values()), plain)
            if split:
                _, commonest = max((n, spelling) for spelling, n in split.items())
                return ZWNJ.join(commonest), level_of(best)
        return (f"{word[:at]}{ZWNJ}{word[at:]}", level_of(best)) if at else (word, 0)

    def pair_odds(self, left: str, right: str) -> float:
        """Return the model's log-odds for a pair, as at run time."""
        a, b = self.know.segment(left), self.know.segment(right)
        listed = (left, right) in self.know.listed_pairs
        return self._sum(spaced_features(self.know, left, right, a, b, listed=listed))

    def pair(self, left: str, right: str) -> tuple[int, int]:
        """Return a known pair's level, and the level the model alone would give."""
        odds = self.pair_odds(left, right)
        together, parted = self.know.counts.joined[left, right], self.know.counts.apart[left, right]
        known = _merged(odds, together, parted) if together or parted else odds
        return level_of(known), level_of(odds)


def decide_words(decider: Decider) -> dict[str, tuple[str, int]]:
    """Return every known word that hides a half-space; a piece common in other words stays whole."""
    know = decider.know
    words = know.spellings.keys() | know.lexicon.split.keys() | know.lexicon.plain.keys()
    decided = {word: decider.word(word) for word in sorted(words) if len(word) > _PAIR}
    pieces = (w for w in decided if know.left[w] + know.right[w] > _PAIR)
    common = {w for w in pieces if len(know.spellings.get(w, ())) < _PAIR}
    kept = {word: it for word, it in decided.items() if it[1] and word not in common}
    return {word: (_closed(spelled, kept), level) for word, (spelled, level) in kept.items()}


def _closed(spelled: str, kept: dict[str, tuple[str, int]]) -> str:
    """Return a spelling whose pieces hide no further half-space."""
    pieces = spelled.split(ZWNJ)
    return ZWNJ.join(_closed(kept[piece][0], kept) if piece in kept else piece for piece in pieces)


def decide_pairs(decider: Decider) -> tuple[dict[str, int], frozenset[str], frozenset[str]]:
    """Return the pairs to look up, with levels, and the words whose other pairs the model judges."""
    know = decider.know
    rights, lefts = _open_words(decider)
    levels = {}
    for left, right in sorted(know.counts.joined.keys() | know.listed_pairs | know.counts.apart.keys()):
        if know.left[left] or know.right[right]:
            known, guessed = decider.pair(left, right)
            asked = right in rights or left in lefts
            if known or (asked and guessed):
                levels[f"{left}{ZWNJ}{right}"] = known
    return levels, rights, lefts


def _open_words(decider: Decider) -> tuple[frozenset[str], frozenset[str]]:
    """Return words after which, and before which, the model may join a word it never met there."""
    know = decider.know
    dice = random.Random(7)  # noqa: S311
    some = sorted(w for w, n in know.whole.items() if n > 1)
    before, after = dice.sample(some, min(_SAMPLE, len(some))), dice.sample(some, min(_SAMPLE, len(some)))
    after += dice.sample(sorted(know.lexicon.verbs), min(_SAMPLE, len(know.lexicon.verbs)))
    productive = [w for w, n in know.right.items() if n > 1]
    rights = frozenset(w for w in productive if sum(decider.pair_odds(a, w) > 0 for a in before) > _SUFFIX)
    fertile = [w for w, n in know.left.items() if n > 2 * _PAIR and w not in rights]
    lefts = frozenset(w for w in fertile if sum(decider.pair_odds(w, b) > 0 for b in after) > _PREFIX)
    return rights, lefts
