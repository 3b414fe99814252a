"""Write what was counted, fitted and decided as the two data files."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING

from newscrawler.text.gaps import RARE, UNKNOWN, deleted_left, deleted_right, pack
from newscrawler.text.shipped import PER_UNIT
from newscrawler.text.tables import ZWNJ
from newscrawler.text.trees import rate_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from newscrawler.text.build.knowledge import Knowledge
    from newscrawler.text.gaps import Segment

    _Judge = tuple[Knowledge, dict[str, float]]

_LIGHTEST = 0.06
_STRONG = 3
_FREQUENT = 100
_SUMMED = re.compile("D[LR][^?]")
"""Weights of one half's letters: in the sums of `_halves`."""
_NAMING = re.compile("D[xy]|S[LRxy]")
"""Features with a whole word in their name."""


def _lines(kind: str, table: Mapping[str, int]) -> list[str]:
    """Group the words of a table by their number: one line each."""
    groups = defaultdict(list)
    for word, number in table.items():
        groups[number].append(word)
    return [f"{kind}\t{number}\t{' '.join(sorted(words))}" for number, words in sorted(groups.items())]


def _write(path: Path, lines: list[str]) -> None:
    path.write_bytes(zlib.compress("\n".join(lines).encode(), 9))


def _codes(know: Knowledge, words: Iterable[str]) -> dict[str, int]:
    """Return what is known of words; rare ones that make no compounds change no score and stay out."""
    segments = ((word, know.segment(word)) for word in words)
    return {word: pack(it) for word, it in segments if it.left or it.right or it.known not in {UNKNOWN, RARE}}


def _loose(words: Mapping[str, tuple[str, int]], firsts: frozenset[str], lasts: frozenset[str]) -> list[str]:
    """Return spellings that must still be looked at: they may join a neighbour, or a piece may split."""
    found = []
    for spelled, _ in words.values():
        pieces = spelled.split(ZWNJ)
        if pieces[0] in firsts or pieces[-1] in lasts or any(piece in words for piece in pieces):
            found.append(spelled)
    return found


def _asking(
    know: Knowledge, levels: Mapping[str, int], rights: frozenset[str], lefts: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that ask about the word before, and after: of a pair, the rarer one."""
    follow, lead = set(rights), set(lefts)
    for pair, level in levels.items():
        left, right = pair.split(ZWNJ)
        if not level or right in rights or left in lefts:
            continue
        if know.whole[right] > _FREQUENT and know.whole[right] > know.whole[left]:
            lead.add(left)
        else:
            follow.add(right)
    return frozenset(follow), frozenset(lead)


def _strong(know: Knowledge) -> list[str]:
    """Return the halves met in so many words that the other half may be anything."""
    return [w for side in (know.left, know.right) for w, n in side.items() if n >= _STRONG]


def _loners(know: Knowledge) -> list[str]:
    """Return frequent words that hardly ever stand before a half-space."""
    return [w for w, n in know.whole.items() if n >= _FREQUENT and know.left[w] * 20 < know.apart_left.of(w)]


def _halves(
    words: Mapping[str, int], features: Callable[[str, Segment], tuple[str, ...]], judge: _Judge
) -> dict[str, int]:
    """Return what speaks for each of `words` as one half of a half-space, in fiftieths of log-odds."""
    know, weights = judge
    sums = {w: sum(weights.get(f, 0.0) for f in features(w, know.segment(w))) for w, n in words.items() if n}
    return {word: round(total * PER_UNIT) for word, total in sums.items()}


def write_tables(
    folder: Path,
    know: Knowledge,
    weights: dict[str, float],
    words: dict[str, tuple[str, int]],
    pairs: tuple[dict[str, int], frozenset[str], frozenset[str]],
    shipped: frozenset[str],
    guesses: tuple[bytes, dict[tuple[str, str], int]],
) -> None:
    """Write `lexicon.bin` (words only the lists know), `corpus.bin` and `trees.bin` into `folder`.

    `shipped`: the words and pieces that may be in the files; `guesses`: trees, and rates they ask about.
    """
    levels, rights, lefts = pairs
    counted = {w for w in shipped if know.whole[w] or know.pieces[w]}
    rights |= {"ی"}  # of «خانه ی ما»
    follow, lead = _asking(know, levels, rights, lefts)
    _write(folder / "lexicon.bin", _lines("code", _codes(know, sorted(shipped - counted))))
    spelled = dict(words.values())
    heavy = {
        n: round(w * PER_UNIT) for n, w in weights.items() if abs(w) >= _LIGHTEST and _may_ship(n, shipped)
    }
    trees, rates = guesses
    heavy |= {rate_name(before, after): n for (after, before), n in rates.items()}
    (folder / "trees.bin").write_bytes(zlib.compress(trees, 9))
    openers = {w: n for w, n in know.left.items() if w in shipped}
    closers = {w: n for w, n in know.right.items() if w in shipped}
    judge = know, weights
    lines = [
        *_lines("code", _codes(know, sorted(counted))),
        *_lines("weight", heavy),
        *_lines("deleted", spelled),
        *_lines("pair", levels),
        *_lines("right", dict.fromkeys(rights, 0)),
        *_lines("left", dict.fromkeys(lefts, 0)),
        *_lines("opener", _halves(openers, deleted_left, judge)),
        *_lines("closer", _halves(closers, deleted_right, judge)),
        *_lines("strong", dict.fromkeys(shipped.intersection(_strong(know)), 0)),
        *_lines("loner", dict.fromkeys(shipped.intersection(_loners(know)), 0)),
        *_lines("follow", dict.fromkeys(follow, 0)),
        *_lines("lead", dict.fromkeys(lead, 0)),
        *_lines("loose", dict.fromkeys(_loose(words, follow, lead), 0)),
    ]
    _write(folder / "corpus.bin", lines)


def _may_ship(name: str, shipped: frozenset[str]) -> bool:
    """Tell whether a feature is asked at run time and names no word beyond `shipped`."""
    if _SUMMED.match(name):
        return False
    named = name[2:].partition("|")[0]
    return named == "?" or named in shipped or not _NAMING.match(name)
