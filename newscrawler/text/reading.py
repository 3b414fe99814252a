"""Tokens read one at a time: what may be repaired in them, and between them and their neighbours."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawler.text.characters import LETTER
from newscrawler.text.evidence import DELETED, SPACED, Sort
from newscrawler.text.gaps import COMMON, SEEN
from newscrawler.text.model import TOP, Memory, model
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from newscrawler.text.model import Model

_PIECE: Final = f"[{LETTER}\u064b-\u0655\u0670]"
_RUN: Final = re.compile(f"{_PIECE}(?:{_PIECE}|{ZWNJ})*")
_LEFT_ALONE: Final = re.compile(r"[#@ەێۆڕڵڤۊټډړږښڼېۍ]|://|www\.")
"""Addresses and hashtags, and letters of Kurdish and Pashto: their words are no business of ours."""
_PLAIN: Final = "".join(
    char for char in map(chr, range(0x600, 0x900)) if re.match(_PIECE, char) and not _LEFT_ALONE.match(char)
)
_WORD: Final = re.compile(f"[{_PLAIN}][{_PLAIN}{ZWNJ}]*")
"""A Persian word and nothing else."""
_FIRST: Final = re.compile(f"{_PIECE}+")
_LAST: Final = re.compile(f"{_PIECE}+\\Z")
SIGNS: Final = '.،:«»)(؛؟!"'
"""What may stand beside a word."""
_OFTEN: Final = (SEEN, COMMON)
"""Words read at the start: more of them would make every look-up slower (a processor's caches are small)."""
_LONGEST: Final = 64
"""Characters looked back for a token's last piece."""
_NONE: Final = ("", 0)

Inner = tuple[Sort, int, int, str]
"""A candidate inside a token: its sort; the letters from start to end become the string."""
Repair = tuple[Sort, int, int, int, str]
"""A candidate in a line: its sort, the token's place, then as in `Inner`; start -1: the space before goes, to
make the string."""


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
        self.tokens.learn(word for word, it in self.data.known.items() if it.known in _OFTEN)

    def _read(self, token: str) -> Reading | None:
        """Read one token, punctuation and all; None for one that needs no look."""
        data = self.data
        if token in data.known and token not in data.deleted:
            return self._reading([], token, token)
        if ZWNJ not in token and (token in data.deleted or _WORD.fullmatch(token)):
            return self._read_word(token, *self.judge.split[token])
        if self._settled(token):
            return self._read_word(token, token, 0) if token in data.loose else None
        word = token.strip(SIGNS)
        if word != token and _WORD.fullmatch(word):
            return self._read_between(token, word)
        return self._read_runs(token)

    def _read_runs(self, token: str) -> Reading | None:
        """Read a token with anything in it."""
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
        return self._reading(inner, first, last)

    def _reading(self, inner: list[Inner], first: str, last: str) -> Reading | None:
        """Return the reading of a token with these candidates and pieces, if it needs a look."""
        follows, leads = first in self.data.follow, last in self.data.lead
        return Reading(tuple(inner), first, last, follows, leads) if inner or follows or leads else None

    def _read_between(self, token: str, word: str) -> Reading | None:
        """Read a token that is a word between signs."""
        reading = self.tokens[word]
        if reading is None:
            return None
        before = token.index(word)
        inner = [(sort, start + before, end + before, text) for sort, start, end, text in reading.inner]
        after = len(token) > before + len(word)
        return self._reading(inner, "" if before else reading.first, "" if after else reading.last)

    def _settled(self, token: str) -> bool:
        """Tell whether a token is spelled as the tables spell its letters."""
        return ZWNJ in token and self.data.deleted.get(token.replace(ZWNJ, ""), _NONE)[0] == token

    def _read_word(self, token: str, spelled: str, level: int) -> Reading | None:
        """Read a token that is one word, given its spelling and its level."""
        inner = [((DELETED, level, spelled.count(ZWNJ)), 0, len(token), spelled)] if level else []
        return self._reading(inner, spelled.partition(ZWNJ)[0], spelled.rpartition(ZWNJ)[2])

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
        if _WORD.fullmatch(token):
            return token.partition(ZWNJ)[0], token.rpartition(ZWNJ)[2]
        if _LEFT_ALONE.search(token):
            return "", ""
        first, last = _FIRST.match(token), _LAST.search(token[-_LONGEST:])
        return first[0] if first else "", last[0] if last else ""

    def candidates(self, words: list[str], loud: list[int]) -> list[Repair]:
        """Return the candidates of a line, given its tokens and the places of those that need a look."""
        tokens, edges, level_of, after = self.tokens, self.edges, self.judge.level_between, -1
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
                if left and (level := level_of(left, first)):
                    repairs.append((JOIN[level], at, -1, -1, f"{left}{ZWNJ}{first}"))
            if leads and at < end:
                after, right = at + 1, edges[words[at + 1]][0]
                if right and (level := level_of(last, right)):
                    repairs.append((JOIN[level], after, -1, -1, f"{last}{ZWNJ}{right}"))
        return repairs


JOIN: Final = tuple((SPACED, level, 1) for level in range(TOP + 1))


@cache
def reader() -> Reader:
    """Return the reader over the shipped tables."""
    return Reader(model())
