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
import os
import sys
import tempfile
import time
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarks.dedup_corpus import quality_set, stream  # noqa: E402
from benchmarks.dedup_quality import SHARED, Index, Quality, quality, shared_set  # noqa: E402
from benchmarks.dedup_rivals import datasketch, rensa  # noqa: E402
from newscrawler.dedup import StoryIndex  # noqa: E402
from tests.dedup.sqlite_log import SqliteLog  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAGE = ROOT / "docs" / "benchmarks.md"
WINDOW = 5_000

CONTENDERS: dict[str, Callable[[], Index]] = {
    "newscrawler": StoryIndex,
    "datasketch": datasketch,
    "rensa": rensa,
}


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
    PAGE.parent.mkdir(exist_ok=True)
    start, end = "<!-- stories:start -->", "<!-- stories:end -->"
    if start not in page:
        page += f"\n## Stories\n\n{start}\n{end}\n"
    before, rest = page.split(start)
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
