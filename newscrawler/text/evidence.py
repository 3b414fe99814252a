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
    History("well spelt", 0.164, 0.988, 0.011, 0.001),
    History("stripped", 0.502, 0.004, 0.992, 0.004),
    History("spaced", 0.163, 0.013, 0.004, 0.983),
    History("mixed, more deleted", 0.031, 0.199, 0.598, 0.203),
    History("mixed", 0.015, 0.416, 0.323, 0.261),
    History("mixed, more spaced", 0.045, 0.306, 0.108, 0.586),
    History("a few deleted", 0.01, 0.90, 0.09, 0.01),
    History("a few spaced", 0.01, 0.90, 0.01, 0.09),
    History("half deleted", 0.01, 0.50, 0.49, 0.01),
    History("half spaced", 0.01, 0.50, 0.01, 0.49),
    History("stripped, a few spaced", 0.01, 0.01, 0.90, 0.09),
    History("spaced, a few deleted", 0.01, 0.01, 0.09, 0.90),
    History("hardly any kept, more deleted", 0.01, 0.05, 0.60, 0.35),
    History("hardly any kept, more spaced", 0.01, 0.05, 0.30, 0.65),
)
"""The first six were tuned on the development sentences; the others tell faults of whole documents apart."""
TEMPER: Final = (0.717, 0.618)
"""What the log-odds of words, and of pairs, are multiplied by: tuned with the histories."""
ACCEPT: Final = 0.5
"""A repair must be this probable."""


@cache
def _tables() -> tuple[list[float], list[float], list[list[float]], list[list[float]]]:
    """Per history: log prior, log kept; per kind and level, history: log likelihood, the gap's posterior."""
    likelihood: list[list[float]] = []
    posterior: list[list[float]] = []
    for kind in (DELETED, SPACED):
        share = [(h.deleted, h.spaced)[kind] for h in HISTORIES]
        for level in range(TOP + 1):
            p = 1 / (1 + exp(-TEMPER[kind] * level / STEPS))
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
