"""Accuracy on the development sentences, pinned: a change that lowers a figure fails here."""

from __future__ import annotations

import importlib.util
import random
import re
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from newscrawler import normalize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Z = "\u200c"


@pytest.fixture(scope="module")
def gold(shared: Path) -> tuple[list[str], Callable[..., dict[str, float]]]:
    """Every third gold sentence, and the scoring function."""
    spec: Any = importlib.util.spec_from_file_location("score_zwnj", shared / "text" / "score_zwnj.py")
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the scorer leaves a file to the garbage collector
        spec.loader.exec_module(module)
    sentences = (shared / "text" / "gold_dev.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return sentences[::3], module.score


@pytest.mark.parametrize(
    ("variant", "precision", "f1", "lenient_f1"),
    [("deleted", 0.973, 0.957, 0.976), ("spaced", 0.962, 0.925, 0.934), ("mixed", 0.973, 0.937, 0.948)],
)
def test_restoration_stays_as_good(
    gold: Any, variant: str, precision: float, f1: float, lenient_f1: float
) -> None:
    sentences, score = gold
    dice = random.Random(1)
    damage = {"deleted": lambda _: "", "spaced": lambda _: " ", "mixed": lambda _: dice.choice((Z, "", " "))}[
        variant
    ]
    got = score(sentences, [normalize(re.sub(Z, damage, s)) for s in sentences])
    assert (got["P"] >= precision, got["F1"] >= f1, got["lenient_F1"] >= lenient_f1) == (True,) * 3, got


def test_right_sentences_are_left_alone(gold: Any) -> None:
    sentences, score = gold
    assert score(sentences, [normalize(s) for s in sentences])["altered"] <= 0.02


def test_right_documents_are_left_alone(gold: Any) -> None:
    sentences, score = gold
    blocks = ["\n".join(sentences[i : i + 20]) for i in range(0, len(sentences), 20)]
    lines = [line for block in blocks for line in normalize(block).split("\n")]
    assert score(sentences, lines)["altered"] <= 0.002
