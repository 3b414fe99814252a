"""A set → the same set with today's normalisation, by month. Texts are refined; pages are not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import StorageLevel
from pyspark.sql import functions as f
from pyspark.sql.types import BooleanType, StringType, StructField, StructType

from newscrawler.partitions import ARTICLES
from newscrawler.refining import refine
from newscrawler.reparsing import month_of
from newscrawler.spark.reparsing import by_month
from newscrawler.spark.rows import article_type, read_set, to_article, to_tuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Row, SparkSession

_REFINED = StructType(
    [
        *article_type().fields,
        StructField("month", StringType()),
        StructField("changed", BooleanType()),
    ]
)


def run(spark: SparkSession, sets: Sequence[str], to: str) -> dict[str, int]:
    """Refine every article; how many there are, and how many of them are not as they were."""
    refined = spark.createDataFrame(read_set(spark, sets).rdd.map(_refine), _REFINED, verifySchema=False)
    refined.persist(StorageLevel.DISK_ONLY)
    by_month(refined.drop("changed"), f"{to}/{ARTICLES}")
    told = refined.agg(f.count("*").alias("articles"), f.count_if("changed").alias("changed")).first()
    refined.unpersist()
    return told.asDict() if told else {}


def _refine(row: Row) -> tuple[Any, ...]:
    before = to_article(row)
    after = refine(before)
    return (*to_tuple(after), month_of(after.date_published), after != before)
