"""What is known of a string of letters, with what one word contributes taken out."""

from __future__ import annotations

import itertools
from collections import Counter
from math import log2
from typing import TYPE_CHECKING

from newscrawler.text import gaps
from newscrawler.text.build.folds import FoldCounts, fold_of
from newscrawler.text.build.sources import Counts, commonest
from newscrawler.text.gaps import Segment
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawler.text.build.sources import Lexicon

_COMMON = 5
_NEWS = 4
"""What is crawled is news: there a pair says so often what it says elsewhere once."""
_FREQUENT, _FREQUENT_ON_THE_WEB = 1000, 20_000
"""Occurrences from which a word of hazm's, or shekar's, list is taken for one."""
_STEPS = (1, 2, 5, 20)
_NOMINAL = ("ی", "ان", "ها", "های", "هایی")
"""Endings that a compound takes as a whole."""
_KNOWN_STEMS = frozenset({gaps.LISTED, gaps.SEEN, gaps.COMMON})


def _lean(joined: float, apart: float) -> int:
    """Return 0 for never met, else 1 (a space) to 9 (a half-space)."""
    if not joined and not apart:
        return 0
    return max(-4, min(4, round(log2((joined + 0.3) / (apart + 0.3))))) + 5


def gap_places(pieces: tuple[str, ...] | list[str]) -> set[int]:
    """Return the offsets of the half-spaces of a spelling in its letters."""
    places, at = set(), 0
    for piece in pieces[:-1]:
        at += len(piece)
        places.add(at)
    return places


