"""WARC files → extracted, refined articles as Parquet by month. Each piece of an archive is a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import StorageLevel
from pyspark.sql import functions as f
from pyspark.sql.types import BooleanType, LongType, StringType, StructField, StructType

from newscrawler.archive.salvage import Piece, pieces
from newscrawler.partitions import ARTICLES, REJECTS
from newscrawler.reparsing import month_of, reparse
from newscrawler.spark.rows import article_type, to_tuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

SHARE = 4
"""Pieces a core, at least: the last ones end nearly together."""
SMALLEST = 4 << 20
_OUTCOME = StructType(
    [
        StructField("file", StringType()),
        StructField("offset", LongType()),
        StructField("url", StringType()),
        StructField("reason", StringType()),
        StructField("broken", BooleanType()),
        StructField("month", StringType()),
        StructField("article", article_type()),
    ]
)


def run(spark: SparkSession, archives: Sequence[str], to: str) -> dict[str, int]:
    """Read all archives; what came of how many answers, by reason.

    Records that can't be read stand in `rejects/`, with their place and the reason; the job goes on.
    """
    context = spark.sparkContext
    work = cut(archives, context.defaultParallelism)
    found = context.parallelize(work, max(1, len(work))).flatMap(_read)
    outcomes = spark.createDataFrame(found, _OUTCOME, verifySchema=False)
    outcomes.persist(StorageLevel.DISK_ONLY)  # pages are read once, whatever is asked of them
    counts = _counts(outcomes)
    by_month(outcomes.where("article IS NOT NULL").select("article.*", "month"), f"{to}/{ARTICLES}")
    if counts.get("rejected"):
        told = outcomes.where("broken").select("file", "offset", "url", "reason")
        told.coalesce(1).write.json(f"{to}/{REJECTS}")
    outcomes.unpersist()
    return counts


def cut(archives: Sequence[str], cores: int) -> list[Piece]:
    """Pieces of the archives, small enough that every core has some; the largest first."""
    whole = [piece for archive in archives for piece in pieces(archive)]
    size = max(SMALLEST, sum(piece.end - piece.start for piece in whole) // (SHARE * cores))
    parts = [
        Piece(each.path, start, min(start + size, each.end))
        for each in whole
        for start in range(each.start, each.end, size)
    ]
    return sorted(parts, key=lambda part: part.start - part.end)


def _read(piece: Piece) -> Iterator[tuple[Any, ...]]:
    for each in reparse(piece):
        article = each.article
        row = to_tuple(article) if article else None
        month = month_of(article.date_published) if article else None
        yield each.file, each.offset, each.url, each.reason, each.broken, month, row


def _counts(outcomes: DataFrame) -> dict[str, int]:
    what = f.when(f.col("article").isNotNull(), "articles").when(f.col("broken"), "rejected")
    rows = outcomes.groupBy(what.otherwise(f.col("reason")).alias("what")).count().collect()
    return {row["what"]: row["count"] for row in rows}


def by_month(articles: DataFrame, to: str) -> None:
    """Write Parquet partitioned by `month`, in files of even size."""
    articles.hint("rebalance", "month").write.partitionBy("month").parquet(to)
