"""Gaps to learn from, each asked as if its own word had never been seen."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from newscrawler.text import gaps
from newscrawler.text.build.fitting import Example
from newscrawler.text.build.folds import fold_of
from newscrawler.text.build.knowledge import Knowledge, gap_places
from newscrawler.text.build.sources import commonest, count
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newscrawler.text.build.sources import Lexicon
    from newscrawler.text.gaps import Segment

_RARE = 5
_LISTED_WEIGHT = 0.7
_PLAIN_SAMPLE = 25_000
_PARTS, UNSEEN_WEIGHT = 8, 3.0
_SHORTEST, _LONGEST = 4, 24
"""Letters of the words that the run time guesses."""


def deleted_features(know: Knowledge, word: str, at: int, a: Segment, b: Segment) -> list[str]:
    """Name the features of a gap in `word`, as `Model.deleted_log_odds` does."""
    left, right = word[:at], word[at:]
    lengths = min(len(left), 6), min(len(right), 6)
    names = [
        *gaps.deleted_left(left, a),
        *gaps.deleted_right(right, b),
        *gaps.deleted_cross(a, b, lengths, know.whole_class(word), know.stem_class(word, at)),
        *gaps.deleted_edge(left, right),
        *gaps.deleted_kinds(left, right, a, b),
    ]
    rivals = gaps.heh_rivals(left, right)
    if rivals:
        names.append(f"{rivals[0]}{a.known}{know.known(rivals[1])}")
    return names


def spaced_features(
    know: Knowledge, left: str, right: str, a: Segment, b: Segment, *, listed: bool
) -> list[str]:
    """Name the features of a space, as `Model.spaced_log_odds` does."""
    lengths = min(len(left), 6), min(len(right), 6)
    word = left + right
    whole = min(know.known(word), gaps.LISTED) if word in know.whole or word in know.lexicon.plain else 0
    return [
        *gaps.spaced_left(left, a),
        *gaps.spaced_right(right, b),
        *gaps.spaced_cross(a, b, lengths, whole, int(listed)),
        *gaps.spaced_edge(left, right, a, b),
    ]


def _of_word(know: Knowledge, pieces: tuple[str, ...], weight: float, fold: int | None) -> Iterator[Example]:
    """Yield every gap of one spelling, between its neighbouring true gaps and within the whole word.

    What `fold` contributed to the counts is left out.
    """
    word = "".join(pieces)
    places = gap_places(pieces)
    know.hidden = word
    bounds = [0, *sorted(places), len(word)]
    for at in range(1, len(word)):
        stands = at in places
        low, high = max(b for b in bounds if b < at), min(b for b in bounds if b > at)
        spans = {(low, high)} | ({(0, high), (low, len(word))} if stands else set())
        for start, end in sorted(spans):
            a, b = know.segment(word[start:at], fold), know.segment(word[at:end], fold)
            if a.left or b.right:
                names = deleted_features(know, word[start:end], at - start, a, b)
                yield Example(names, stands, weight if (start, end) == (low, high) else weight / 2)


def deleted_examples(know: Knowledge) -> Iterator[Example]:
    """Yield gaps inside words: the corpora's, the lists' compounds', and some of the lists' plain words'."""
    for word, spellings in know.spellings.items():
        if len(word) > 2:  # noqa: PLR2004
            often = sum(spellings.values()) >= _RARE
            yield from _of_word(know, know.commonest(word), 0.5 if often else 1.0, fold_of(word))
    for word, spelled in sorted(know.lexicon.split.items()):
        if word not in know.spellings and len(word) > 3:  # noqa: PLR2004
            yield from _of_word(know, tuple(max(spelled).split(ZWNJ)), _LISTED_WEIGHT, fold_of(word))
    plain = sorted(w for w, grade in know.lexicon.plain.items() if grade > 1 and len(w) > 3)  # noqa: PLR2004
    unseen = [w for w in plain if w not in know.spellings and w not in know.lexicon.split]
    for word in random.Random(5).sample(unseen, min(_PLAIN_SAMPLE, len(unseen))):  # noqa: S311
        yield from _of_word(know, (word,), _LISTED_WEIGHT / 2, fold_of(word))
    know.hidden = ""


def unseen_words(
    paths: Sequence[Path], lexicon: Lexicon
) -> Iterator[tuple[Knowledge, dict[str, Counter[tuple[str, ...]]]]]:
    """Yield what part of the sentences tell, with the words (and spellings) that only the other part has.

    The lists have none of them either, so that they are as the run time meets unknown words.
    """
    for part in range(_PARTS):
        know = Knowledge(count(paths, part, _PARTS, others=True), lexicon)
        known = know.pieces.keys() | know.spellings.keys() | lexicon.verbs
        known |= lexicon.plain.keys() | lexicon.split.keys()
        found = count(paths, part, _PARTS).by_letters().items()
        yield know, {w: s for w, s in found if _SHORTEST <= len(w) < _LONGEST and w not in known}


def unseen_examples(paths: Sequence[Path], lexicon: Lexicon) -> Iterator[Example]:
    """Yield gaps inside such words; there are few, so that each counts more."""
    for know, words in unseen_words(paths, lexicon):
        for spellings in words.values():
            yield from _of_word(know, commonest(spellings), UNSEEN_WEIGHT, None)


def spaced_examples(know: Knowledge) -> Iterator[Example]:
    """Yield every pair of neighbours, asked as if this pair had never been met."""
    joined, apart = know.counts.joined, know.counts.apart
    for left, right in sorted(joined.keys() | apart.keys()):
        together, parted = know.told(left, right)
        listed, fold = (left, right) in know.listed_pairs, fold_of(left + right)
        a, b = know.neighbour(left, fold), know.neighbour(right, fold)
        if a.left or b.right:
            names = spaced_features(know, left, right, a, b, listed=listed)
            if together:
                yield Example(names, stands=True, weight=together / (together + parted))
            if parted:
                yield Example(names, stands=False, weight=parted / (together + parted))
