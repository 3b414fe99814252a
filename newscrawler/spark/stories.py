"""Corpus-wide near-duplicates: skeleton keys → join → verify → connected components → decide.

The steps of `newscrawler.dedup.StoryIndex`, over all documents at once: the same sketches find candidates,
the same comparison judges them, the same rules decide within what hangs together. What a stream learns on
the way is known here from the beginning: notices are counted over the stories of a first round, which knows
none, and taken account of in the second.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import starmap
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from pyspark import StorageLevel
from pyspark.sql import Window
from pyspark.sql import functions as f

from newscrawler.dedup.batch import Member, decide_all, telling
from newscrawler.dedup.compare import Comparison, Document
from newscrawler.dedup.decision import rank, story_of
from newscrawler.dedup.index import WEIGHT
from newscrawler.dedup.notices import SIGHTINGS, watched_lines
from newscrawler.dedup.table import sketch
from newscrawler.spark.components import components
from newscrawler.spark.rows import read_set, to_article
from newscrawler.storage.story_log import story_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame, Row, SparkSession

STORIES: Final = "stories"
_EARLIER: Final = 16
"""A document is held against the latest so many that share a gram: a bucket of the index holds as many."""
_CANDIDATES: Final = 12
"""Documents compared with one, at most: the index compares 8, and passes over copies of one story."""
_DOCUMENT: Final = "id string, headline string, text string, story string, rank array<string>, seen timestamp"
_COMPARED: Final = tuple(each.name for each in fields(Comparison))
_EDGE: Final = (
    "place long, other long, shared long, similarity double, covered double, same boolean, "
    "conflict boolean, differences long"
)


def run(spark: SparkSession, sets: Sequence[str], to: str) -> dict[str, int]:
    """Tell the stories of the articles of some sets; how many of which there are.

    Writes `stories/`: `id`, `story_id`, `duplicate_of` and `similarity` of every article, as a crawl would
    set them had it met the articles in the order of their download. Of an article recorded more than once
    the newest text counts.
    """
    documents = arranged(spark, read_set(spark, sets))
    first = stories(spark, documents, frozenset())
    second = stories(spark, documents, notices(documents, first))
    told = named(documents, second).persist(StorageLevel.DISK_ONLY)
    told.hint("rebalance").write.parquet(f"{to}/{STORIES}")
    counts = told.agg(
        f.count("*").alias("articles"),
        f.count_distinct("story_id").alias("stories"),
        f.count("duplicate_of").alias("copies"),
    ).first()
    return counts.asDict() if counts else {}


def arranged(spark: SparkSession, articles: DataFrame) -> DataFrame:
    """One document an article, with its `place` in the order of arrival (ascending, not without gaps)."""
    recorded = Window.partitionBy("id")
    newest = f.row_number().over(recorded.orderBy(f.desc_nulls_last("date_downloaded"))) == 1
    first = f.min("date_downloaded").over(recorded)
    chosen = articles.select("*", newest.alias("newest"), first.alias("seen")).where("newest")
    documents = spark.createDataFrame(chosen.rdd.map(_document), _DOCUMENT, verifySchema=False)
    placed = documents.orderBy("seen", "id").withColumn("place", f.monotonically_increasing_id())
    return placed.persist(StorageLevel.DISK_ONLY)


def _document(row: Row) -> tuple[Any, ...]:
    article = to_article(row)
    copied, quoted, published, name = rank(article)
    order = [str(int(copied)), str(int(quoted)), published.isoformat(), name]
    text = story_text(article.description, article.article_body)
    return article.id, article.headline or "", text, story_of(article), order, row["seen"]


def stories(spark: SparkSession, documents: DataFrame, known: frozenset[int]) -> DataFrame:
    """`place`, `story` (the place of its first document) and `similarity` of documents that are not alone."""
    lines = spark.sparkContext.broadcast(known)
    texts = documents.select("place", "headline", "text")
    keys = texts.rdd.map(lambda row: (row[0], sketch(Document.read(row[1], row[2], lines.value).judged())))
    pairs = candidates(spark.createDataFrame(keys, "place long, grams array<long>", verifySchema=False))
    held = pairs.join(texts.select(f.col("place").alias("other"), f.struct("*").alias("candidate")), "other")
    likely = f.sort_array(f.collect_list(f.struct("nth", "candidate"))).alias("likely")
    verified = texts.join(held.groupBy("place").agg(likely), "place").rdd.flatMap(
        lambda row: _verify(row, lines.value)
    )
    edges = spark.createDataFrame(verified, _EDGE, verifySchema=False).persist(StorageLevel.DISK_ONLY)
    tied = components(edges.where("same").select(f.col("place").alias("a"), f.col("other").alias("b")))
    members = texts.join(tied, texts["place"] == tied["node"]).groupBy("component")
    about = edges.join(tied, edges["place"] == tied["node"]).groupBy("component")
    together = members.agg(f.collect_list(f.struct("place", "headline", "text")).alias("members")).join(
        about.agg(f.collect_list(f.struct(*edges.columns)).alias("edges")), "component"
    )
    decided = together.rdd.flatMap(lambda row: _decide(row, lines.value))
    found = spark.createDataFrame(decided, "place long, story long, similarity double", verifySchema=False)
    return found.localCheckpoint()


def candidates(keys: DataFrame) -> DataFrame:
    """`place`, `other` (earlier) and `nth`: who is held against whom, the likeliest first.

    As in the index each gram weighs as much as it is rare among the latest documents that have it.
    """
    before = Window.partitionBy("gram").orderBy("place").rowsBetween(-_EARLIER, -1)
    holders = f.collect_list("place").over(before)
    met = keys.select("place", f.explode("grams").alias("gram")).select("place", holders.alias("holders"))
    shared = met.select("place", f.explode("holders").alias("other"), (1 / f.size("holders")).alias("weight"))
    weighed = shared.groupBy("place", "other").agg(f.sum("weight").alias("weight"))
    best = Window.partitionBy("place").orderBy(f.desc("weight"), f.desc("other"))
    nth = f.row_number().over(best).alias("nth")
    likely = weighed.where(f.col("weight") >= WEIGHT).select("place", "other", nth)
    return likely.where(f.col("nth") <= _CANDIDATES)


def _verify(row: Row, known: frozenset[int]) -> Iterator[tuple[Any, ...]]:
    earlier = (Member(*each["candidate"]) for each in row["likely"])
    for place, told in telling(Member(row["place"], row["headline"], row["text"]), earlier, known):
        yield row["place"], place, *attrgetter(*_COMPARED)(told)


def _decide(row: Row, known: frozenset[int]) -> Iterator[tuple[int, int, float]]:
    compared: dict[int, list[tuple[int, Comparison]]] = {}
    for place, other, *told in row["edges"]:
        compared.setdefault(place, []).append((other, Comparison(*told)))
    return iter(decide_all(list(starmap(Member, row["members"])), compared, known))


def notices(documents: DataFrame, told: DataFrame) -> frozenset[int]:
    """Hashes of the lines that open or close so many different stories that they say nothing of any."""
    lines = documents.select("place", "headline", "text").rdd.flatMap(
        lambda row: ((row[0], line) for line in watched_lines(Document.read(row[1], row[2]).text.lines))
    )
    watched = documents.sparkSession.createDataFrame(lines, "place long, line long", verifySchema=False)
    story = f.coalesce("story", "place").alias("story")
    met = watched.join(told, "place", "left").select("line", story).distinct()
    common = met.groupBy("line").count().where(f.col("count") >= SIGHTINGS)
    return frozenset(row["line"] for row in common.select("line").toLocalIterator())


def named(documents: DataFrame, told: DataFrame) -> DataFrame:
    """Every article with its story and, where it is not nearest to the origin, the id of that one."""
    whole = documents.join(told, "place", "left").withColumn("story_of", f.coalesce(told["story"], "place"))
    together = Window.partitionBy("story_of").orderBy("rank")
    original, name = f.first("id").over(together), f.first(documents["story"]).over(together)
    copied = f.col("id") != original
    return whole.select(
        "id",
        name.alias("story_id"),
        f.when(copied, original).alias("duplicate_of"),
        f.when(copied, f.col("similarity")).alias("similarity"),
    )
