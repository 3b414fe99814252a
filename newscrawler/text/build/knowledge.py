"""What is known of a string of letters, with what one word contributes taken out."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from math import log2
from typing import TYPE_CHECKING

from newscrawler.text import gaps
from newscrawler.text.gaps import Segment
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawler.text.build.sources import Counts, Lexicon

_COMMON = 5
_STEPS = (1, 2, 5, 20)
_KNOWN_STEMS = frozenset({gaps.LISTED, gaps.SEEN, gaps.COMMON})


def _lean(joined: int, apart: int) -> int:
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
    """Counts and lexica together. `hidden` is a word being asked about: it must not testify for itself."""

    def __init__(self, counts: Counts, lexicon: Lexicon) -> None:
        """Count in how many different words each string stands where."""
        self.counts, self.lexicon = counts, lexicon
        self.whole = Counter({s[0]: n for s, n in counts.spellings.items() if len(s) == 1})
        self.spellings: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        for spelling, n in counts.spellings.items():
            self.spellings["".join(spelling)][spelling] += n
        self.listed_pairs = {
            pair
            for words in lexicon.split.values()
            for word in words
            for pair in _neighbours(word.split(ZWNJ))
        }
        pairs = counts.joined.keys() | self.listed_pairs
        self.left, self.right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
        self.apart_left = Counter(a for a, _ in counts.apart)
        self.apart_right = Counter(b for _, b in counts.apart)
        self.hidden = ""

    def known(self, text: str) -> int:
        """Return how well `text` is known as a word of its own."""
        if text in self.lexicon.verbs:
            return gaps.VERB
        seen = 0 if text == self.hidden else self.whole[text]
        if seen:
            return gaps.COMMON if seen >= _COMMON else gaps.SEEN
        plain = 0 if text == self.hidden else self.lexicon.plain.get(text, 0)
        if plain:
            return plain
        stems = gaps.stem_of_inflection(text)
        return gaps.INFLECTED if any(self.known_stem(stem) for stem in stems) else gaps.UNKNOWN

    def known_stem(self, text: str) -> bool:
        """Tell whether `text` is a word in use."""
        return text not in self.lexicon.verbs and (
            bool(self.whole[text]) or self.lexicon.plain.get(text, 0) > 1
        )

    def segment(self, text: str, *, fewer: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Segment:
        """Return what is known of `text`; `fewer`: words not counted as left, right, apart left and right."""
        left, right = self.left[text] - fewer[0], self.right[text] - fewer[1]
        apart_left, apart_right = self.apart_left[text] - fewer[2], self.apart_right[text] - fewer[3]
        return Segment(
            self.known(text),
            sum(left >= step for step in _STEPS),
            sum(right >= step for step in _STEPS),
            _lean(max(left, 0), apart_left),
            _lean(max(right, 0), apart_right),
        )

    def whole_class(self, word: str) -> int:
        """Return how the joined word is known to lexica: 0 no, 1 rare, 2 listed, 3 as an inflection."""
        if word != self.hidden and word in self.lexicon.plain:
            return self.lexicon.plain[word]
        return 3 if any(self.known_stem(stem) for stem in gaps.stem_of_inflection(word)) else 0

    def listed_class(self, word: str, at: int) -> int:
        """Return whether a lexicon spells `word` with a half-space: 0 not listed, 1 at `at`, 2 elsewhere."""
        spelled = self.lexicon.split.get(word) if word != self.hidden else None
        if not spelled:
            return 0
        return 1 if any(at in gap_places(s.split(ZWNJ)) for s in spelled) else 2


def _neighbours(pieces: list[str]) -> Iterable[tuple[str, str]]:
    return itertools.pairwise(pieces)
