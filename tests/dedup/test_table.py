"""The table of postings: found by grams, the same one by one and in bulk, bounded in memory."""

from __future__ import annotations

import numpy as np
import pytest

from newscrawler.dedup import table
from newscrawler.dedup.document import Text
from newscrawler.dedup.table import PostingTable, sketch


def _sketches(documents: int, seed: int = 1) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    common = rng.integers(0, 1 << 32, 30).tolist()
    return [rng.integers(0, 1 << 32, 20).tolist() + common[number % 29 :][:2] for number in range(documents)]


def test_a_document_is_found_by_its_grams_and_strangers_are_not():
    index = PostingTable()
    sketches = _sketches(500)
    for number, hashes in enumerate(sketches, 1):
        index.add(number, hashes)
    weights = index.query(sketches[76])
    assert max(weights, key=weights.get) == 77
    assert weights[77] > 19
    assert sum(weight > 2 for weight in weights.values()) == 1


def test_a_gram_of_many_documents_weighs_little():
    index = PostingTable()
    for number in range(1, 11):
        index.add(number, [123456789, 1000 + number])
    assert index.query([123456789, 1003]) == pytest.approx({n: 0.1 + (n == 3) for n in range(1, 11)})


@pytest.mark.parametrize("chunk", [1, 700, 20_000])
def test_bulk_entry_leaves_the_table_that_entry_one_by_one_leaves(chunk, monkeypatch):
    monkeypatch.setattr(table, "_SMALLEST", 6)
    monkeypatch.setattr(table, "_LARGEST", 11)
    monkeypatch.setattr(table, "_FULL", (1 << 11) - 1)
    single, bulk = PostingTable(), PostingTable()
    sketches = _sketches(5_000)
    for number, hashes in enumerate(sketches, 1):
        single.add(number, hashes)
    for start in range(0, len(sketches), chunk):
        part = sketches[start : start + chunk]
        numbers = np.repeat(np.arange(start + 1, start + 1 + len(part)), [len(hashes) for hashes in part])
        bulk.extend(numbers, np.array([gram for hashes in part for gram in hashes], np.uint32))
    assert len(single._segments) == len(bulk._segments) == 3
    for one, other in zip(single._segments, bulk._segments, strict=True):
        assert np.array_equal(one.slots, other.slots)
        assert np.array_equal(one.cursors, other.cursors)
    assert all(number in single.query(sketches[number - 1]) for number in (1, 2046, 2047, 2048, 4999))


def test_memory_stays_under_270_bytes_a_document_from_some_thousand_on():
    index = PostingTable()
    for number, hashes in enumerate(_sketches(20_000), 1):
        index.add(number, hashes)
        assert number < 4_096 or index.nbytes <= 270 * number


def test_a_sketch_has_at_most_24_grams_and_a_cut_copy_shares_some():
    rng = np.random.default_rng(5)
    words = ["".join(rng.choice(list("ابتدرسشکلمنوهی"), 6)) for _ in range(300)]
    whole = sketch(Text.read(" ".join(words)).letters)
    cut = sketch(Text.read(" ".join(words[:25])).letters)
    assert len(whole) <= 24
    assert len(set(whole)) == len(whole)
    assert len(set(whole) & set(cut)) >= 3


def test_a_text_of_fewer_letters_than_a_gram_has_no_sketch():
    assert sketch(Text.read("خبر کوتاه").letters) == []
    assert PostingTable().query([]) == {}
