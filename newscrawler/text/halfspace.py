"""Half-spaces (ZWNJ) put back where they were deleted or typed as a space."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newscrawler.text.characters import LETTER
from newscrawler.text.evidence import DELETED, SPACED, Sort, accepted
from newscrawler.text.model import Model, model
from newscrawler.text.tables import ZWNJ

_WORD: Final = f"{LETTER}\u064b-\u0655\u0670{ZWNJ}"
_RUN: Final = re.compile(f"[{_WORD}]+")
_LAST_RUN: Final = re.compile(f"[{_WORD}]+\\Z")
_STOPS: Final = "«»()[]{}<>.,:;!?،؛؟…\"'“”‘’-–—/|*_"
_LEFT_ALONE: Final = re.compile(r"[#@ەێۆڕڵڤۊټډړږښڼېۍ]|://|www\.")
"""Addresses and hashtags, and letters of Kurdish and Pashto: their words are no business of ours."""


_MANY: Final = 32


class Repair(NamedTuple):
    """A candidate in word `at` of a line: `start` to `end` become `text`; at -1, the space before it goes."""

    sort: Sort
    at: int
    start: int
    end: int
    text: str


def _deleted(at: int, start: int, part: str, spelled: str, level: int) -> Repair:
    return Repair((DELETED, level, spelled.count(ZWNJ)), at, start, start + len(part), spelled)


def _spaced(at: int, left: str, right: str, judge: Model) -> list[Repair]:
    """Return the candidate that joins word `at` to its left neighbour, if any."""
    level = judge.pair(left, right)
    return [Repair((SPACED, level, 1), at, -1, -1, "")] if level else []


def _last_segment(word: str, judge: Model) -> str:
    """Return the letters a word ends with, as the word should be spelt; nothing where a sign ends it."""
    if word in judge.data.plain:
        return word.rpartition(ZWNJ)[2]
    found = _LAST_RUN.search(word)
    if not found or _LEFT_ALONE.search(word):
        return ""
    return judge.split(found[0].rpartition(ZWNJ)[2])[0].rpartition(ZWNJ)[2]


def _look(at: int, words: list[str], judge: Model) -> list[Repair]:
    """Return the candidates of a word no table knows: half-spaces missing inside, and the space before it."""
    word = words[at]
    if _LEFT_ALONE.search(word):
        return []
    repairs = []
    first = ""
    for run in _RUN.finditer(word):
        start = run.start()
        settled = judge.data.deleted.get(run[0].replace(ZWNJ, ""), ("", 0))[0] == run[0]
        for part in run[0].split(ZWNJ):
            spelled, level = (part, 0) if settled or part in judge.data.plain else judge.split(part)
            if level:
                repairs.append(_deleted(at, start, part, spelled, level))
            if not start:
                first = spelled.partition(ZWNJ)[0]
            start += len(part) + 1
    return repairs + _joined(at, words, first, judge) if first else repairs


def _joined(at: int, words: list[str], first: str, judge: Model) -> list[Repair]:
    """Return the candidate that joins word `at`, which begins with the piece `first`, to the word before."""
    before, data = words[at - 1] if at else "", judge.data
    if first not in data.rights and before not in data.lefts and (before, first) not in data.pairs:
        return []
    last = _last_segment(before, judge)
    return _spaced(at, last, first, judge) if last else []


def _candidates(words: list[str], judge: Model) -> list[Repair]:
    """Return the candidates of a line. Most words are `common` and need no second look."""
    data = judge.data
    plain, pairs, common, deleted = data.plain, data.pairs, data.common, data.deleted
    repairs: list[Repair] = []
    for at in [i for i, word in enumerate(words) if word not in common]:
        word = words[at]
        if word in plain:
            if at and (words[at - 1], word) in pairs:
                repairs += _spaced(at, words[at - 1], word, judge)
            continue
        if word.isascii():
            continue
        bare = word.strip(_STOPS)
        if bare in deleted:
            spelled, level = deleted[bare]
            repairs.append(_deleted(at, word.find(bare), bare, spelled, level))
            if word.startswith(bare):
                repairs += _joined(at, words, spelled[: spelled.find(ZWNJ)], judge)
        elif bare in data.known:
            if word.startswith(bare):
                repairs += _joined(at, words, bare, judge)
        else:
            repairs += _look(at, words, judge)
        if bare in data.lefts or bare != word:
            repairs += _before_plain(at, words, bare, judge)
    return repairs


def _before_plain(at: int, words: list[str], bare: str, judge: Model) -> list[Repair]:
    """Return the candidate that joins a plain word to word `at`, which is a prefix or begins with a sign."""
    word, data = words[at], judge.data
    after = words[at + 1] if at + 1 < len(words) else ""
    if after not in data.plain or (word, after) in data.pairs or not word.endswith(bare):
        return []
    if bare in data.lefts or (bare, after) in data.pairs:
        return _spaced(at + 1, bare, after.partition(ZWNJ)[0], judge)
    return []


def _apply(words: list[str], repairs: list[Repair]) -> str:
    """Return the line with `repairs` done."""
    for repair in sorted(repairs, key=lambda r: (r.at, r.start), reverse=True):
        at = repair.at
        if repair.start < 0:
            words[at - 1] += ZWNJ + words.pop(at)
        else:
            words[at] = words[at][: repair.start] + repair.text + words[at][repair.end :]
    return " ".join(words)


def restore(text: str) -> str:
    """Return `text` with its half-spaces restored; `text` has been through `fix_characters`."""
    judge = model()
    lines = [(words := line.split(" "), _candidates(words, judge)) for line in text.split("\n")]
    sorts = sorted([repair.sort for _, repairs in lines for repair in repairs])
    decide = (
        accepted if len(sorts) < _MANY else accepted.__wrapped__
    )  # a document's sorts are never asked again
    chosen = decide(text.count(ZWNJ), tuple(sorts)) if sorts else None
    if not chosen:
        return text
    return "\n".join([_apply(words, [r for r in repairs if r.sort in chosen]) for words, repairs in lines])
