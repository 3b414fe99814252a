"""The stories hardly depend on the order of arrival: two orders agree on nearly every pair of documents."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter

import pytest

from benchmarks.dedup_corpus import quality_set
from newscrawler.dedup import StoryIndex

TOLERANCE = 0.99
"""Pairwise F1 between the stories of two orders."""


def _pairs(counts) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def _stories(texts, order) -> list[str]:
    index = StoryIndex()
    story = {number: index.add(str(number), *texts[number]) for number in order}
    return [index.resolve(story[number]) for number in range(len(texts))]


def _agreement(one: list[str], other: list[str]) -> float:
    both = _pairs(Counter(zip(one, other, strict=True)).values())
    return 2 * both / (_pairs(Counter(one).values()) + _pairs(Counter(other).values()))


@pytest.fixture(scope="module")
def invented() -> list[tuple[str, str]]:
    return [(doc.headline, doc.body) for doc in quality_set(8, stories=150, days=12)]


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_invented_documents_make_the_same_stories(invented, seed):
    order = list(range(len(invented)))
    straight = _stories(invented, order)
    random.Random(seed).shuffle(order)
    assert _agreement(straight, _stories(invented, order)) >= TOLERANCE


def test_a_shuffled_part_of_the_shared_benchmark_makes_the_same_stories(shared):
    with gzip.open(shared / "dedup" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:2500]
    texts = [(row["title"], row["body"]) for row in rows]
    order = list(range(len(texts)))
    straight = _stories(texts, order)
    random.Random(1).shuffle(order)
    assert _agreement(straight, _stories(texts, order)) >= TOLERANCE
    assert _agreement(straight, _stories(texts, order[::-1])) >= TOLERANCE


def test_agreement_is_one_for_equal_and_less_for_other_stories():
    assert _agreement(["a", "a", "b"], ["x", "x", "y"]) == 1
    assert _agreement(["a", "a", "b"], ["x", "y", "y"]) == 0
