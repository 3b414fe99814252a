"""Tokens read one at a time: what may be repaired in them, and between them and their neighbours."""

from __future__ import annotations

import re
from functools import cache
from itertools import compress, count
from typing import TYPE_CHECKING, Final

from newscrawler.text.evidence import DELETED, SPACED, sort_of
from newscrawler.text.gaps import COMMON, SEEN, stems
from newscrawler.text.kinds import KINDS, LETTER, SIGNS
from newscrawler.text.model import Memory, model
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
_SIGN: Final = re.compile(f"[{SIGNS}]")
"""Taken out before words are looked up."""
_OFTEN: Final = (SEEN, COMMON)
"""Words read at the start: more of them would make every look-up slower (a processor's caches are small)."""
_NOUN_ENDS: Final = frozenset("یان")
"""Last letters of nouns' endings («ها», «های», «ان»)."""
_LONGEST: Final = 64
"""Characters looked back for a token's last piece."""

Repair = tuple[int, int, int, str]
"""A candidate: its sort (see `evidence`); the characters from start to end become the string.

Where a space goes, the string is both words with the half-space between them.
"""
Reading = tuple[tuple[Repair, ...], str, str, bool, bool]
"""A token that needs a look: the candidates in it; the pieces it begins and ends with (empty: a sign);
whether it may join the token before, and the one after."""
Span = tuple[int, int, str]
"""A token: where it starts and ends in the text."""


