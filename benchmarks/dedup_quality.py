"""Scores of a near-duplicate index over a set of documents whose stories are known."""

from __future__ import annotations

import collections
import gzip
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from benchmarks.dedup_corpus import Made

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARED = (
    Path(os.environ.get("NEWSCRAWLER_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    / "dedup"
    / "dev.jsonl.gz"
)


class Index(Protocol):
    """What is measured: place a document, and say which story one is in."""

    def add(self, doc_id: str, headline: str, body: str) -> str:
        """Give the story of a new document."""

    def resolve(self, story_id: str) -> str:
        """Give the id the story goes by now."""


def _pairs(counts: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


class Quality(NamedTuple):
    """Pairwise scores of one contender on one set."""

    precision: float
    recall: float
    f1: float
    apart: float
    worst: tuple[float, str]
    copies: dict[str, float]
    rate: float


def quality(index: Index, made: Sequence[Made]) -> Quality:
    """Stream a set through an index and score its stories over all pairs."""
    began = time.process_time()
    stories = [index.add(str(number), doc.headline, doc.body) for number, doc in enumerate(made)]
    rate = len(made) / (time.process_time() - began)
    stories = [index.resolve(story) for story in stories]
    both = _pairs(collections.Counter(zip(stories, (doc.story for doc in made), strict=True)).values())
    precision = both / max(1, _pairs(collections.Counter(stories).values()))
    recall = both / max(1, _pairs(collections.Counter(doc.story for doc in made).values()))
    families = collections.defaultdict(list)
    for doc, story in zip(made, stories, strict=True):
        families[doc.family].append((doc.story, story))
    apart = {family: _apart(members) for family, members in families.items() if family}
    base = {doc.story: story for doc, story in zip(made, stories, strict=True) if doc.kind == "base"}
    copies = collections.defaultdict(list)
    for doc, story in zip(made, stories, strict=True):
        if doc.kind != "base" and doc.story in base:
            copies[doc.kind].append(story == base[doc.story])
    return Quality(
        precision,
        recall,
        2 * precision * recall / max(precision + recall, 1e-9),
        sum(kept for kept, _ in apart.values()) / max(1, sum(pairs for _, pairs in apart.values())),
        min((kept / pairs, family) for family, (kept, pairs) in apart.items() if pairs),
        {kind: sum(found) / len(found) for kind, found in sorted(copies.items())},
        rate,
    )


def _apart(members: list[tuple[str, str]]) -> tuple[int, int]:
    true, told = (collections.Counter(member[side] for member in members) for side in (0, 1))
    pairs = _pairs([len(members)]) - _pairs(true.values())
    joined = _pairs(told.values()) - _pairs(collections.Counter(members).values())
    return pairs - joined, pairs


def shared_set(path: Path = SHARED) -> list[Made]:
    """Read the shared benchmark's development split, its hard negatives as families."""
    kinds = {"tmpl": "base", "numpert": "base", "stub": "base", "sharedbg": "base"}
    made = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            group = row["group"] or ""
            family = group if group.startswith("t_") or group == "stub" else group[:2]
            made.append(
                Made(
                    str(row["cluster"]),
                    kinds.get(row["kind"], row["kind"]),
                    family,
                    row["title"],
                    row["body"],
                )
            )
    return made
