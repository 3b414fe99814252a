"""What an archive costs: FastWARC, which writes ours, beside warcio.

`python benchmarks/archive.py [--records N]` prints milliseconds a record and the size of each file.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawler.archive import Exchange, WarcWriter, read_records

if TYPE_CHECKING:
    from collections.abc import Callable

DATE = datetime(2026, 11, 10, tzinfo=UTC)
WORDS = (
    *("خبر", "گزارش", "شهر", "آب", "کتاب", "گفت", "می\u200cشود", "خانه\u200cها", "بازار", "استان"),
    *("class", "href", "div"),
)


def page(seed: int) -> bytes:
    """Return markup of about 100 kB that compresses like a page does."""
    chance = random.Random(seed)
    body = "".join(f'<p class="x{i % 7}">{" ".join(chance.choices(WORDS, k=60))}</p>' for i in range(190))
    return f"<html><body>{body}</body></html>".encode()


def ours(path: Path, pages: list[bytes]) -> None:
    writer = WarcWriter(path)
    for number, body in enumerate(pages):
        writer.write(Exchange(url=f"https://a.ir/{number}", date=DATE, status=200, body=body))
    writer.close()


def warcio(path: Path, pages: list[bytes]) -> None:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, body in enumerate(pages):
            head = StatusAndHeaders("200 OK", [("Content-Length", str(len(body)))], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://a.ir/{number}", "response", payload=BytesIO(body), http_headers=head
                )
            )


def read_warcio(path: Path) -> None:
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            record.content_stream().read()


def read_ours(path: Path) -> None:
    for _ in read_records(path):
        pass


def timed(work: Callable[[], None], records: int) -> float:
    """Milliseconds a record."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) / records * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=300)
    records = parser.parse_args().records
    pages = [page(seed) for seed in range(records)]
    with tempfile.TemporaryDirectory() as folder:
        for name, write, read in (("ours (FastWARC)", ours, read_ours), ("warcio", warcio, read_warcio)):
            path = Path(folder) / f"{write.__name__}.warc.gz"
            writing = timed(lambda write=write, path=path: write(path, pages), records)
            reading = timed(lambda read=read, path=path: read(path), records)
            size = path.stat().st_size / records / 1000
            print(f"{name:16} write {writing:6.2f} ms   read {reading:6.2f} ms   {size:6.1f} kB a record")


if __name__ == "__main__":
    main()
