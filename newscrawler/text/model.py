"""Which words hide a half-space, which neighbours belong together: looked up, or guessed."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from newscrawler.text.gaps import (
    COMMON,
    COMPOUND,
    INFLECTED,
    LISTED,
    NOTHING,
    ONLY_COMPOUND,
    ONLY_INFLECTED,
    RARE,
    SEEN,
    UNKNOWN,
    Segment,
    deleted_cross,
    deleted_edge,
    deleted_kinds,
    deleted_left,
    deleted_right,
    heh_rivals,
    places,
    rival_of,
    spaced_cross,
    spaced_edge,
    spaced_left,
    spaced_right,
    stem_of_inflection,
    stems,
)
from newscrawler.text.lookup import FASTEST
from newscrawler.text.shipped import PER_UNIT, tables
from newscrawler.text.tables import ENDINGS_APART, ZWNJ
from newscrawler.text.trees import gap_numbers, rate_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newscrawler.text.shipped import Tables

_Value = TypeVar("_Value")

STEPS: Final = 1.5
"""Log-odds are kept in steps of two thirds; a level is their number, 0 means: no half-space."""
TOP: Final = 9
_REMEMBERED: Final = 1 << 15
_REMEMBERED_LENGTH: Final = 64
_KNOWN_STEMS: Final = frozenset({LISTED, SEEN, COMMON})
_EZAFE: Final = 7
"""Level of the half-space in «خانه ی ما»: nothing else is written so."""
_LONG_VOWELS: Final = frozenset("اوی")
"""A heh after one of them may be a consonant («راهی»)."""
_HOPELESS: Final = -2.0
"""Below this hardly a gap is a half-space, whatever both together say (1 % of the development set's)."""
_DOUBTFUL: Final = -2.0
"""A gap of an unknown word is given a second look above this."""
_TREES_SHARE: Final = 0.7
"""What the trees say counts so much, the logistic model the rest."""
_LEAN: Final = 0.3
"""Log-odds added there: the trees were grown on words of the corpora, and are too shy of others."""
_BEST: Final = 0.5
"""Hardly an unknown half speaks more for a half-space beside it (in log-odds)."""
_ASKED: Final = 8
"""Features of both halves that are summed: with the other three the shipped weights do worse."""
_SURE: Final = 1.0
"""Log-odds from which an ending after a known word needs no comparison with other gaps."""
_ENDING_LENGTHS: Final = sorted({len(ending) for ending in ENDINGS_APART})
_LONGEST: Final = 24
"""Longer words are no Persian words; so one word's work is bounded."""


class Memory(dict[str, _Value]):
    """A function's answers, looked up as in a dictionary; those added are forgotten when they are many."""

    def __init__(self, ask: Callable[[str], _Value]) -> None:
        """Take the function asked about a key met for the first time."""
        self.ask: Callable[[str], _Value] = ask
        self.learnt = 0

    def learn(self, keys: Iterable[str]) -> None:
        """Ask about keys that will be met often; what is said of them is never forgotten."""
        self.update({key: self.ask(key) for key in keys})
        self.learnt = len(self)

    def __missing__(self, key: str) -> _Value:
        """Ask, and remember the answer unless the key is longer than any word."""
        value: _Value = self.ask(key)
        if len(key) <= _REMEMBERED_LENGTH:
            if len(self) >= self.learnt + _REMEMBERED:
                for old in list(self)[self.learnt :]:
                    del self[old]
            self[key] = value
        return value


def level_of(log_odds: float) -> int:
    """Return the level of a log-odds, within 0 and `TOP`."""
    return min(TOP, max(0, round(log_odds * STEPS)))


class Model:
    """Splits words and judges pairs; remembers its last answers."""

    def __init__(self, data: Tables) -> None:
        """Take the tables; nothing is computed yet."""
        self.data = data
        self.known, self.deleted, self.levels = data.known, data.deleted, data.levels
        self.pairs, self.weights = data.pairs, data.weights
        self.trees = data.trees
        self.openers, self.closers, self.strong = data.openers, data.closers, data.strong
        self.rights, self.lefts, self.loners = data.rights, data.lefts, data.loners
        self.split: Memory[tuple[str, int]] = Memory(self._split)
        self.pair: Memory[int] = Memory(self._guess_pair)
        self.segment: Memory[Segment] = Memory(self._segment)
        self.deleted_left: Memory[float] = Memory(self._deleted_left)
        self.deleted_right: Memory[float] = Memory(self._deleted_right)
        self.spaced_left: Memory[float] = Memory(self._spaced_left)
        self.spaced_right: Memory[float] = Memory(self._spaced_right)
        self.edge: Memory[float] = Memory(self._edge)
        self.deleted_cross = lru_cache(maxsize=1 << 14)(self._deleted_cross)
        self.spaced_cross = lru_cache(maxsize=1 << 14)(self._spaced_cross)

    def _deleted_left(self, left: str) -> float:
        return self._sum(deleted_left(left, self.segment[left]))

    def _deleted_right(self, right: str) -> float:
        return self._sum(deleted_right(right, self.segment[right]))

    def _deleted_cross(
        self, a: Segment, b: Segment, lengths: tuple[int, int], whole: int, listed: int
    ) -> float:
        return self._sum(deleted_cross(a, b, lengths, whole, listed)[:_ASKED])

    def _edge(self, letters: str) -> float:
        left, _, right = letters.partition("|")
        return self._sum(deleted_edge(left, right))

    def _spaced_left(self, left: str) -> float:
        return self._sum(spaced_left(left, self.segment[left]))

    def _spaced_right(self, right: str) -> float:
        return self._sum(spaced_right(right, self.segment[right]))

    def _spaced_cross(self, a: Segment, b: Segment, lengths: tuple[int, int], whole: int) -> float:
        return self._sum(spaced_cross(a, b, lengths, whole, 0))

    def _sum(self, features: tuple[str, ...]) -> float:
        return self.weights.total(features)

    def _segment(self, text: str) -> Segment:
        """Return what is known of `text`; it may be a known compound, or a word with an ending."""
        it = self.known.get(text, NOTHING)
        if it.known == UNKNOWN:
            if text in self.deleted:
                return ONLY_COMPOUND if it is NOTHING else it.known_as(COMPOUND)
            for stem in stem_of_inflection(text):
                if self.known.get(stem, NOTHING).known in _KNOWN_STEMS:
                    return ONLY_INFLECTED if it is NOTHING else it.known_as(INFLECTED)
        return it

    def deleted_log_odds(self, left: str, right: str, whole: int, listed: int) -> float:
        """Return the log-odds that a half-space was deleted between `left` and `right`."""
        before, after = self.openers.get(left), self.closers.get(right)
        total = self.deleted_left[left] if before is None else before
        total += self.deleted_right[right] if after is None else after
        return total if total < _HOPELESS else total + self._deleted_both(left, right, whole, listed)

    def _deleted_both(self, left: str, right: str, whole: int, listed: int) -> float:
        """Return what both halves together add to the log-odds of a deleted half-space."""
        a, b = self.segment[left], self.segment[right]
        total = self.deleted_cross(a, b, (min(len(left), 6), min(len(right), 6)), whole, listed)
        total += self.edge[f"{left[-2:]}|{right[:2]}"]
        if left in self.openers or right in self.closers:
            total += self._sum(deleted_kinds(left, right, a, b))
        if right[0] in "اه" and (rivals := heh_rivals(left, right)):
            total += self._sum((f"{rivals[0]}{a.known}{self.segment[rivals[1]].known}",))
        return total

    def spaced_log_odds(self, left: str, right: str) -> float:
        """Return the log-odds that the space between `left` and `right` stands for a half-space."""
        a, b = self.segment[left], self.segment[right]
        whole = min(self.known.get(left + right, NOTHING).known, LISTED)
        total = self.spaced_left[left] + self.spaced_right[right]
        total += self.spaced_cross(a, b, (min(len(left), 6), min(len(right), 6)), whole)
        return total + self._sum(spaced_edge(left, right, a, b))

    def _hopeful(self, word: str) -> list[int]:
        """Return the places where an unknown word may have a half-space, by each half alone."""
        strong, known = self.strong, self.known
        found = []
        for at in range(1, len(word)):
            left, right = word[:at], word[at:]
            before, after = self.openers.get(left), self.closers.get(right)
            if before is None and after is None:
                continue
            fits = (before is not None and right in known) or (after is not None and left in known)
            if fits or left in strong or right in strong:
                odds = (_BEST if before is None else before) + (_BEST if after is None else after)
                if odds > _HOPELESS:
                    found.append(at)
        return found

    def _second_look(self, word: str, at: int, whole: int, listed: int) -> float:
        """Return what the trees say of a gap in an unknown word, in log-odds."""
        left, right = word[:at], word[at:]
        known = [self.segment[stem].known for stem in stems(word) if len(stem) > at]
        kind, rival = rival_of(left, right)
        around = (
            whole,
            listed,
            max(known, default=0),
            kind,
            self.segment[rival].known if rival else UNKNOWN,
            round(self._sum((rate_name(left, right),)) * PER_UNIT),
        )
        numbers = gap_numbers(left, right, self.segment[left], self.segment[right], around)
        return self.trees.log_odds(numbers)

    def _whole(self, word: str) -> int:
        """Return how an unknown word is known, as `deleted_cross` asks it."""
        return SEEN if self.segment[word].known == INFLECTED else UNKNOWN

    def _ezafe(self, word: str) -> tuple[str, int] | None:
        """Split an unknown word that is a known one with the ezafe of a silent heh («شماره‌ی»)."""
        stem = word[:-1]
        if word[-2:] != "هی" or self.known.get(stem, NOTHING).known <= RARE:
            return None
        with_ending = f"{stem}{ZWNJ}ای"
        if word[-3:-2] in _LONG_VOWELS and self.deleted.get(f"{stem}ای") != with_ending:
            return None
        return f"{stem}{ZWNJ}ی", _EZAFE

    def _inflected(self, word: str) -> tuple[str, int] | None:
        """Split an unknown word that is a known one with an ending, the shortest first («رویه‌ای»)."""
        for n in _ENDING_LENGTHS:
            end = word[-n:]
            if end in ENDINGS_APART and self.known.get(word[:-n], NOTHING).known > RARE:
                odds = self.deleted_log_odds(word[:-n], end, self._whole(word), 0)
                if odds > _SURE:
                    return f"{word[:-n]}{ZWNJ}{end}", level_of(odds)
        return None

    def _guess(self, word: str) -> tuple[str, int]:
        """Split an unknown word at its likeliest gap."""
        if inflected := self._ezafe(word) or self._inflected(word):
            return inflected
        hopeful = self._hopeful(word)
        if not hopeful:
            return word, 0
        deleted = self.deleted
        of_stems: set[int] = set()
        for stem in stems(word):
            if stem in deleted:
                of_stems |= places(deleted[stem])
        whole, best, at = self._whole(word), 0.0, 0
        for i in hopeful:
            listed = 1 if i in of_stems else 2 if of_stems else 0
            odds = self.deleted_log_odds(word[:i], word[i:], whole, listed)
            if odds > _DOUBTFUL:
                second = self._second_look(word, i, whole, listed)
                odds = _TREES_SHARE * second + (1 - _TREES_SHARE) * odds + _LEAN
            if odds > best:
                best, at = odds, i
        return (f"{word[:at]}{ZWNJ}{word[at:]}", level_of(best)) if at else (word, 0)

    def _split(self, word: str) -> tuple[str, int]:
        """Return `word` with the half-spaces it should have, and their level; no piece splits further."""
        known = self.deleted.get(word)
        if known:
            return known, self.levels[word]
        if word in self.known or not 3 < len(word) < _LONGEST:  # noqa: PLR2004
            return word, 0
        spelled, level = self._guess(word)
        if level:
            pieces = [self.split[piece][0] for piece in spelled.split(ZWNJ)]
            return ZWNJ.join(pieces), level
        return word, 0

    def level_between(self, left: str, right: str) -> int:
        """Return the level of a half-space where the words stand with a space between them."""
        pair = f"{left}{ZWNJ}{right}"
        level = self.pairs.get(pair, -1)
        if level >= 0:
            return level
        return self.pair[pair] if self._joins(left, right) or right not in self.known else 0

    def _joins(self, left: str, right: str) -> bool:
        """Tell whether one of the words joins many neighbours."""
        return right in self.rights or left in self.lefts

    def _guess_pair(self, pair: str) -> int:
        """Return the level of a half-space, as in `pair`, where no table has the pair itself.

        One of the words joins many neighbours, or the second is unknown and another's inflection.
        """
        left, _, right = pair.partition(ZWNJ)
        if right == "ی":
            return _EZAFE if left.endswith("ه") and len(left) > 2 else 0  # noqa: PLR2004
        if len(pair) > _LONGEST or (left in self.loners and (right not in ENDINGS_APART or len(left) == 1)):
            return 0
        level = level_of(self.spaced_log_odds(left, right)) if self._joins(left, right) else 0
        if right not in self.known:
            for stem in stems(right):
                level = max(level, self.pairs.get(f"{left}{ZWNJ}{stem}", 0))
        return level


@cache
def model() -> Model:
    """Return the model over the shipped tables."""
    return Model(tables(*FASTEST))
