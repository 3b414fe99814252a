"""Half-spaces (ZWNJ) put back where they were deleted or typed as a space."""

from __future__ import annotations

import re
from itertools import compress, count
from operator import itemgetter
from typing import Final

from newscrawler.text.evidence import DELETED, accepted
from newscrawler.text.model import TOP
from newscrawler.text.reading import SIGNS, Repair, reader
from newscrawler.text.tables import ZWNJ

_SIGN: Final = re.compile(f"[{SIGNS}]")
"""Taken out before words are looked up."""
_MANY: Final = 32
"""Fewer candidates than this are likely to be met again in another text, so the decision is remembered."""
_Line = tuple[int, list[str], list[Repair]]
"""A line with candidates: its place, its tokens, the candidates."""


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
    lines = text.split("\n")
    found = _candidates(lines, _SIGN.sub("", text))
    if not found:
        return text, True
    sorts = sorted([repair[0] for _, _, repairs in found for repair in repairs])
    decide = accepted if len(sorts) < _MANY else accepted.__wrapped__
    chosen = decide(text.count(ZWNJ), tuple(sorts))
    for at, words, repairs in found:
        good = [repair for repair in repairs if repair[0] in chosen]
        if good:
            lines[at] = _apply(words, good)
    settled = not chosen or all(sort in chosen and sort[0] == DELETED for sort in sorts)
    return "\n".join(lines), settled


def _candidates(lines: list[str], bare: str) -> list[_Line]:
    """Return the lines that have candidates; `bare`: the text without signs."""
    read = reader()
    look = read.tokens.__getitem__
    found, spaced = [], False
    for at, line in enumerate(bare.split("\n")):
        if loud := list(compress(count(), map(look, line.split(" ")))):
            words = lines[at].split(" ")
            if repairs := read.candidates(words, loud):
                found.append((at, words, repairs))
                spaced = spaced or any(repair[2] < 0 for repair in repairs)
    return _confirmed(found, bare) if spaced else found


def _confirmed(found: list[_Line], bare: str) -> list[_Line]:
    """Return the candidates, sure of every compound that the text writes in more ways than one."""
    written = {word for word in bare.split() if ZWNJ in word} if ZWNJ in bare else set()
    joined = written.union(repair[4] for _, _, repairs in found for repair in repairs if repair[2] >= 0)
    if not joined:
        return found
    apart = written.union(repair[4] for _, _, repairs in found for repair in repairs if repair[2] < 0)
    return [(at, words, [_sure(repair, joined, apart) for repair in repairs]) for at, words, repairs in found]


def _sure(repair: Repair, joined: set[str], apart: set[str]) -> Repair:
    """Return a candidate at the highest level if the text also writes it in another way."""
    (kind, _, added), at, start, end, text = repair
    known = text in (apart if kind == DELETED else joined)
    return ((kind, TOP, added), at, start, end, text) if known else repair


def _apply(words: list[str], repairs: list[Repair]) -> str:
    """Return the line with `repairs` done."""
    for _, at, start, end, text in sorted(repairs, key=itemgetter(1, 2), reverse=True):
        if start < 0:
            words[at - 1] += ZWNJ + words.pop(at)
        else:
            words[at] = words[at][:start] + text + words[at][end:]
    return " ".join(words)
