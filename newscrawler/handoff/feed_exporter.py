"""Scrapy's own `-o x.parquet`: typed columns for articles, as in a hand-off set."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from scrapy.exporters import BaseItemExporter

from newscrawler.handoff.columns import arrow_schema
from newscrawler.items import NAMES, as_article

_GROUP = 5_000
"""Articles that make a row group."""


class ParquetItemExporter(BaseItemExporter):
    """Writes items, which must do as an `Article`, in one file."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self.schema = arrow_schema("articles")
        self.file = file
        self.rows: list[dict[str, Any]] = []

    def start_exporting(self) -> None:
        """Begin the file."""
        self.writer = pq.ParquetWriter(self.file, self.schema, compression="zstd")

    def export_item(self, item: Any) -> None:  # noqa: ANN401
        """Take one article."""
        article = as_article(item)
        row = {name: getattr(article, name) for name in NAMES}
        images = [asdict(image) for image in article.images]
        self.rows.append(row | {"images": images, "provenance": list(article.provenance.items())})
        if len(self.rows) == _GROUP:
            self._flush()

    def _flush(self) -> None:
        self.writer.write_table(pa.Table.from_pylist(self.rows, schema=self.schema))
        self.rows = []

    def finish_exporting(self) -> None:
        """End the file; of no articles too it is whole."""
        self._flush()
        self.writer.close()
