"""An `Article` as a row of Spark's and back. The columns are the record's, in declared order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pyspark.sql.types import (
    ArrayType,
    DataType,
    DoubleType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from newscrawler.items import NAMES, Article, Image
from newscrawler.partitions import located

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

_PLAIN: dict[object, type[DataType]] = {
    str: StringType,
    int: LongType,
    float: DoubleType,
    datetime: TimestampType,
}
IMAGE = StructType([StructField("url", StringType()), StructField("caption", StringType())])


def article_type() -> StructType:
    """The columns of an article."""
    hints = get_type_hints(Article, include_extras=True)
    return StructType([StructField(name, _type(hints[name])) for name in NAMES])


def _type(hint: Any) -> DataType:  # noqa: ANN401
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is list:
        return ArrayType(_type(arguments[0]))
    if origin is dict:
        return MapType(_type(arguments[0]), _type(arguments[1]))
    if origin is Literal:
        return StringType()
    if origin is not None:  # a union with None
        return _type(next(each for each in arguments if each is not type(None)))
    return IMAGE if hint is Image else _PLAIN[hint]()


def to_tuple(article: Article) -> tuple[Any, ...]:
    """The columns' values."""
    values = {name: getattr(article, name) for name in NAMES}
    values["images"] = [(image.url, image.caption) for image in article.images]
    return tuple(values.values())


def to_article(row: Any) -> Article:  # noqa: ANN401
    """The article of a row; columns it has not are left at their defaults, instants come in UTC."""
    values = {name: row[name] for name in NAMES if name in row and row[name] is not None}
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.astimezone(UTC)
    values["images"] = [Image(image["url"], image["caption"]) for image in values.get("images", ())]
    return Article(**values)


def read_set(spark: SparkSession, sets: Sequence[str]) -> DataFrame:
    """The articles of some sets: folders of Parquet, or of JSON lines (`articles/` inside, or themselves)."""
    frames = [_read(spark, each) for each in sets]
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionByName(frame)
    return whole.select(*NAMES)


def _read(spark: SparkSession, place: str) -> DataFrame:
    folder, kind = located(place)
    reader = spark.read.schema(article_type()).option("recursiveFileLookup", "true")
    reader = reader.option("pathGlobFilter", f"*.{kind}")
    return reader.json(folder) if kind == "jsonl" else reader.parquet(folder)
