"""How much repair does this text need? Its half-spaces, kept and missing, say what happened to it.

Every text is taken for one of a few histories; a history says how often a half-space that should stand was
kept, deleted or typed as a space. Bayes' rule over what is seen gives the histories' probabilities and, from
them, each candidate's: a lone doubtful gap in a text full of good half-spaces stays as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import exp, log
from typing import Final, NamedTuple

from newscrawler.text.model import STEPS, TOP

DELETED, SPACED = 0, 1
_ADDED: Final = 64
"""Half-spaces that one candidate may add, and one."""
_KIND: Final = (TOP + 1) * _ADDED


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
ACCEPT: Final = 0.55
"""A repair must be this probable: a wrong one costs a little more than a missed one."""


@cache
def _tables() -> tuple[list[float], list[float], list[list[float]], list[list[float]]]:
    """Per history: log prior, log kept; per kind and level, history: log likelihood, the gap's posterior."""
    likelihood: list[list[float]] = []
    posterior: list[list[float]] = []
    for kind in (DELETED, SPACED):
        share = [(h.deleted, h.spaced)[kind] for h in HISTORIES]
        for level in range(TOP + 1):
            p = 1 / (1 + exp(-TEMPER * level / STEPS))
            likelihood.append([log(p * s + 1 - p) for s in share])
            posterior.append([p * s / (p * s + 1 - p) for s in share])
    return [log(h.prior) for h in HISTORIES], [log(h.kept) for h in HISTORIES], likelihood, posterior


def sort_of(kind: int, level: int, added: int) -> int:
    """Return all that the decision needs of a candidate, in a number: its sort.

    `kind`: DELETED or SPACED; `level`: see `model`; `added`: how many half-spaces it would add.
    """
    return kind * _KIND + level * _ADDED + min(added, _ADDED - 1)


def is_spaced(sort: int) -> bool:
    """Tell whether a candidate is a space that goes."""
    return sort >= _KIND


def surest(sort: int) -> int:
    """Return the sort of the same candidate at the highest level."""
    return sort_of(sort // _KIND, TOP, sort % _ADDED)


@lru_cache(maxsize=1 << 14)
def accepted(kept: int, seen: tuple[int, ...]) -> frozenset[int]:
    """Decide which sorts of candidates to repair.

    `kept`: half-spaces the text has; `seen`: the sort of every candidate, sorted. Decided again until nothing
    changes, so that a repaired text asks for no further repair.
    """
    left: dict[int, int] = {}
    for sort in seen:
        left[sort] = left.get(sort, 0) + 1
    found: set[int] = set()
    while left:
        good = _better(kept, left)
        if not good:
            break
        found.update(good)
        for sort in good:
            kept += left.pop(sort) * (sort % _ADDED)
    return frozenset(found)


def _better(kept: int, left: dict[int, int]) -> list[int]:
    """Return the sorts of `left`, each so many times, that are better repaired."""
    prior, keep, likelihood, posterior = _tables()
    scores = [a + kept * b for a, b in zip(prior, keep, strict=True)]
    for sort, n in left.items():
        row = likelihood[sort // _ADDED]
        for i, score in enumerate(scores):
            scores[i] = score + n * row[i]
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    bar, good = ACCEPT * sum(shares), []
    for sort in left:
        total = 0.0
        for share, q in zip(shares, posterior[sort // _ADDED], strict=True):
            total += share * q
        if total > bar:
            good.append(sort)
    return good
