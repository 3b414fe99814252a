"""Corpora and word lists, read from files named on the command line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawler.text.characters import fix_characters
from newscrawler.text.kinds import LETTER
from newscrawler.text.tables import ZWNJ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_MARKS = "\u064b-\u0655\u0670"
_WORD = re.compile(f"[{LETTER}{_MARKS}{ZWNJ}]+")
_PART = re.compile(f"([{LETTER}{_MARKS}]+)|([^{LETTER}{_MARKS}]+)")
_FREQUENT = 1000
"""Occurrences in hazm's count from which a word is called listed, not rare."""
LISTS: Final = ("lilak", "lilak users", "shekar", "shekar compounds", "hazm")
_PREFIXES: Final = ("می", "نمی")


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

    def by_letters(self) -> defaultdict[str, Counter[tuple[str, ...]]]:
        """Return the spellings of each word, by its letters."""
        found: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        for spelling, n in self.spellings.items():
            found["".join(spelling)][spelling] += n
        return found


def count(paths: Iterable[Path], part: int = 0, parts: int = 1, *, others: bool = False) -> Counts:
    """Count the sentences (one a line) of all files; of `parts` equal parts this one, or the `others`."""
    counts = Counts()
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").split("\n"))
    for number, line in enumerate(lines):
        if (number % parts == part) != others:
            counts.add(line)
    return counts


def commonest(spellings: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """Return the spelling met most often."""
    return max(spellings, key=lambda s: (spellings[s], s))


@dataclass
class Lexicon:
    """Word lists, together and each by itself.

    `plain`: words (1 rare, 2 listed); `split`: spellings with half-spaces by their letters; `verbs`: forms
    without prefix; `lists`: per list, letters → spelling → how often it was met (1 where unknown); `tags`:
    Lilak's parts of speech.
    """

    plain: dict[str, int] = field(default_factory=dict)
    split: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    verbs: set[str] = field(default_factory=set)
    lists: dict[str, dict[str, dict[str, int]]] = field(default_factory=lambda: {name: {} for name in LISTS})
    tags: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, word: str, grade: int, source: str, often: int = 1) -> None:
        """Add one word of a list; anything with a sign that is no letter is passed over."""
        word = fix_characters(word)
        if not _WORD.fullmatch(word):
            return
        letters = word.replace(ZWNJ, "")
        spellings = self.lists[source].setdefault(letters, {})
        spellings[word] = max(often, spellings.get(word, 0))
        if ZWNJ in word:
            self.split[letters].add(word)
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


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")


def _read_lilak(lexicon: Lexicon, folder: Path) -> None:
    """Read `lexicon` (word,tag,…) and `dic_users`."""
    for line in _lines(folder / "lexicon"):
        word, tag = line.split(",")[:2]
        lexicon.add(word, 2, "lilak")
        word = fix_characters(word)
        lexicon.tags[word].add(tag)
        prefix, mark, form = word.partition(ZWNJ)
        if tag == "verb" and mark and prefix in _PREFIXES and ZWNJ not in form:
            lexicon.verbs.add(form)
    for line in _lines(folder / "dic_users"):
        lexicon.add(line, 2, "lilak users")


def _read_hazm(lexicon: Lexicon, folder: Path) -> None:
    """Read `words.dat` (word, count, tags) and `verbs.dat` (past#present)."""
    for line in _lines(folder / "words.dat"):
        word, _, rest = line.partition("\t")
        if rest:
            often = int(rest.split("\t")[0])
            lexicon.add(word, 2 if often >= _FREQUENT else 1, "hazm", often)
    for line in _lines(folder / "verbs.dat"):
        past, mark, present = line.partition("#")
        lexicon.verbs |= _verb_forms(past, present) if mark else set()


def _read_shekar(lexicon: Lexicon, folder: Path) -> None:
    """Read `vocab.csv` (word,count), `compound_words.csv` (`#`: parts written joined), `verbs.csv`."""
    for line in _lines(folder / "vocab.csv"):
        word, _, often = line.partition(",")
        if often.isdigit():
            lexicon.add(word, 2, "shekar", int(often))
    for line in _lines(folder / "compound_words.csv"):
        lexicon.add(line.replace("#", ""), 2, "shekar compounds")
    for line in _lines(folder / "verbs.csv"):
        present, mark, past = line.partition(",")
        lexicon.verbs |= _verb_forms(past.split(",")[0], present) if mark else set()


def read_lexicon(hazm: Path, shekar: Path, lilak: Path) -> Lexicon:
    """Read the word lists in the folders of hazm, shekar and Lilak."""
    lexicon = Lexicon()
    _read_lilak(lexicon, lilak)
    _read_hazm(lexicon, hazm)
    _read_shekar(lexicon, shekar)
    return lexicon