class Reader:
    """Reads tokens one at a time; remembers its last answers."""

    def __init__(self, judge: Model) -> None:
        """Take the model whose tables and guesses are asked."""
        data = judge.data
        self.judge, self.split = judge, judge.split
        self.known, self.deleted, self.loose = data.known, data.deleted, data.loose
        self.follow, self.lead = data.follow, data.lead
        self.edges: Memory[tuple[str, str]] = Memory(self._edges)
        self.tokens: Memory[Reading | None] = Memory(self._read)
        self.quiet = KINDS.words() if KINDS else None
        if self.quiet:
            self.quiet.learn(data.known, data.deleted, data.follow, data.lead)
            self.quiet.learn_values(data.deleted, data.known, data.loose)
        else:
            self.tokens.learn(word for word, it in data.known.items() if it.known in _OFTEN)

    def _read(self, token: str) -> Reading | None:
        """Read one token, punctuation and all; None for one that needs no look."""
        if token in self.known and token not in self.deleted:
            return self._reading([], token, token)
        if ZWNJ not in token and (token in self.deleted or _WORD.fullmatch(token)):
            spelled, level = self.split[token]
            return self._read_word(token, spelled, level)
        if self._settled(token):
            return self._read_word(token, token, 0) if token in self.loose else None
        word = token.strip(SIGNS)
        if not _WORD.fullmatch(word):
            return self._read_runs(token)
        return self._read_between(token, word) if word != token else self._read_run(token)

    def _read_run(self, token: str) -> Reading | None:
        """Read a token of letters and half-spaces."""
        inner: list[Repair] = []
        first, last = self._spelled(token, 0, inner)
        return self._reading(inner, first, last)

    def _read_runs(self, token: str) -> Reading | None:
        """Read a token with anything in it."""
        if token.isascii() or _LEFT_ALONE.search(token):
            return None
        inner: list[Repair] = []
        first = last = ""
        for run in _RUN.finditer(token):
            start = run.start()
            pieces = self._spelled(run[0], start, inner)
            if not start:
                first = pieces[0]
            if run.end() == len(token):
                last = pieces[1]
        return self._reading(inner, first, last)

    def _reading(self, inner: list[Repair], first: str, last: str) -> Reading | None:
        """Return the reading of a token with these candidates and pieces, if it needs a look."""
        follows, leads = self._follows(first), last in self.lead
        return (tuple(inner), first, last, follows, leads) if inner or follows or leads else None

    def _follows(self, word: str) -> bool:
        """Tell whether a word may join the one before: as it stands, or an unknown one as an inflection."""
        if word in self.follow:
            return True
        if word[-1:] not in _NOUN_ENDS or word in self.known:
            return False
        return any(stem in self.follow for stem in stems(word))

    def _read_between(self, token: str, word: str) -> Reading | None:
        """Read a token that is a word between signs."""
        reading = self.tokens[word]
        if reading is None:
            return None
        before = token.index(word)
        inner = [(sort, start + before, end + before, text) for sort, start, end, text in reading[0]]
        after = len(token) > before + len(word)
        return self._reading(inner, "" if before else reading[1], "" if after else reading[2])

    def _settled(self, token: str) -> bool:
        """Tell whether a token is spelled as the tables spell its letters."""
        return ZWNJ in token and self.deleted.get(token.replace(ZWNJ, "")) == token

    def _read_word(self, token: str, spelled: str, level: int) -> Reading | None:
        """Read a token that is one word, given its spelling and its level."""
        inner = [(sort_of(DELETED, level, spelled.count(ZWNJ)), 0, len(token), spelled)] if level else []
        return self._reading(inner, spelled.partition(ZWNJ)[0], spelled.rpartition(ZWNJ)[2])

    def _spelled(self, run: str, start: int, inner: list[Repair]) -> tuple[str, str]:
        """Add the candidates in a stretch of letters; return its first and last piece."""
        if self._settled(run):
            return run.partition(ZWNJ)[0], run.rpartition(ZWNJ)[2]
        spelled = []
        for part in run.split(ZWNJ):
            text, level = self.split[part]
            if level:
                inner.append((sort_of(DELETED, level, text.count(ZWNJ)), start, start + len(part), text))
            start += len(part) + 1
            spelled.append(text)
        return spelled[0].partition(ZWNJ)[0], spelled[-1].rpartition(ZWNJ)[2]

    def _edges(self, token: str) -> tuple[str, str]:
        """Return the pieces a token begins and ends with; empty where that is a sign."""
        if token in self.known and token not in self.deleted and ZWNJ not in token:
            return token, token
        reading = self.tokens[token]
        if reading is not None:
            return reading[1], reading[2]
        if _WORD.fullmatch(token):
            return token.partition(ZWNJ)[0], token.rpartition(ZWNJ)[2]
        if _LEFT_ALONE.search(token):
            return "", ""
        first, last = _FIRST.match(token), _LAST.search(token[-_LONGEST:])
        return first[0] if first else "", last[0] if last else ""

    def candidates(self, text: str) -> list[Repair]:
        """Return the candidates of a text, in and between the tokens that need a look."""
        repairs: list[Repair] = []
        after, length = -1, len(text)
        for start, end, token in self.words_to_look_at(text):
            reading = self.tokens[token]
            if reading is None:
                continue
            inner, first, last, follows, leads = reading
            for sort, at, stop, spelled in inner:
                repairs.append((sort, start + at, start + stop, spelled))
            if follows and start and after != start and text[start - 1] == " ":
                left = self.edges[_token_before(text, start - 1)][1]
                self._join(left, first, start - 1, repairs)
            if leads and end < length and text[end] == " ":
                after = end + 1
                self._join(last, self.edges[_token_after(text, after)][0], end, repairs)
        return repairs

    def _join(self, left: str, right: str, at: int, repairs: list[Repair]) -> None:
        """Add the candidate between two words with a space at `at`; an empty word is a sign."""
        if left and right and (level := self.judge.level_between(left, right)):
            repairs.append((sort_of(SPACED, level, 1), at, at + 1, f"{left}{ZWNJ}{right}"))

    def words_to_look_at(self, text: str) -> list[Span]:
        """Return the tokens that need a look, signs taken out."""
        if self.quiet is None:
            return self._loud_lines(text)
        loud: list[Span] = []
        for start, end, token, bare in self.quiet.others(text):
            if self.tokens[bare] is None:
                self.quiet.add(bare)
            else:
                loud.append((start, end, token))
        return loud

    def _loud_lines(self, text: str) -> list[Span]:
        """Do so by whole lines, which is fastest where nothing is compiled."""
        loud: list[Span] = []
        look, offset = self.tokens.__getitem__, 0
        for line, bare in zip(text.split("\n"), _SIGN.sub("", text).split("\n"), strict=True):
            if places := list(compress(count(), map(look, bare.split(" ")))):
                words, start, before = line.split(" "), offset, 0
                for at in places:
                    start += sum(map(len, words[before:at])) + at - before
                    loud.append((start, start + len(words[at]), words[at]))
                    before = at
            offset += len(line) + 1
        return loud


def _token_before(text: str, end: int) -> str:
    """Return the token that ends at `end`."""
    start = text.rfind(" ", 0, end) + 1
    return text[max(start, text.rfind("\n", start, end) + 1) : end]


def _token_after(text: str, start: int) -> str:
    """Return the token that starts at `start`."""
    end = text.find(" ", start)
    return text[start : len(text) if end < 0 else end].partition("\n")[0]


@cache
def reader() -> Reader:
    """Return the reader over the shipped tables."""
    return Reader(model())
