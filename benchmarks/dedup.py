#!/usr/bin/env python3
"""Near-duplicates: quality and speed of StoryIndex beside datasketch and rensa.

usage: python benchmarks/dedup.py [--sizes 10000,100000,1000000] [--rivals-up-to 100000] [--write]

Quality: the shared benchmark's development split where it is found (../shared/dedup), and an invented set
with other report families (dedup_corpus.py). Speed: 70 % new articles and 30 % copies, every document read,
sketched, looked up, verified and stored in SQLite; documents per second of CPU time over the last 5,000
before each size. What was stored earlier than the last 10,000 documents are made-up hashes in the log, from
which the index is rebuilt; the rivals, which have no log, read every document, and stop at --rivals-up-to,
as a million take them hours. Each contender runs in a process of its own. --write puts the tables into
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import os
import re
import sys
import tempfile
import time
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from dedup_corpus import Made, quality_set, stream  # noqa: E402

from newscrawler.dedup import StoryIndex  # noqa: E402
from newscrawler.text.letters import fold_blanks  # noqa: E402
from tests.dedup.sqlite_log import SqliteLog  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SHARED = Path(os.environ.get("NEWSCRAWLER_SHARED", ROOT.parent / "shared")) / "dedup" / "dev.jsonl.gz"
PAGE = ROOT / "docs" / "benchmarks.md"
WINDOW = 5_000
THRESHOLD = 0.8
"""Jaccard of word triples: of 0.6 to 0.9 by tenths, the one with the rivals' best F1."""
PERMUTATIONS = 128


class Index(Protocol):
    """What is measured: place a document, and say which story one is in."""

    def add(self, doc_id: str, headline: str, body: str) -> str:
        """Give the story of a new document."""

    def resolve(self, story_id: str) -> str:
        """Give the id the story goes by now."""


class Rival:
    """MinHash and banding of word triples, estimated Jaccard, stories by union-find; no verification."""

    def __init__(self, minhash: Callable[[list[str]], object], lsh: object) -> None:
        """Take what makes a sketch, and what finds sketches."""
        self._minhash = minhash
        self._lsh = lsh
        self._parent: list[int] = []
        self._sketches: list[object] = []

    def add(self, doc_id: str, headline: str, body: str) -> str:  # noqa: ARG002
        """Give the story of a new document."""
        words = fold_blanks(re.sub(r"[^\w\s]|\u200c", " ", body.replace("ي", "ی").replace("ك", "ک"))).split()
        sketch = self._minhash([" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))])
        number = len(self._parent)
        near = (
            found for found in self._lsh.query(sketch) if sketch.jaccard(self._sketches[found]) >= THRESHOLD
        )
        roots = {self._root(found) for found in near}
        self._sketches.append(sketch)
        self._parent.append(min(roots, default=number))
        for root in roots:
            self._parent[root] = self._parent[number]
        self._lsh.insert(number, sketch)
        return str(number)

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            number = self._parent[number]
        return number

    def resolve(self, story_id: str) -> str:
        """Give the id the story goes by now."""
        return str(self._root(int(story_id)))


def datasketch() -> Rival:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - only where it is measured

    def minhash(shingles: list[str]) -> object:
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles])
        return sketch

    return Rival(minhash, MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS))


def rensa() -> Rival:
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - only where it is measured

    def minhash(shingles: list[str]) -> object:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(shingles)
        return sketch

    return Rival(minhash, RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32))


CONTENDERS: dict[str, Callable[[], Index]] = {
    "newscrawler": StoryIndex,
    "datasketch": datasketch,
    "rensa": rensa,
}


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
    began = time.perf_counter()
    stories = [index.add(str(number), doc.headline, doc.body) for number, doc in enumerate(made)]
    rate = len(made) / (time.perf_counter() - began)
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


class Speed(NamedTuple):
    """One size of a growing index."""

    size: int
    rate: float
    memory: float
    disk: float | None
    rebuild: float | None


