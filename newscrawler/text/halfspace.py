"""Half-spaces (ZWNJ) put back where they were deleted or typed as a space."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawler.text.characters import LETTER
from newscrawler.text.evidence import DELETED, SPACED, Sort, accepted
from newscrawler.text.model import model
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from newscrawler.text.model import Model

_WORD: Final = f"{LETTER}\u064b-\u0655\u0670{ZWNJ}"
_RUN: Final = re.compile(f"[{_WORD}]+")
_STOPS: Final = "«»()[]{}<>.,:;!?،؛؟…\"'“”‘’-–—/|*_"
_OPENERS: Final = "«([\"'“‘"
_LEFT_ALONE: Final = re.compile(r"[#@ەێۆڕڵڤۊټډړږښڼېۍ]|://|www\.")
"""Addresses and hashtags, and letters of Kurdish and Pashto: their words are no business of ours."""
_MANY: Final = 32
"""Fewer candidates than this are likely to be met again in another text, so the decision is remembered."""

Inner = tuple[Sort, int, int, str]
"""A candidate inside a token: its sort; the letters from start to end become the string."""
Repair = tuple[Sort, int, int, int, str]
"""A candidate in a line: its sort, the token's place, then as in `Inner`; start -1: the space before goes."""


class Reading(NamedTuple):
    """What a token that is not quiet holds: candidates, and the pieces it would join a neighbour with."""

    inner: tuple[Inner, ...]
    first: str
    last: str


_NONE: Final[tuple[Inner, ...]] = ()
_SILENT: Final = Reading(_NONE, "", "")


class Reader:
    """Reads tokens one at a time; remembers its last answers."""

    def __init__(self, judge: Model) -> None:
        """Take the model whose tables and guesses are asked."""
        self.judge = judge
        self.read = lru_cache(maxsize=1 << 14)(self._read)

    def _read(self, token: str) -> Reading:
        """Read one token, punctuation and all."""
        data = self.judge.data
        if token.isascii():
            return _SILENT
        bare, inner = token.strip(_STOPS), _NONE
        if bare in data.deleted:
            spelled, level = data.deleted[bare]
            start = token.find(bare)
            inner = (((DELETED, level, spelled.count(ZWNJ)), start, start + len(bare), spelled),)
            pieces = spelled.split(ZWNJ)
        elif bare in data.known or bare in data.plain:
            pieces = bare.split(ZWNJ)
        elif _LEFT_ALONE.search(token):
            return _SILENT
        else:
            return self._look(token)
        return Reading(
            inner,
            pieces[0] if token.startswith(bare) else "",
            pieces[-1] if token.endswith(bare) else "",
        )

    def _look(self, token: str) -> Reading:
        """Read a token no table knows: each stretch of letters in it by itself."""
        data, first, last = self.judge.data, "", ""
        inner: list[Inner] = []
        for run in _RUN.finditer(token):
            start = run.start()
            settled = data.deleted.get(run[0].replace(ZWNJ, ""), ("", 0))[0] == run[0]
            spelled = ""
            for part in run[0].split(ZWNJ):
                spelled, level = (part, 0) if settled or part in data.plain else self.judge.split(part)
                if level:
                    inner.append(((DELETED, level, spelled.count(ZWNJ)), start, start + len(part), spelled))
                if not start:
                    first = spelled.partition(ZWNJ)[0]
                start += len(part) + 1
            if run.end() == len(token):
                last = spelled.rpartition(ZWNJ)[2]
        return Reading(tuple(inner), first, last)

    def candidates(self, words: list[str], at_all: list[int]) -> list[Repair]:
        """Return the candidates of a line, given its tokens and the places of those that are not quiet."""
        data, read, pair = self.judge.data, self.read, self.judge.pair
        quiet, ends, pairs, lefts = data.quiet, data.ends, data.pairs, data.lefts
        repairs: list[Repair] = []
        for at in at_all:
            word = words[at]
            if word in ends:
                if at and (words[at - 1].lstrip(_OPENERS), word) in pairs:
                    repairs += _joined(at, pair(words[at - 1].lstrip(_OPENERS), word))
                continue
            if (bare := word.strip(_STOPS)) in quiet or not bare:
                continue
            inner, first, last = read(word)
            for sort, start, end, text in inner:
                repairs.append((sort, at, start, end, text))
            if first and at:
                before = words[at - 1]
                left = before.rpartition(ZWNJ)[2] if before in data.plain else read(before).last
                if left and (first in data.rights or before in lefts or (left, first) in pairs):
                    repairs += _joined(at, pair(left, first))
            if last in lefts and at + 1 < len(words) and (after := words[at + 1].rstrip(_STOPS)) in quiet:
                repairs += _joined(at + 1, pair(last, after.partition(ZWNJ)[0]))
        return repairs


def _joined(at: int, level: int) -> list[Repair]:
    """Return the candidate that joins token `at` to the one before, if its level says so."""
    return [((SPACED, level, 1), at, -1, -1, "")] if level else []


def _apply(words: list[str], repairs: list[Repair]) -> str:
    """Return the line with `repairs` done."""
    for _, at, start, end, text in sorted(repairs, key=itemgetter(1, 2), reverse=True):
        if start < 0:
            words[at - 1] += ZWNJ + words.pop(at)
        else:
            words[at] = words[at][:start] + text + words[at][end:]
    return " ".join(words)


@cache
def reader() -> Reader:
    """Return the reader over the shipped tables."""
    return Reader(model())


def restore(text: str) -> str:
    """Return `text` with its half-spaces restored; `text` has been through `fix_characters`.

    What was repaired may belong to a neighbour («می خواسته اند»), so that it goes on until nothing is left.
    """
    while (repaired := _pass(text)) != text:
        text = repaired
    return text


def _pass(text: str) -> str:
    """Return the text after one pass: with fewer spaces or more half-spaces, or as it was."""
    judge = reader()
    quiet = judge.judge.data.quiet
    lines = []
    for line in text.split("\n"):
        words = line.split(" ")
        loud = [at for at, word in enumerate(words) if word not in quiet]
        lines.append((words, judge.candidates(words, loud) if loud else []))
    sorts = sorted([repair[0] for _, repairs in lines for repair in repairs])
    if not sorts:
        return text
    decide = accepted if len(sorts) < _MANY else accepted.__wrapped__
    chosen = decide(text.count(ZWNJ), tuple(sorts))
    if not chosen:
        return text
    return "\n".join([_apply(words, [r for r in repairs if r[0] in chosen]) for words, repairs in lines])
