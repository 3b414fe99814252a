"""Grow the trees that give the gaps of unknown words a second look at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawler.text.build.folds import fold_of
from newscrawler.text.build.forest import Example, grown
from newscrawler.text.gaps import stems
from newscrawler.text.trees import gap_numbers, rival_of

if TYPE_CHECKING:
    from newscrawler.text.build.deciding import Words


def numbers_of(words: Words, word: str, at: int, hidden: str, fold: int | None) -> tuple[int, ...]:
    """Return a gap's numbers, as `Model` does for a word it does not know; `hidden` must not testify."""
    know = words.know
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
        words.features.rate(left, right, fold),
    )
    numbers = gap_numbers(left, right, know.segment(left, fold), know.segment(right, fold), around)
    know.hidden = ""
    return numbers


def grow(words: Words) -> bytes:
    """Return the trees, learnt from the corpora's words that no list has: such words are guessed."""
    lists = words.know.lexicon.lists.values()
    examples = []
    for word in sorted(words.know.spellings):
        fold = fold_of(word)
        for part, at, stands, weight in words.gaps(word):
            if not any(part in spellings for spellings in lists):
                examples.append(Example(numbers_of(words, part, at, word, fold), stands, weight, fold))
    return grown(examples)
