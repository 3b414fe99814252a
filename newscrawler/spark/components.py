"""Connected components of a graph of any size: alternating large and small stars.

Kiveris, Lattanzi, Mirrokni, Rastogi, Vassilvitskii: Connected Components in MapReduce and Beyond (2014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row


def components(edges: DataFrame) -> DataFrame:
    """`node`, `component` (the least node of its component) of every node of the edges `a`, `b`."""
    stars = edges.select("a", "b").where("a <> b").distinct().localCheckpoint()
    before: Row | None = None
    while (now := _fingerprint(stars)) != before:
        before = now
        stars = _small_star(_large_star(stars)).localCheckpoint()
    leaves = stars.select(f.col("a").alias("node"), f.col("b").alias("component"))
    return leaves.union(stars.select("b", "b").distinct())


def _large_star(edges: DataFrame) -> DataFrame:
    """Every neighbour above a node is tied to the least of the node and its neighbours."""
    both = edges.union(edges.select("b", "a"))
    least = both.groupBy("a").agg(f.least("a", f.min("b")).alias("least"))
    return (
        both.join(least, "a")
        .where("b > a")
        .select(f.col("b").alias("a"), f.col("least").alias("b"))
        .distinct()
    )


def _small_star(edges: DataFrame) -> DataFrame:
    """A node and its neighbours below are tied to the least of them. Of every edge, `a` is above `b`."""
    least = edges.groupBy("a").agg(f.min("b").alias("least"))
    below = (
        edges.join(least, "a").where("b <> least").select(f.col("b").alias("a"), f.col("least").alias("b"))
    )
    return below.union(least).distinct()


def _fingerprint(edges: DataFrame) -> Row | None:
    return edges.agg(f.count("*"), f.sum(f.xxhash64("a", "b") % (1 << 40))).first()
