"""Spark with one core and with two: archives of invented pages, read again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.crawl_pages import SIZE, build
from newscrawler.archive import Exchange, WarcWriter
from newscrawler.archive.salvage import pieces
from newscrawler.reparsing import reparse
from tests.conftest import ROOT
from tests.newsrooms import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGES = 200
COPIES = (10, 90)
"""Times each page is archived, in a small archive and a large one: what is read again costs the same."""
_JOB = """
import sys, time, json
from newscrawler.spark.session import spark_session
from newscrawler.spark import reparsing
master, archive, to = sys.argv[1:]
with spark_session(master, "reparse") as spark:
    warm = spark.sparkContext.parallelize(range(4), 4)
    warm.map(lambda n: __import__("newscrawler").normalize("خبر")).collect()
    began = time.perf_counter()
    counts = reparsing.run(spark, [archive], to)
    print(json.dumps({"seconds": time.perf_counter() - began, "articles": counts["articles"]}))
"""


def archive(folder: Path, urls: Sequence[str], copies: int) -> Path:
    """A WARC of the pages of a site, of 100 kB."""
    head, menu, lists = ((folder / f"site/www/{name}").read_text() for name in ("head", "menu", "lists"))
    writer = WarcWriter(folder / f"pages-{copies}.warc.gz", started=NOW)
    for again in range(copies):
        for url in urls:
            text = (folder / "site/www/news" / url.rpartition("/")[2]).read_text()
            for name, part in (("/head", head), ("/menu", menu), ("/lists", lists)):
                text = text.replace(f'<!--#include virtual="{name}" -->', part)
            body = text.encode()
            headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
            writer.write(Exchange(url=f"{url}?{again}", date=NOW, status=200, headers=headers, body=body))
    writer.close()
    return writer.path


def cores(folder: Path) -> dict[str, Any]:
    """Seconds for a large archive with local[1] and local[2], the session warm; medians of three.

    Beside a small one's they tell what a job takes whatever the pages (`fixed`), and a page's microseconds.
    """
    urls = build(folder / "site", PAGES, 80)
    small, large = (archive(folder, urls, copies) for copies in COPIES)
    few, many = (PAGES * copies for copies in COPIES)
    out: dict[str, Any] = {"pages": many, "page_bytes": SIZE, "archive_bytes": large.stat().st_size}
    times: dict[tuple[int, Path], list[float]] = {(n, path): [] for n in (1, 2) for path in (small, large)}
    for _ in range(3):
        for (n, path), taken in times.items():
            taken.append(_seconds(f"local[{n}]", path, folder / "set"))
    for n in (1, 2):
        short, long = (sorted(times[n, path])[1] for path in (small, large))
        page = (long - short) / (many - few)
        out |= {f"local[{n}]": long, f"page_us[{n}]": page * 1e6, f"fixed[{n}]": short - few * page}
    began = time.process_time()
    some = next(iter(pieces(str(large), 8 << 20)))
    count = sum(1 for each in reparse(some) if each.article)
    return out | {"one_machine_us": (time.process_time() - began) / count * 1e6}


def _seconds(master: str, path: Path, to: Path) -> float:
    words = [sys.executable, "-c", _JOB, master, str(path), str(to)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    shutil.rmtree(to)
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])
