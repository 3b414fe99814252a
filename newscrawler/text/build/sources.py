"""Corpora and word lists, read from files named on the command line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newscrawler.text.characters import LETTER, fix_characters
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MARKS = "\u064b-\u0655\u0670"
_WORD = re.compile(f"[{LETTER}{_MARKS}{ZWNJ}]+")
_PART = re.compile(f"([{LETTER}{_MARKS}]+)|([^{LETTER}{_MARKS}]+)")
_FREQUENT = 1000
"""Occurrences in hazm's count from which a word is called listed, not rare."""


@dataclass
class Counts:
    """What the sentences say: spellings (as tuples of pieces), and neighbours with and without half-space."""

    spellings: Counter[tuple[str, ...]] = field(default_factory=Counter)
    joined: Counter[tuple[str, str]] = field(default_factory=Counter)
    apart: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, sentence: str) -> None:
        """Count one sentence."""
        gap, previous = "", ""
        pieces: list[str] = []
        for part in _PART.finditer(fix_characters(sentence)):
            if part[2]:
                gap = part[2]
                continue
            word = part[1]
            if gap == ZWNJ and pieces:
                self.joined[previous, word] += 1
                pieces.append(word)
            else:
                if pieces:
                    self.spellings[tuple(pieces)] += 1
                if gap == " " and previous:
                    self.apart[previous, word] += 1
                pieces = [word]
            previous = word
        if pieces:
            self.spellings[tuple(pieces)] += 1


def count(paths: Iterable[Path]) -> Counts:
    """Count the sentences (one a line) of all files."""
    counts = Counts()
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            counts.add(line)
    return counts


@dataclass
class Lexicon:
    """Word lists: plain words (1 rare, 2 listed), spellings with half-spaces by their letters, verb forms."""

    plain: dict[str, int] = field(default_factory=dict)
    split: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    verbs: set[str] = field(default_factory=set)

    def add(self, word: str, grade: int) -> None:
        """Add one word; anything with a sign that is no letter is passed over."""
        word = fix_characters(word)
        if not _WORD.fullmatch(word):
            return
        if ZWNJ in word:
            self.split[word.replace(ZWNJ, "")].add(word)
        else:
            self.plain[word] = max(grade, self.plain.get(word, 0))


_PRESENT = ("م", "ی", "د", "یم", "ید", "ند")
_PAST = ("", "م", "ی", "یم", "ید", "ند", "ه")
_GLIDING = frozenset("او")
_NO_GLIDE = frozenset({"رو", "شو", "دو", "جو", "شنو"})


def _verb_forms(past: str, present: str) -> set[str]:
    """Return the forms a verb's two stems make, without prefixes."""
    past, present = fix_characters(past), fix_characters(present)
    if not past or not present:
        return set()
    glide = "ی" if present[-1] in _GLIDING and present not in _NO_GLIDE else ""
    return {present + glide + end for end in _PRESENT} | {past + end for end in _PAST}


def read_lexicon(hazm: Path, shekar: Path) -> Lexicon:
    """Read hazm's `words.dat` and `verbs.dat` and shekar's `vocab.csv`, `compound_words.csv`, `verbs.csv`.

    `hazm` and `shekar` are the folders that hold them. `#` in shekar's compounds marks parts written joined.
    """
    lexicon = Lexicon()
    for line in (hazm / "words.dat").read_text(encoding="utf-8").split("\n"):
        word, _, rest = line.partition("\t")
        if rest:
            lexicon.add(word, 2 if int(rest.split("\t")[0]) >= _FREQUENT else 1)
    for line in (shekar / "vocab.csv").read_text(encoding="utf-8").split("\n"):
        lexicon.add(line.partition(",")[0], 2)
    for line in (shekar / "compound_words.csv").read_text(encoding="utf-8").split("\n"):
        lexicon.add(line.replace("#", ""), 2)
    for line in (hazm / "verbs.dat").read_text(encoding="utf-8").split("\n"):
        past, mark, present = line.partition("#")
        lexicon.verbs |= _verb_forms(past, present) if mark else set()
    for line in (shekar / "verbs.csv").read_text(encoding="utf-8").split("\n"):
        present, mark, past = line.partition(",")
        lexicon.verbs |= _verb_forms(past.split(",")[0], present) if mark else set()
    return lexicon
