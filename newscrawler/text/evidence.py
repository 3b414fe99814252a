"""How much repair does this text need? Its half-spaces, kept and missing, say what happened to it.

Every text is taken for one of a few histories; a history says how often a half-space that should stand was
kept, deleted or typed as a space. Bayes' rule over what is seen gives the histories' probabilities and, from
them, each candidate's: a lone doubtful gap in a text full of good half-spaces stays as it is.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from math import exp, log
from typing import Final, NamedTuple

from newscrawler.text.model import STEPS, TOP

DELETED, SPACED = 0, 1
Sort = tuple[int, int, int]
"""What the decision needs of a candidate: DELETED or SPACED, its level, how many half-spaces it would add."""


class History(NamedTuple):
    """What may have happened to a text: how likely that is, and the shares kept, deleted and spaced."""

    name: str
    prior: float
    kept: float
    deleted: float
    spaced: float


HISTORIES: Final = (
    History("well spelt", 0.2954, 0.9883, 0.0111, 0.0006),
    History("stripped", 0.2737, 0.0731, 0.9260, 0.0009),
    History("spaced", 0.1987, 0.0220, 0.0105, 0.9675),
    History("mixed", 0.1402, 0.4758, 0.3803, 0.1439),
    History("none kept", 0.0081, 0.2811, 0.3843, 0.3346),
    History("half kept", 0.0839, 0.3850, 0.2851, 0.3298),
)
"""Tuned on the development sentences."""
TEMPER: Final = 0.733
"""The model is a little too sure of itself: its log-odds are multiplied by this."""
ACCEPT: Final = 0.563
"""A repair must be this probable: a wrong one costs a little more than a missed one."""


@cache
def _tables() -> tuple[list[float], list[float], list[list[list[float]]], list[list[list[float]]]]:
    """Per history: log prior, log kept; per kind, level, history: log likelihood, the gap's posterior."""
    likelihood: list[list[list[float]]] = [[], []]
    posterior: list[list[list[float]]] = [[], []]
    for level in range(TOP + 1):
        p = 1 / (1 + exp(-TEMPER * level / STEPS))
        for kind in (DELETED, SPACED):
            share = [(h.deleted, h.spaced)[kind] for h in HISTORIES]
            likelihood[kind].append([log(p * s + 1 - p) for s in share])
            posterior[kind].append([p * s / (p * s + 1 - p) for s in share])
    return [log(h.prior) for h in HISTORIES], [log(h.kept) for h in HISTORIES], likelihood, posterior


@lru_cache(maxsize=1 << 14)
def accepted(kept: int, seen: tuple[Sort, ...]) -> frozenset[Sort]:
    """Decide which sorts of candidates to repair.

    `kept`: half-spaces the text has; `seen`: the sort of every candidate, sorted. Decided again until nothing
    changes, so that a repaired text asks for no further repair.
    """
    prior, keep, likelihood, posterior = _tables()
    left = Counter(seen)
    found: set[Sort] = set()
    while left:
        scores = [a + kept * b for a, b in zip(prior, keep, strict=True)]
        for (kind, level, _), n in left.items():
            scores = [s + n * x for s, x in zip(scores, likelihood[kind][level], strict=True)]
        top = max(scores)
        shares = [exp(s - top) for s in scores]
        bar = ACCEPT * sum(shares)
        good = [
            sort
            for sort in left
            if sum(s * q for s, q in zip(shares, posterior[sort[0]][sort[1]], strict=True)) > bar
        ]
        if not good:
            break
        found.update(good)
        kept += sum(left.pop(sort) * sort[2] for sort in good)
    return frozenset(found)