def speed(name: str, size: int) -> Speed:
    """Measure an index with `size` documents: rate of the last 5,000, bytes, seconds to rebuild."""
    if name == "newscrawler":
        return _speed_of_ours(size)
    index, before, spent = CONTENDERS[name](), _resident(), 0.0
    for number, (headline, body) in enumerate(stream(7, size), 1):
        began = time.process_time()
        index.add(str(number), headline, body)
        spent += (time.process_time() - began) if number > size - WINDOW else 0.0
    return Speed(size, min(WINDOW, size) / spent, (_resident() - before) / size, None, None)


def _speed_of_ours(size: int) -> Speed:
    with tempfile.TemporaryDirectory() as folder:
        log = SqliteLog(Path(folder) / "stories.db")
        filled = max(0, size - 2 * WINDOW)
        _fill(log, filled)
        index = StoryIndex(log)
        spent = 0.0
        for number, (headline, body) in enumerate(stream(7, size - filled), filled + 1):
            began = time.process_time()
            index.add(f"outlet:{number}", headline, body)
            if number % 100 == 0:
                log.connection.commit()
            spent += (time.process_time() - began) if number > size - WINDOW else 0.0
        log.connection.commit()
        (disk,) = log.connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'story_log'").fetchone()
        began = time.perf_counter()
        StoryIndex(log)
        rebuild = time.perf_counter() - began
    return Speed(size, min(WINDOW, size) / spent, index.nbytes / size, disk / size, rebuild)


def _fill(log: SqliteLog, documents: int) -> None:
    """Log so many strangers by made-up hashes: 24 grams each, and six lines to count."""
    rng = np.random.default_rng(7)
    for start in range(1, documents + 1, 1 << 14):
        numbers = range(start, min(start + (1 << 14), documents + 1))
        hashes = rng.integers(0, 1 << 32, (len(numbers), 30), np.uint32)
        rows = [
            (n, f"outlet:{n}", row[:24].tobytes(), row[24:].tobytes())
            for n, row in zip(numbers, hashes, strict=True)
        ]
        log.connection.executemany(
            "INSERT INTO story_log (number, doc_id, grams, lines) VALUES (?, ?, ?, ?)", rows
        )
        log.connection.commit()


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _quality_of(task: tuple[str, str]) -> Quality:
    name, which = task
    return quality(CONTENDERS[name](), shared_set() if which == "shared" else quality_set(1))


def _speed_of(task: tuple[str, int]) -> Speed:
    return speed(*task)


def _alone(job: Callable, task: tuple) -> object:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(job, (task,))


def tables(sizes: list[int], rivals_up_to: int) -> Iterable[str]:
    """Yield the lines of both tables as they are measured."""
    yield "| set | index | cluster P | R | F1 | apart | worst family | worst kind of copy | documents/s |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for which in (["shared"] if SHARED.exists() else []) + ["invented"]:
        for name in CONTENDERS:
            q = _alone(_quality_of, (name, which))
            kind = min(q.copies, key=q.copies.get)
            yield (
                f"| {which} | {name} | {q.precision:.4f} | {q.recall:.4f} | {q.f1:.4f} | {q.apart:.2%} | "
                f"{q.worst[1]} {q.worst[0]:.2%} | {kind} {q.copies[kind]:.1%} | {q.rate:,.0f} |"
            )
    yield ""
    yield "| index | stored | documents/s | µs each | memory, B each | disk, B each | rebuilt in |"
    yield "|---|---|---|---|---|---|---|"
    for size, name in product(sizes, CONTENDERS):
        if name != "newscrawler" and size > rivals_up_to:
            continue
        s = _alone(_speed_of, (name, size))
        disk = "–" if s.disk is None else f"{s.disk:.0f}"
        rebuild = "–" if s.rebuild is None else f"{s.rebuild:.1f} s"
        cells = (name, f"{size:,}", f"{s.rate:,.0f}", f"{1e6 / s.rate:.0f}", f"{s.memory:.0f}", disk, rebuild)
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--rivals-up-to", type=int, default=100_000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = []
    for line in tables(sorted(map(int, options.sizes.split(","))), options.rivals_up_to):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        _write("\n".join(lines))


def _write(text: str) -> None:
    """Put the tables between the section's markers, which are made where they are missing."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    start, end = "<!-- stories:start -->", "<!-- stories:end -->"
    if start not in page:
        page += f"\n## Stories\n\n{start}\n{end}\n"
    before, rest = page.split(start)
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
