"""One record in every format: nothing lost, nothing a spreadsheet would carry out."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
import zstandard

from newscrawler.handoff.exporting import export
from newscrawler.handoff.sets import Wish
from newscrawler.handoff.writers import FORMATS
from newscrawler.items import Article
from newscrawler.storage.database import open_database
from newscrawler.storage.records import from_row, to_json
from newscrawler.storage.schema import articles
from tests.commands.test_shared import create
from tests.handoff.newsstand import store

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
NAMES = [field.name for field in fields(Article)]


def handed(url: str, folder: Path, form: str, **more: object) -> Path:
    tables = ("articles", "versions", "sightings")
    done = export(url, Wish(form=form, tables=tables, **more), str(folder), NOW, name="set")
    assert done.address == str(folder / "set")
    return folder / "set"


def stored(url: str) -> list[Article]:
    engine = open_database(url)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(articles).order_by(articles.c.date_published, articles.c.id))
        found = [from_row(row) for row in rows.mappings()]
    engine.dispose()
    return found


def test_json_lines_are_the_feed_s(stock, tmp_path) -> None:
    whole = handed(stock, tmp_path, "jsonl")
    lines = [json.loads(line) for line in (whole / "articles.jsonl").read_text("utf-8").splitlines()]
    assert lines == [json.loads(to_json(article)) for article in stored(stock)]
    assert {tuple(line) for line in lines} == {tuple(NAMES)}
    versions = [json.loads(line) for line in (whole / "versions.jsonl").read_text("utf-8").splitlines()]
    assert [v["version"] for v in versions if v["article_id"] == "mehrnews:3"] == [1, 2]
    assert len((whole / "sightings.jsonl").read_text("utf-8").splitlines()) == len(lines)


@pytest.mark.parametrize("form", [form for form in FORMATS if "." in form])
def test_a_squeezed_file_holds_the_same(stock, tmp_path, form) -> None:
    name, _, squeeze = form.partition(".")
    plain = (handed(stock, tmp_path / "plain", name) / f"articles.{name}").read_bytes()
    packed = (handed(stock, tmp_path / "packed", form) / f"articles.{form}").read_bytes()
    with zstandard.ZstdDecompressor().stream_reader(packed) as reader:
        assert (gzip.decompress(packed) if squeeze == "gz" else reader.read()) == plain


def test_csv_comes_back_cell_by_cell_and_begins_no_formula(stock, tmp_path) -> None:
    path = handed(stock, tmp_path, "csv", bom=True) / "articles.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [article.id for article in stored(stock)]
    for row, article in zip(rows, stored(stock), strict=True):
        assert list(row) == NAMES
        assert row["headline"] == ("" if not article.headline.startswith("=") else "'") + article.headline
        assert row["article_body"] == article.article_body
        assert json.loads(row["tags"]) == article.tags
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in row.values() if cell)


def test_parquet_has_types_and_a_folder_a_month(stock, tmp_path) -> None:
    whole = handed(stock, tmp_path, "parquet")
    months = sorted(path.name for path in (whole / "articles").iterdir())
    assert months == [
        "published_month=2026-09",
        "published_month=2026-10",
        "published_month=__HIVE_DEFAULT_PARTITION__",
    ]
    table = pq.read_table(whole / "articles").drop_columns("published_month")
    schema = {field.name: field.type for field in table.schema}
    assert list(schema) == NAMES
    assert schema["date_published"] == pa.timestamp("us", tz="Asia/Tehran")
    assert schema["tags"] == pa.list_(pa.string())
    assert schema["similarity"] == pa.float64()
    rows = {row["id"]: row for row in table.to_pylist()}
    for article in stored(stock):
        row = rows.pop(article.id)
        assert dict(row["provenance"]) == article.provenance
        assert row["images"] == [{"url": i.url, "caption": i.caption} for i in article.images]
        for name in NAMES:
            if name not in {"provenance", "images"}:
                assert row[name] == getattr(article, name), name
    assert not rows
    first = pq.ParquetFile(whole / "articles/published_month=2026-09/part-0.parquet")
    assert first.metadata.row_group(0).column(0).compression == "ZSTD"
    assert pq.read_table(whole / "versions.parquet")["changed"].type == pa.list_(pa.string())


@pytest.mark.parametrize("form", FORMATS)
def test_a_set_of_nothing_is_whole(stock, tmp_path, form) -> None:
    from newscrawler.handoff.asking import select

    whole = handed(stock, tmp_path, form, selection=select(since="1300-01-01", until="1300-01-02"))
    manifest = json.loads((whole / "manifest.json").read_text("utf-8"))
    assert manifest["rows"] == 0
    assert manifest["span"] == {"first_published": None, "last_published": None}


def test_postgresql_hands_over_the_same(stock, postgres, tmp_path) -> None:
    """To the byte, but for the place of what has no date: each database sorts that its own way."""
    url = create(postgres, "handoff_same")
    for version, kind in ((1, "new"), (2, "updated")):
        store(url, [article for article in stored(stock) if article.version == version], kind)
    for form in ("jsonl", "csv"):
        ours, theirs = (
            (handed(there, tmp_path / f"{form}-{n}", form) / f"articles.{form}").read_bytes()
            for n, there in enumerate((url, stock))
        )
        assert sorted(ours.split(b"\n")) == sorted(theirs.split(b"\n"))
    ours, theirs = (
        pq.read_table(handed(there, tmp_path / f"parquet-{n}", "parquet") / "articles")
        .drop_columns("published_month")
        .sort_by("id")
        for n, there in enumerate((url, stock))
    )
    assert ours == theirs
