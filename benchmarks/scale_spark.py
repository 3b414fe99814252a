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
    from pathlib import Path

PAGES = 200
COPIES = 40
"""Times each page is archived: what is read again costs the same."""
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


def archive(folder: Path) -> Path:
    """A WARC of pages of 100 kB."""
    urls = build(folder / "site", PAGES, 80)
    head, menu, lists = ((folder / f"site/www/{name}").read_text() for name in ("head", "menu", "lists"))
    writer = WarcWriter(folder / "pages.warc.gz", started=NOW)
    for again in range(COPIES):
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
    """Seconds for the same archive with local[1] and local[2], the session warm; the median of three."""
    path = archive(folder)
    out: dict[str, Any] = {"pages": PAGES * COPIES, "page_bytes": SIZE, "archive_bytes": path.stat().st_size}
    times: dict[str, list[float]] = {"local[1]": [], "local[2]": []}
    for nth in range(3):
        for master, taken in times.items():
            to = folder / f"set-{master[6]}-{nth}"
            words = [sys.executable, "-c", _JOB, master, str(path), str(to)]
            done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
            taken.append(json.loads(done.stdout.splitlines()[-1])["seconds"])
            shutil.rmtree(to)
    out |= {master: sorted(taken)[1] for master, taken in times.items()}
    began = time.process_time()
    some = next(iter(pieces(str(path), 8 << 20)))
    count = sum(1 for each in reparse(some) if each.article)
    return out | {"one_machine_us": (time.process_time() - began) / count * 1e6}
