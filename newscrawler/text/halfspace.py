"""Half-spaces (ZWNJ) put back where they were deleted or typed as a space."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Final

from newscrawler.text.evidence import accepted, is_spaced, surest
from newscrawler.text.kinds import SIGNS
from newscrawler.text.reading import Repair, reader
from newscrawler.text.tables import ZWNJ

_SIGN: Final = re.compile(f"[{SIGNS}]")
_MANY: Final = 32
"""Fewer candidates than this are likely to be met again in another text, so the decision is remembered."""


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
    repairs = reader().candidates(text)
    if not repairs:
        return text, True
    sorts = sorted([repair[0] for repair in repairs])
    if is_spaced(sorts[-1]):
        repairs = _confirmed(repairs, text)
        sorts = sorted([repair[0] for repair in repairs])
    decide = accepted if len(sorts) < _MANY else accepted.__wrapped__
    chosen = decide(text.count(ZWNJ), tuple(sorts))
    if not chosen:
        return text, True
    good = [repair for repair in repairs if repair[0] in chosen]
    return _apply(text, good), len(good) == len(repairs) and not is_spaced(sorts[-1])


def _confirmed(repairs: list[Repair], text: str) -> list[Repair]:
    """Return the candidates, sure of every compound that the text writes in more ways than one."""
    bare = _SIGN.sub("", text) if ZWNJ in text else ""
    written: set[str] = set()
    if len(repairs) > _MANY or any(spelled in bare for _, _, _, spelled in repairs):
        written = {word for word in bare.split() if ZWNJ in word}
    joined = written.union([spelled for sort, _, _, spelled in repairs if not is_spaced(sort)])
    if not joined:
        return repairs
    apart = written.union([spelled for sort, _, _, spelled in repairs if is_spaced(sort)])
    sure = []
    for sort, start, end, spelled in repairs:
        known = spelled in (joined if is_spaced(sort) else apart)
        sure.append((surest(sort) if known else sort, start, end, spelled))
    return sure


def _apply(text: str, repairs: list[Repair]) -> str:
    """Return the text with `repairs` done."""
    pieces, done = [], 0
    for sort, start, end, spelled in sorted(repairs, key=itemgetter(1)):
        pieces += [text[done:start], ZWNJ if is_spaced(sort) else spelled]
        done = end
    pieces.append(text[done:])
    return "".join(pieces)
