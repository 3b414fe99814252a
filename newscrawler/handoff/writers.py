"""One writer a format: batches in, files of a set out, in flat memory."""

from __future__ import annotations

import csv
import gzip
import io
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, cast

import zstandard

from newscrawler.handoff.columns import arrow_schema, csv_rows, json_lines, kind, month, record_batch
from newscrawler.storage.selection import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

UNDATED: Final = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitioned files take for "no value"."""
_GROUP: Final = 16 * 1024 * 1024
"""Bytes of Arrow that make a row group."""
_REPEATED: Final = frozenset(
    "outlet outlet_name source_name source_outlet section license date_published_jalali date_precision "  # noqa: SIM905
    "in_language completeness warc_file dateline shown_on".split()
)
"""Columns of few values: a dictionary makes them small; of the others it would only take time."""


class Writer(Protocol):
    """Takes the rows of one table."""

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append a batch, as `newscrawler.storage.selection.batches` gives it."""

    def close(self) -> None:
        """Finish the files."""


def _plain(path: Path) -> IO[bytes]:
    return path.open("wb")


def _gzip(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(path, "wb", compresslevel=6, mtime=0))


def _zstd(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", zstandard.open(path, "wb", cctx=zstandard.ZstdCompressor(level=3)))


_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {"": _plain, "gz": _gzip, "zst": _zstd}


class JsonLines:
    """One JSON object a line, UTF-8."""

    def __init__(self, folder: Path, table: str, squeeze: str = "") -> None:
        self.table = table
        self.file = _OPENERS[squeeze](folder / f"{table}.jsonl{'.' * bool(squeeze)}{squeeze}")

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append them."""
        self.file.write(b"".join(json_lines(self.table, rows)))

    def close(self) -> None:
        """Finish the file."""
        self.file.close()


class Csv:
    """RFC 4180, UTF-8, with a head; `bom` makes Excel read it as UTF-8."""

    def __init__(self, folder: Path, table: str, squeeze: str = "", *, bom: bool = False) -> None:
        self.table = table
        self.file = _OPENERS[squeeze](folder / f"{table}.csv{'.' * bool(squeeze)}{squeeze}")
        self.text = io.StringIO(newline="")
        self.rows = csv.writer(self.text)
        if bom:
            self.text.write("\ufeff")
        self.rows.writerow([column.name for column in TABLES[table]])

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append them."""
        self.rows.writerows(csv_rows(self.table, rows))
        self._flush()

    def _flush(self) -> None:
        self.file.write(self.text.getvalue().encode("utf-8", "replace"))
        self.text.seek(0)
        self.text.truncate()

    def close(self) -> None:
        """Finish the file."""
        self._flush()
        self.file.close()


class Parquet:
    """zstd; articles in one folder a month of publication, the other tables in one file each."""

    def __init__(self, folder: Path, table: str) -> None:
        self.folder, self.table = folder, table
        names = [column.name for column in TABLES[table]]
        self.at = names.index("date_published") if table == "articles" else None
        self.month: str | None = ""
        self.open: pq.ParquetWriter | None = None
        self.waiting: list[pa.RecordBatch] = []
        self.bytes = 0
        if self.at is None:
            self._begin(folder / f"{table}.parquet")

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append them; articles come by publication."""
        batch, start = record_batch(self.table, rows), 0
        if self.at is None:
            self._hold(batch)
            return
        for published, some in groupby(month(row[self.at]) for row in rows):
            count = sum(1 for _ in some)
            if published != self.month or self.open is None:
                self.month = published
                self._begin(
                    self.folder / self.table / f"published_month={published or UNDATED}" / "part-0.parquet"
                )
            self._hold(batch.slice(start, count))
            start += count

    def _begin(self, path: Path) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415

        self.close()
        path.parent.mkdir(parents=True, exist_ok=True)
        schema = arrow_schema(self.table)
        repeated = [name for name in schema.names if name in _REPEATED]
        counted = [c.name for c in TABLES[self.table] if kind(c) in {"instant", "number"}] + repeated
        self.open = pq.ParquetWriter(
            path, schema, compression="zstd", use_dictionary=repeated, write_statistics=counted
        )

    def _hold(self, batch: pa.RecordBatch) -> None:
        self.waiting.append(batch)
        self.bytes += batch.nbytes
        if self.bytes >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415

        if self.waiting and self.open is not None:
            self.open.write_table(pa.Table.from_batches(self.waiting), row_group_size=1 << 30)
        self.waiting, self.bytes = [], 0

    def close(self) -> None:
        """Finish the file."""
        if self.open is not None:
            self._flush()
            self.open.close()
            self.open = None


FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "csv.zst", "parquet")
"""What `--format` takes."""


def writer(form: str, folder: Path, table: str, *, bom: bool = False) -> Writer:
    """The writer of a table in one of FORMATS."""
    name, _, squeeze = form.partition(".")
    if name == "parquet":
        return Parquet(folder, table)
    return Csv(folder, table, squeeze, bom=bom) if name == "csv" else JsonLines(folder, table, squeeze)
