"""Logistic regression over named features, by Adagrad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


class Example(NamedTuple):
    """One gap: the names of its features, whether a half-space stands there, how much it counts."""

    features: Sequence[str]
    stands: bool
    weight: float


_NAMING: Final = ("DL", "Dx", "Dg")
_NAMING_SHRINK: Final = 6.0
"""Features that name a first half, mostly one word's: what few examples say of it is hardly believed."""


def fit(
    examples: list[Example], *, passes: int = 14, shrink: float = 0.5, rate: float = 0.15
) -> dict[str, float]:
    """Return each feature's weight; `shrink` is the L2 penalty a feature pays once over all its examples."""
    index: dict[str, int] = {"": 0}
    width = max(len(e.features) for e in examples)
    rows = np.zeros((len(examples), width), dtype=np.int32)
    for row, example in zip(rows, examples, strict=True):
        for i, name in enumerate(example.features):
            row[i] = index.setdefault(name, len(index))
    target = np.array([e.stands for e in examples], dtype=float)
    importance = np.array([e.weight for e in examples])
    often = np.maximum(np.bincount(rows.ravel(), minlength=len(index)), 1)
    penalty = np.array([_NAMING_SHRINK if name.startswith(_NAMING) else shrink for name in index]) / often
    weights, squares = np.zeros(len(index)), np.full(len(index), 1e-2)
    dice = np.random.default_rng(0)
    for _ in range(passes):
        order = dice.permutation(len(examples))
        for start in range(0, len(order), 256):
            batch = order[start : start + 256]
            x = rows[batch]
            error = (1 / (1 + np.exp(-weights[x].sum(1))) - target[batch]) * importance[batch]
            ids, where = np.unique(x.ravel(), return_inverse=True)
            slope = np.bincount(where, np.repeat(error, width), minlength=len(ids)).astype(float)
            slope += penalty[ids] * weights[ids] * np.bincount(where, minlength=len(ids))
            slope[ids == 0] = 0.0
            squares[ids] += slope * slope
            weights[ids] -= rate * slope / np.sqrt(squares[ids])
    return {name: float(weights[i]) for name, i in index.items() if name}
