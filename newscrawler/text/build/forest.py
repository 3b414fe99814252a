"""Boosted trees over the numbers of `words` and `pairs`: they judge known words and pairs, at build time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import lightgbm
import numpy as np

from newscrawler.text.build.folds import FOLDS
from newscrawler.text.trees import LEAF, nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

_SETTINGS: Final[dict[str, Any]] = {
    "objective": "cross_entropy",
    "learning_rate": 0.08,
    "num_leaves": 31,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}
_TREES: Final = 220
_SHIPPED_SETTINGS: Final[dict[str, Any]] = {"min_data_in_leaf": 50, "feature_fraction": 0.4}
_SHIPPED_TREES: Final = 200


class Example:
    """Numbers of a gap, the share in which a half-space stands there, its weight, the fold it is of."""

    __slots__ = ("fold", "numbers", "stands", "weight")

    def __init__(self, numbers: Sequence[float], stands: float, weight: float, fold: int) -> None:
        """Keep what is given."""
        self.numbers, self.stands, self.weight, self.fold = numbers, stands, weight, fold


class Forest:
    """One model per fold, learnt from the other folds, and one learnt from all."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Learn; single-threaded and seeded, so that a rebuild gives the same tables."""
        rows = np.array([e.numbers for e in examples], dtype=np.float32)
        stands = np.array([e.stands for e in examples])
        weights = np.array([e.weight for e in examples])
        folds = np.array([e.fold for e in examples])
        self._models = []
        for fold in range(FOLDS + 1):
            some = folds != fold
            data = lightgbm.Dataset(rows[some], stands[some], weight=weights[some])
            self._models.append(lightgbm.train(_SETTINGS, data, num_boost_round=_TREES))

    def predict(self, rows: Sequence[Sequence[float]], fold: int | None = None) -> list[float]:
        """Return probabilities, by the model that has not seen `fold`."""
        if not rows:
            return []
        model = self._models[FOLDS if fold is None else fold]
        return [float(p) for p in model.predict(np.array(rows, dtype=np.float32), num_threads=1)]


def grown(examples: Sequence[Example]) -> bytes:
    """Return the nodes of one model learnt from all examples, for the run time (`newscrawler.text.trees`)."""
    data = lightgbm.Dataset(
        np.array([e.numbers for e in examples], dtype=np.float32),
        np.array([e.stands for e in examples]),
        weight=np.array([e.weight for e in examples]),
    )
    model = lightgbm.train(_SETTINGS | _SHIPPED_SETTINGS, data, num_boost_round=_SHIPPED_TREES)
    found: list[tuple[int, int, float]] = []
    for tree in model.dump_model()["tree_info"]:
        start = len(found)
        _walk(tree["tree_structure"], found)
        leaves = [i for i in range(start, len(found)) if found[i][0] == LEAF]
        for i in leaves:
            found[i] = LEAF, len(found), found[i][2]
    last = len(found)
    return nodes([(a, 0 if a == LEAF and lead == last else lead, value) for a, lead, value in found])


def _walk(node: dict[str, Any], found: list[tuple[int, int, float]]) -> None:
    """Add a node and those below it."""
    if "leaf_value" in node:
        found.append((LEAF, 0, node["leaf_value"]))
        return
    at = len(found)
    found.append((node["split_feature"], 0, node["threshold"]))
    _walk(node["left_child"], found)
    found[at] = node["split_feature"], len(found), node["threshold"]
    _walk(node["right_child"], found)
