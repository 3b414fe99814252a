"""The jobs on a real Spark of two cores end as one machine does."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.dedup_corpus import quality_set
from newscrawler.commands.reparse import here
from newscrawler.dedup import StoryIndex
from newscrawler.errors import Exit
from newscrawler.items import Article
from newscrawler.storage.records import from_row, to_json, to_row
from tests.commands.test_reparse import SAMPLES, lines
from tests.conftest import ROOT

AGREEMENT = 0.99
"""Pairwise F1 between Spark's stories and the index's: that of the index over two orders of arrival, which
tests/dedup/test_order.py holds to the same figure. The job knows from the start what a stream learns on the
way (notices), and keeps postings a full bucket forgets."""
LOST = 0.002
"""Of the F1 against the true stories, at most."""
WHOLE = int(os.environ.get("NEWSCRAWLER_SHARED_DOCUMENTS", "1000"))
"""Documents of the shared benchmark, the first; all 10,457 agree with an F1 of 0.9996 (docs/scaling.md)."""
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def articles(spark, folder: Path) -> list[dict]:
    from newscrawler.spark.rows import read_set, to_article

    found = [to_row(to_article(row)) for row in read_set(spark, [str(folder)]).collect()]
    return sorted(found, key=lambda row: (row["warc_file"], row["warc_offset"]))


def single(folder: Path) -> list[dict]:
    found = []
    for line in lines(folder):
        values = {
            name: datetime.fromisoformat(value)
            if name.startswith("date_") and value and "T" in value and not name.endswith("raw")
            else value
            for name, value in line.items()
        }
        found.append(to_row(from_row(values)))
    return sorted(found, key=lambda row: (row["warc_file"], row["warc_offset"]))


def test_reparse_equals_the_single_machine(spark, tmp_path) -> None:
    from newscrawler.spark import renormalising, reparsing

    damaged = tmp_path / "hit.warc.gz"
    data = bytearray(Path(SAMPLES[0]).read_bytes())
    data[9000:9040] = bytes(40)
    damaged.write_bytes(data)
    archives = [*SAMPLES, str(damaged)]
    counts = here(archives, str(tmp_path / "one"))
    assert counts["rejected"] == 1
    assert reparsing.run(spark, archives, str(tmp_path / "two")) == counts
    assert articles(spark, tmp_path / "two") == single(tmp_path / "one") != []
    assert lines(tmp_path / "two", "rejects") == lines(tmp_path / "one", "rejects")
    months = [
        sorted(each.name for each in (tmp_path / side / "articles").glob("month=*"))
        for side in ("one", "two")
    ]
    assert months[0] == months[1] != []
    told = renormalising.run(spark, [str(tmp_path / "two")], str(tmp_path / "three"))
    assert told == {"articles": counts["articles"], "changed": 0}
    assert articles(spark, tmp_path / "three") == articles(spark, tmp_path / "two")
    told = renormalising.run(
        spark, [str(roughened(tmp_path / "one", tmp_path / "rough"))], str(tmp_path / "four")
    )
    assert told["changed"] == told["articles"]
    assert [row["headline"] for row in articles(spark, tmp_path / "four")] == [
        row["headline"] for row in articles(spark, tmp_path / "two")
    ]


def roughened(source: Path, target: Path) -> Path:
    """The same set with Arabic letters."""
    shutil.copytree(source / "articles", target / "articles")
    for path in target.rglob("*.jsonl"):
        path.write_text(path.read_text("utf-8").replace("ی", "ي").replace("ک", "ك"), "utf-8")
    return target


def test_pieces_of_one_archive_are_read_by_several_tasks(spark, tmp_path, monkeypatch) -> None:
    from newscrawler.spark import reparsing

    monkeypatch.setattr(reparsing, "SMALLEST", 4000)
    work = reparsing.cut(SAMPLES[:1], 2)
    assert len(work) > 4
    counts = reparsing.run(spark, SAMPLES[:1], str(tmp_path / "two"))
    assert counts == here(SAMPLES[:1], str(tmp_path / "one"))


def as_set(folder: Path, texts: list[tuple[str, str]]) -> str:
    """A set of articles in order of arrival, one a second."""
    (folder / "articles").mkdir(parents=True)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with (folder / "articles/part-00000.jsonl").open("w", encoding="utf-8") as file:
        for number, (headline, body) in enumerate(texts):
            article = Article(f"x:{number}", f"u{number}", f"u{number}", outlet="x", headline=headline)
            article.article_body, article.date_downloaded = body, start + timedelta(seconds=number)
            file.write(f"{to_json(article)}\n")
    return str(folder)


def pairs(stories) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(stories).values())


def agreement(one: list[str], other: list[str]) -> float:
    return 2 * pairs(zip(one, other, strict=True)) / (pairs(one) + pairs(other))


def both_ways(spark, folder: Path, texts: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The stories of the index, and of the job."""
    from newscrawler.spark import stories

    index = StoryIndex()
    one = [index.add(str(number), *text) for number, text in enumerate(texts)]
    counts = stories.run(spark, [as_set(folder / "set", texts)], str(folder / "out"))
    rows = spark.read.parquet(str(folder / "out/stories")).collect()
    told = {row["id"]: row for row in rows}
    assert len(told) == len(rows) == counts["articles"] == len(texts)
    for row in rows:
        original = told[row["duplicate_of"] or row["id"]]
        assert original["story_id"] == row["story_id"]
        assert original["duplicate_of"] is None
        assert (row["similarity"] is None) == (row["duplicate_of"] is None)
    assert (
        counts["articles"] - counts["copies"] == len({row["story_id"] for row in rows}) == counts["stories"]
    )
    return [index.resolve(story) for story in one], [
        told[f"x:{number}"]["story_id"] for number in range(len(texts))
    ]


