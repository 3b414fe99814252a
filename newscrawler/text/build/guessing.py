"""Grow the trees that give the gaps of unknown words a second look at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawler.text.build.examples import UNSEEN_WEIGHT, unseen_words
from newscrawler.text.build.folds import fold_of
from newscrawler.text.build.forest import Example, grown
from newscrawler.text.build.words import WordFeatures
from newscrawler.text.gaps import rival_of, stems
from newscrawler.text.trees import gap_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newscrawler.text.build.sources import Lexicon


def numbers_of(features: WordFeatures, word: str, at: int, hidden: str, fold: int | None) -> tuple[int, ...]:
    """Return a gap's numbers, as `Model` does for a word it does not know; `hidden` must not testify."""
    know = features.know
    know.hidden = hidden
    left, right = word[:at], word[at:]
    known = [know.known(stem) for stem in stems(word) if len(stem) > at]
    kind, rival = rival_of(left, right)
    around = (
        know.whole_class(word),
        know.stem_class(word, at),
        max(known, default=0),
        kind,
        know.known(rival) if rival else 0,
        features.rate(left, right, fold),
    )
    numbers = gap_numbers(left, right, know.segment(left, fold), know.segment(right, fold), around)
    know.hidden = ""
    return numbers


def _unseen(paths: Sequence[Path], lexicon: Lexicon) -> Iterator[Example]:
    """Yield the gaps of words that only part of the sentences has."""
    for know, words in unseen_words(paths, lexicon):
        features = WordFeatures(know)
        for word, spellings in words.items():
            for part, at, stands, weight in features.gaps(word, spellings, None):
                yield Example(numbers_of(features, part, at, word, None), stands, weight * UNSEEN_WEIGHT, 0)


def grow(features: WordFeatures, paths: Sequence[Path]) -> bytes:
    """Return the trees, learnt from the corpora's words that no list has: such words are guessed."""
    know, lexicon = features.know, features.know.lexicon
    examples = []
    for word in sorted(know.spellings):
        fold = fold_of(word)
        for part, at, stands, weight in features.gaps(word, know.spellings[word], fold):
            if not any(part in spellings for spellings in lexicon.lists.values()):
                examples.append(Example(numbers_of(features, part, at, word, fold), stands, weight, fold))
    return grown([*examples, *_unseen(paths, lexicon)])
