"""Half-spaces (ZWNJ) put back where they were deleted or typed as a space."""

from __future__ import annotations

import re
from functools import cache
from itertools import compress, count
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawler.text.characters import LETTER
from newscrawler.text.evidence import DELETED, SPACED, Sort, accepted
from newscrawler.text.model import TOP, Memory, model
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from newscrawler.text.model import Model

_PIECE: Final = f"[{LETTER}\u064b-\u0655\u0670]"
_RUN: Final = re.compile(f"{_PIECE}(?:{_PIECE}|{ZWNJ})*")
_FIRST: Final = re.compile(f"{_PIECE}+")
_LAST: Final = re.compile(f"{_PIECE}+\\Z")
_LONGEST: Final = 64
"""Characters looked back for a token's last piece."""
_SIGN: Final = re.compile('[.،:«»)(؛؟!"]')
"""What may stand beside a word: taken out before words are looked up."""
_LEFT_ALONE: Final = re.compile(r"[#@ەێۆڕڵڤۊټډړږښڼېۍ]|://|www\.")
"""Addresses and hashtags, and letters of Kurdish and Pashto: their words are no business of ours."""
_NONE: Final = ("", 0)
_MANY: Final = 32
"""Fewer candidates than this are likely to be met again in another text, so the decision is remembered."""

Inner = tuple[Sort, int, int, str]
"""A candidate inside a token: its sort; the letters from start to end become the string."""
Repair = tuple[Sort, int, int, int, str]
"""A candidate in a line: its sort, the token's place, then as in `Inner`; start -1: the space before goes."""


class Reading(NamedTuple):
    """A token that needs a look.

    `inner`: candidates in it; `first`, `last`: the pieces it begins and ends with (empty: a sign);
    `follows`, `leads`: whether it may join the token before, and the one after.
    """

    inner: tuple[Inner, ...]
    first: str
    last: str
    follows: bool
    leads: bool


class Reader:
    """Reads tokens one at a time; remembers its last answers."""

    def __init__(self, judge: Model) -> None:
        """Take the model whose tables and guesses are asked."""
        self.judge, self.data = judge, judge.data
        self.edges: Memory[tuple[str, str]] = Memory(self._edges)
        self.tokens: Memory[Reading | None] = Memory(self._read)
        self.tokens.update(dict.fromkeys(self.data.known))
        self.tokens.update((spelled, None) for spelled, _ in self.data.deleted.values())
        for loud in (self.data.deleted, self.data.follow, self.data.lead, self.data.loose):
            for token in loud:
                self.tokens.pop(token, None)

    def _read(self, token: str) -> Reading | None:
        """Read one token, punctuation and all; None for one that needs no look."""
        data = self.data
        if token in data.deleted or token in data.known or self._settled(token):
            return self._read_known(token)
        if token.isascii() or _LEFT_ALONE.search(token):
            return None
        inner: list[Inner] = []
        first = last = ""
        for run in _RUN.finditer(token):
            start = run.start()
            pieces = self._spelled(run[0], start, inner)
            if not start:
                first = pieces[0]
            if run.end() == len(token):
                last = pieces[1]
        follows, leads = first in data.follow, last in data.lead
        return Reading(tuple(inner), first, last, follows, leads) if inner or follows or leads else None

    def _settled(self, token: str) -> bool:
        """Tell whether a token is spelled as the tables spell its letters."""
        return ZWNJ in token and self.data.deleted.get(token.replace(ZWNJ, ""), _NONE)[0] == token

    def _read_known(self, token: str) -> Reading | None:
        """Read a token the tables know as it is."""
        spelled, level = self.data.deleted.get(token, (token, 0))
        first, last = spelled.partition(ZWNJ)[0], spelled.rpartition(ZWNJ)[2]
        inner = (((DELETED, level, spelled.count(ZWNJ)), 0, len(token), spelled),) if level else ()
        follows, leads = first in self.data.follow, last in self.data.lead
        return Reading(inner, first, last, follows, leads) if inner or follows or leads else None

    def _spelled(self, run: str, start: int, inner: list[Inner]) -> tuple[str, str]:
        """Add the candidates in a stretch of letters; return its first and last piece."""
        if self._settled(run):
            return run.partition(ZWNJ)[0], run.rpartition(ZWNJ)[2]
        spelled = []
        for part in run.split(ZWNJ):
            text, level = self.judge.split[part]
            if level:
                inner.append(((DELETED, level, text.count(ZWNJ)), start, start + len(part), text))
            start += len(part) + 1
            spelled.append(text)
        return spelled[0].partition(ZWNJ)[0], spelled[-1].rpartition(ZWNJ)[2]

    def _edges(self, token: str) -> tuple[str, str]:
        """Return the pieces a token begins and ends with; empty where that is a sign."""
        reading = self.tokens[token]
        if reading is not None:
            return reading.first, reading.last
        if _LEFT_ALONE.search(token):
            return "", ""
        first, last = _FIRST.match(token), _LAST.search(token[-_LONGEST:])
        return first[0] if first else "", last[0] if last else ""

    def candidates(self, words: list[str], loud: list[int]) -> list[Repair]:
        """Return the candidates of a line, given its tokens and the places of those that need a look."""
        tokens, edges, pairs, after = self.tokens, self.edges, self.judge.pair, -1
        repairs: list[Repair] = []
        end = len(words) - 1
        for at in loud:
            reading = tokens[words[at]]
            if reading is None:
                continue
            inner, first, last, follows, leads = reading
            for sort, start, stop, text in inner:
                repairs.append((sort, at, start, stop, text))
            if follows and at and after != at:
                left = edges[words[at - 1]][1]
                if left and (level := pairs[f"{left}{ZWNJ}{first}"]):
                    repairs.append((_SPACED[level], at, -1, -1, ""))
            if leads and at < end:
                after, right = at + 1, edges[words[at + 1]][0]
                if right and (level := pairs[f"{last}{ZWNJ}{right}"]):
                    repairs.append((_SPACED[level], after, -1, -1, ""))
        return repairs


_SPACED: Final = tuple((SPACED, level, 1) for level in range(TOP + 1))


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
    done = False
    while not done:
        text, done = _pass(text)
    return text


def _pass(text: str) -> tuple[str, bool]:
    """Return the text after one pass, and whether another would find nothing."""
    bare = _SIGN.sub("", text)
    read = reader()
    look, lines, sorts = read.tokens.__getitem__, text.split("\n"), []
    found: list[tuple[int, list[str], list[Repair]]] = []
    for at, line in enumerate(bare.split("\n")):
        if loud := list(compress(count(), map(look, line.split(" ")))):
            words = lines[at].split(" ")
            repairs = read.candidates(words, loud)
            sorts += [repair[0] for repair in repairs]
            found.append((at, words, repairs))
    if not sorts:
        return text, True
    sorts.sort()
    decide = accepted if len(sorts) < _MANY else accepted.__wrapped__
    chosen = decide(text.count(ZWNJ), tuple(sorts))
    for at, words, repairs in found:
        good = [repair for repair in repairs if repair[0] in chosen]
        if good:
            lines[at] = _apply(words, good)
    settled = not chosen or all(sort in chosen and sort[0] == DELETED for sort in sorts)
    return "\n".join(lines), settled