def test_stories_of_invented_news_are_the_index_s(spark, tmp_path) -> None:
    made = quality_set(5, stories=40, days=4)
    one, two = both_ways(spark, tmp_path, [(doc.headline, doc.body) for doc in made])
    assert agreement(one, two) >= AGREEMENT
    true = [doc.story for doc in made]
    assert agreement(true, two) >= agreement(true, one) - LOST


def test_stories_of_the_shared_benchmark_are_the_index_s(spark, tmp_path, shared) -> None:
    with gzip.open(shared / "dedup" / "dev.jsonl.gz", "rt", encoding="utf-8") as rows:
        made = [json.loads(row) for row in rows][:WHOLE]
    one, two = both_ways(spark, tmp_path, [(row["title"], row["body"]) for row in made])
    assert agreement(one, two) >= AGREEMENT
    true = [row["cluster"] for row in made]
    assert agreement(true, two) >= agreement(true, one) - LOST


def test_components_of_a_long_chain_and_a_star(spark) -> None:
    from newscrawler.spark.components import components

    chain = [(n, n + 1) for n in range(40)]
    star = [(100, n) for n in range(101, 120)] + [(7, 3), (200, 201), (202, 201)]
    edges = spark.createDataFrame(chain + star, "a long, b long")
    found = {row["node"]: row["component"] for row in components(edges).collect()}
    assert {found[n] for n in range(41)} == {0}
    assert {found[n] for n in range(100, 120)} == {100}
    assert {found[n] for n in (200, 201, 202)} == {200}


def test_the_command_and_spark_submit_end_alike(scrapy, master, tmp_path) -> None:
    done = scrapy("reparse", *SAMPLES, "--spark", master, "--to", str(tmp_path / "one"))
    assert done.returncode == Exit.FINE, done.stderr
    assert done.stdout.startswith("23 articles, 0 rejected, ")
    submit = Path(sys.executable).with_name("spark-submit")
    once = ("--driver-java-options", "-XX:TieredStopAtLevel=1")  # little is worth compiling twice here
    words = [str(submit), "--master", master, *once, str(ROOT / "newscrawler/spark/jobs.py")]
    submitted = subprocess.run(
        [*words, "stories", str(tmp_path / "one"), "--to", str(tmp_path / "two")],
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert submitted.returncode == 0, submitted.stderr
    counts = json.loads(submitted.stdout.splitlines()[-1])
    assert counts == json.loads((tmp_path / "two/counts.json").read_text())
    assert counts["copies"] > 0


def test_no_master_and_a_missing_set_are_one_line(scrapy, master, tmp_path) -> None:
    done = scrapy("stories", "--spark", master, str(tmp_path / "nowhere"), "--to", str(tmp_path / "x"))
    assert done.returncode == Exit.USAGE
    assert "no set of articles" in done.stderr
    assert "Traceback" not in done.stderr
    done = scrapy("stories", str(tmp_path))
    assert done.returncode == Exit.USAGE
    assert "name a master" in done.stderr
