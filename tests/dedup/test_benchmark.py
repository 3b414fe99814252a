"""Pinned scores: a change that lowers one fails here (benchmarks/dedup.py prints them all)."""

from __future__ import annotations

import pytest

from benchmarks.dedup_corpus import quality_set
from benchmarks.dedup_quality import Quality, quality, shared_set
from newscrawler.dedup import StoryIndex

WHOLE = ("boiler", "headline", "zwnj_del", "zwnj_space", "arabic", "lede")


@pytest.fixture(scope="module")
def on_shared(shared) -> Quality:
    return quality(StoryIndex(), shared_set(shared / "dedup" / "dev.jsonl.gz"))


@pytest.fixture(scope="module")
def on_invented() -> Quality:
    return quality(StoryIndex(), quality_set(5, stories=300, days=20))


def test_stories_of_the_shared_benchmark(on_shared):
    assert on_shared.precision >= 0.995
    assert on_shared.f1 >= 0.995


def test_hard_negatives_of_the_shared_benchmark_stay_apart(on_shared):
    assert on_shared.apart >= 0.999
    assert on_shared.worst[0] >= 0.995


def test_copies_of_the_shared_benchmark_are_found(on_shared):
    assert {kind: on_shared.copies[kind] for kind in WHOLE} == dict.fromkeys(WHOLE, 1.0)
    assert min(on_shared.copies.values()) >= 0.983


def test_stories_of_the_invented_set(on_invented):
    assert on_invented.precision >= 0.99
    assert on_invented.recall >= 0.99
    assert on_invented.worst[0] >= 0.99
