#!/usr/bin/env python3
"""Growth: what an article costs at 10 k, 100 k and 1 M stored; hundreds of newsrooms at once; Spark's cores.

usage: python benchmarks/scale.py PART … [--sizes 10000,100000,1000000] [--write]

Parts: sqlite, postgresql (store, export, search; plans and bulk load at the last size), newsrooms, shards,
spark. Each leaves its figures in build/scale.json; --write puts all that are there into docs/benchmarks.md,
docs/scaling.md and docs/growth.svg. Microseconds are processor time, the database server's for
us included: the machine may be shared.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import scale_crowd, scale_growth, scale_page, scale_spark  # noqa: E402
from tests.conftest import postgres_server  # noqa: E402

FIGURES = ROOT / "build" / "scale.json"


def keep(part: str, figures: Any) -> None:
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(known | {part: figures}, indent=1, ensure_ascii=False))
    print(part, json.dumps(figures, ensure_ascii=False), flush=True)


def database(kind: str, url: str, sizes: list[int], searched: int) -> None:
    """Grow a database through the sizes, measuring at each."""
    rows: list[dict[str, Any]] = []
    grown = scale_growth.Grown(url)
    for size in sizes:
        rows.append(scale_growth.growth(grown, size))
        if size <= searched:
            rows[-1] |= scale_growth.search(grown)
        keep(kind, rows)
    keep(f"{kind}_load", {"size": grown.size} | scale_growth.loaded(grown))
    if grown.shared:
        keep("plans", [list(each) for each in scale_growth.plans(grown)])
    grown.store.close()
    grown.store.engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = ("sqlite", "postgresql", "newsrooms", "shards", "spark")
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="default: none, only --write")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--searched", type=int, default=100_000, help="index for search up to this size")
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sizes = sorted(map(int, options.sizes.split(",")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if "sqlite" in options.parts:
            database("sqlite", f"sqlite:///{folder / 'news.db'}", sizes, options.searched)
        if "postgresql" in options.parts:
            with postgres_server(durable=True) as server:
                database("postgresql", server.url, sizes, options.searched)
        if "newsrooms" in options.parts:
            keep("newsrooms", scale_crowd.newsrooms(folder, options.hosts))
        if "shards" in options.parts:
            keep("shards", scale_crowd.shards(folder, options.hosts))
        if "spark" in options.parts:
            keep("spark", scale_spark.cores(folder))
    if options.write:
        scale_page.write(json.loads(FIGURES.read_text()))


if __name__ == "__main__":
    main()