class Knowledge:
    """Counts and lexica together.

    `hidden` is a word being asked about: it must not testify for itself. Of each string, in how many words
    of the corpora (by fold) and of the lists it stands before and after a half-space (`split_left`,
    `split_right`), or joined to another known word (`whole_left`, `whole_right`), and beside how many words
    with a space (`apart_left`, `apart_right`), how often (`before`, `after`).
    """

    def __init__(self, counts: Counts, lexicon: Lexicon, news: Counts | None = None) -> None:
        """Count; `news`: of it."""
        self.counts, self.lexicon, self.hidden = counts, lexicon, ""
        self._news = news or Counts()
        self.whole = Counter({s[0]: n for s, n in counts.spellings.items() if len(s) == 1})
        self.pieces = Counter(piece for spelling in counts.spellings for piece in spelling)
        self.spellings = counts.by_letters()
        self.split_left, self.split_right = FoldCounts(), FoldCounts()
        self.whole_left, self.whole_right = FoldCounts(), FoldCounts()
        self.list_left, self.list_right = FoldCounts(), FoldCounts()
        self.list_whole_left, self.list_whole_right = FoldCounts(), FoldCounts()
        self.apart_left, self.apart_right = FoldCounts(), FoldCounts()
        self.before, self.after = FoldCounts(), FoldCounts()
        self._count_words()
        self.listed_pairs: set[tuple[str, str]] = set()
        self._count_lists()
        for (left, right), n in counts.apart.items():
            fold = fold_of(left + right)
            self.apart_left.add(left, fold)
            self.apart_right.add(right, fold)
            self.before.add(left, fold, n)
            self.after.add(right, fold, n)
        pairs = counts.joined.keys() | self.listed_pairs
        self.left, self.right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)

    def _count_words(self) -> None:
        for word, spellings in self.spellings.items():
            fold = fold_of(word)
            for piece in {piece for s in spellings for piece in s[:-1]}:
                self.split_left.add(piece, fold)
            for piece in {piece for s in spellings for piece in s[1:]}:
                self.split_right.add(piece, fold)
            if spellings.get((word,), 0) * 2 >= sum(spellings.values()):
                self._count_whole(word, fold, self.whole_left, self.whole_right, 1)

    def _count_whole(self, word: str, fold: int, lefts: FoldCounts, rights: FoldCounts, least: int) -> None:
        """Count a word written joined as one without half-space after and before each known part of it."""
        for at in range(1, len(word)):
            left, right = word[:at], word[at:]
            if len(left) > 1 and self.grade(left) >= least:
                rights.add(right, fold)
            if len(right) > 1 and self.grade(right) >= least:
                lefts.add(left, fold)

    def _count_lists(self) -> None:
        tags = self.lexicon.tags
        for word in sorted({word for words in self.lexicon.split.values() for word in words}):
            pairs, fold = list(_neighbours(word.split(ZWNJ))), fold_of(word.replace(ZWNJ, ""))
            self.listed_pairs.update(pairs)
            if "verb" not in tags.get(word, ()):
                for left, right in pairs:
                    self.list_left.add(left, fold)
                    self.list_right.add(right, fold)
        for word, spellings in self.lexicon.lists["lilak"].items():
            if word in spellings and "verb" not in tags[word]:
                self._count_whole(word, fold_of(word), self.list_whole_left, self.list_whole_right, 2)

    def told(self, left: str, right: str) -> tuple[int, int]:
        """Return what the corpora say for a half-space in a pair, and against it: the news says it louder."""
        pair, news = (left, right), self._news
        together = self.counts.joined[pair] + (_NEWS - 1) * news.joined[pair]
        return together, self.counts.apart[pair] + (_NEWS - 1) * news.apart[pair]

    def grade(self, word: str, *, corpora: bool = True) -> int:
        """Return how well `word` is known as a word: 0 to 3."""
        seen = self.whole[word] if corpora else 0
        if seen:
            return 3 if seen >= _COMMON else 2
        lists = self.lexicon.lists
        if word in lists["lilak"].get(word, ()) or lists["hazm"].get(word, {}).get(word, 0) > _FREQUENT:
            return 2
        return int(lists["shekar"].get(word, {}).get(word, 0) > _FREQUENT_ON_THE_WEB)

    def known(self, text: str, seen: float | None = None) -> int:
        """Return how well `text` is known as a word of its own; `seen`: how often the corpora have it."""
        if text in self.lexicon.verbs:
            return gaps.VERB
        if seen is None:
            seen = 0 if text == self.hidden else self.whole[text]
        if seen:
            return gaps.COMMON if seen >= _COMMON else gaps.SEEN
        plain = 0 if text == self.hidden else self.lexicon.plain.get(text, 0)
        if plain:
            return plain
        if text != self.hidden and self._split_at(text):
            return gaps.COMPOUND
        stems = gaps.stem_of_inflection(text)
        return gaps.INFLECTED if any(self.known_stem(stem) for stem in stems) else gaps.UNKNOWN

    def known_stem(self, text: str) -> bool:
        """Tell whether `text` is a word in use."""
        return text not in self.lexicon.verbs and (
            bool(self.whole[text]) or self.lexicon.plain.get(text, 0) > 1
        )

    def commonest(self, word: str) -> tuple[str, ...]:
        """Return the corpora's commonest spelling of a word they have."""
        return commonest(self.spellings[word])

    def neighbour(self, text: str, fold: int | None = None) -> Segment:
        """Return what is known of one of two words with a space between, without the pairs of `fold`."""
        return self.segment(text, fold, max(self.before.of(text, fold), self.after.of(text, fold)))

    def segment(self, text: str, fold: int | None = None, seen: float | None = None) -> Segment:
        """Return what is known of `text`, without what the words of `fold` say."""
        left = self.split_left.of(text, fold) + self.list_left.of(text, fold)
        right = self.split_right.of(text, fold) + self.list_right.of(text, fold)
        whole_left = self.whole_left.of(text, fold) + self.list_whole_left.of(text, fold)
        whole_right = self.whole_right.of(text, fold) + self.list_whole_right.of(text, fold)
        return Segment(
            self.known(text, seen),
            sum(left >= step for step in _STEPS),
            sum(right >= step for step in _STEPS),
            _lean(left, self.apart_left.of(text, fold)),
            _lean(right, self.apart_right.of(text, fold)),
            _lean(left, whole_left),
            _lean(right, whole_right),
        )

    def inflected(self, pairs: Iterable[tuple[str, str]], words: frozenset[str]) -> set[tuple[str, str]]:
        """Return pairs never met, like `pairs` but for an ending of the second word, then one of `words`."""
        nouns = words - self.lexicon.verbs
        found = {(a, b + end) for a, b in pairs for end in _NOMINAL if b + end in nouns}
        return found - self.counts.joined.keys() - self.counts.apart.keys() - self.listed_pairs

    def whole_class(self, word: str) -> int:
        """Return how the joined word is known to lexica: 0 no, 1 rare, 2 listed, 3 as an inflection."""
        if word != self.hidden and word in self.lexicon.plain:
            return self.lexicon.plain[word]
        return 3 if any(self.known_stem(stem) for stem in gaps.stem_of_inflection(word)) else 0

    def stem_class(self, word: str, at: int) -> int:
        """Return whether `word` without an ending has a half-space: 0 no, 1 at `at`, 2 elsewhere."""
        found = 0
        for stem in gaps.stems(word):
            spelled = self._split_at(stem) if stem != self.hidden else frozenset()
            if at in spelled:
                return 1
            found = 2 if spelled else found
        return found

    def _split_at(self, word: str) -> frozenset[int]:
        """Return where the corpora's commonest spelling, or else the lists, have half-spaces."""
        if word in self.spellings:
            return frozenset(gap_places(self.commonest(word)))
        return frozenset(at for s in self.lexicon.split.get(word, ()) for at in gap_places(s.split(ZWNJ)))


def _neighbours(pieces: list[str]) -> Iterable[tuple[str, str]]:
    return itertools.pairwise(pieces)
