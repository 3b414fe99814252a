"""The sample archives, crawled by real runs: what the demo shows, and what a kill must not change."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newscrawler.errors import Exit
from tests.conftest import ROOT

OUTLETS = ("titronline", "mehrnews", "khabaronline", "hamshahrionline")
OWN_TO_A_RUN = {"runs": {"run_id"}, "feed_log": {"seq"}, "pages": {"outlet", "via_url", "tries"}}
"""Table → columns that may differ between two ways to the same content: of a page, who came to ask for it."""


def command(archive: str, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "scrapy",
        "run",
        *OUTLETS,
        "-s",
        f"NEWSCRAWLER_REPLAY=samples/{archive}.warc.gz",
        *more,
    ]


def run(data: Path, archive: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(archive, *more),
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def query(data: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(data / "newscrawler.db")) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql)]


def lines(data: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted((data / "feed").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def content(data: Path) -> dict[str, list[tuple]]:
    """Every table and the feed, in an order of their own, but for what is a run's own."""
    found: dict[str, list[tuple]] = {}
    for table in ("articles", "versions", "stories", "sightings", "pages", "documents", "feed_log"):
        rows = query(data, f"SELECT * FROM {table}")
        own = OWN_TO_A_RUN.get(table, set()) | {
            "checked",
            "changed",
            "due",
            "first_listed",
            "finished",
            "first_seen",
            "last_seen",
            "seen_at",
            "revision",
        }
        if table == "documents":
            own |= {"etag", "last_modified"}
        found[table] = sorted(tuple(str(row[name]) for name in row if name not in own) for row in rows)
    found["feed"] = sorted(tuple(str(v) for k, v in line.items() if k != "seq") for line in lines(data))
    return found


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after both runs."""
    data = tmp_path_factory.mktemp("day")
    for archive in ("morning", "evening"):
        done = run(data, archive)
        assert done.returncode == Exit.FINE, done.stderr
        assert "Traceback" not in done.stderr
    return data


def test_each_story_is_there_once_and_under_its_original(day: Path) -> None:
    rows = query(day, "SELECT id, outlet, duplicate_of, story_id FROM articles")
    originals = {row["id"]: row for row in rows if row["duplicate_of"] is None}
    copies = [row for row in rows if row["duplicate_of"]]
    assert len({row["story_id"] for row in originals.values()}) == len(originals)
    assert copies
    for copy in copies:
        assert originals[copy["duplicate_of"]]["story_id"] == copy["story_id"]
        assert copy["outlet"] == "titronline"


def test_a_copy_whose_origin_is_missing_or_forbidden_is_kept_and_marked(day: Path) -> None:
    kept = query(day, "SELECT * FROM articles WHERE outlet = 'titronline' AND duplicate_of IS NULL")
    assert {row["source_outlet"] for row in kept} == {"khabaronline", "hamshahrionline"}
    assert all(row["completeness"] == "copy" and row["source_url"] for row in kept)
    statuses = {row["status"] for row in query(day, "SELECT status FROM pages")}
    assert {"done", "gone", "forbidden"} == statuses


def test_the_edit_is_a_second_version_and_the_first_stays(day: Path) -> None:
    (edited,) = query(day, "SELECT article_id, changed FROM versions WHERE version = 2")
    rows = query(
        day,
        f"SELECT version, headline FROM versions WHERE article_id = '{edited['article_id']}' ORDER BY version",
    )
    assert [row["version"] for row in rows] == [1, 2]
    assert rows[0]["headline"] != rows[1]["headline"]
    assert "headline" in json.loads(edited["changed"])


def test_the_late_original_supersedes_the_line_of_its_copy(day: Path) -> None:
    (late,) = [line for line in lines(day) if "supersedes" in line]
    (copy,) = [line for line in lines(day) if line["id"] == late["supersedes"]]
    assert copy["seq"] < late["seq"]
    assert copy["completeness"] == "copy"
    assert late["completeness"] == "full"


def test_the_feed_has_a_line_a_story_and_version_in_order(day: Path) -> None:
    found = lines(day)
    assert [line["seq"] for line in found] == list(range(1, len(found) + 1))
    assert all(line["duplicate_of"] is None for line in found)
    assert len({(line["id"], line["version"]) for line in found}) == len(found)


def test_the_unchanged_feed_was_not_read_again(day: Path) -> None:
    rows = {row["url"]: row for row in query(day, "SELECT * FROM documents")}
    unchanged = rows["https://www.khabaronline.ir/rss"]
    assert unchanged["changed"] < unchanged["checked"]
    changed = rows["https://www.mehrnews.com/rss"]
    assert changed["changed"] == changed["checked"]


def test_the_clock_and_the_archive_are_the_recording_s(day: Path) -> None:
    for row in query(day, "SELECT date_downloaded, warc_file, warc_offset FROM articles"):
        assert row["date_downloaded"].startswith("2026-11-10T")
        assert row["warc_file"].startswith("samples/")
        assert row["warc_offset"] > 0
    assert not (day / "warc").exists()


def queries() -> list[str]:
    page = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    return re.findall(r"```sql\n(.*?)```", page, re.DOTALL)


@pytest.mark.parametrize("number", range(len(queries())))
def test_the_queries_of_the_manual_answer_on_the_sample(day: Path, number: int) -> None:
    rows = query(day, queries()[number])
    assert rows
    assert all(value is not None for value in rows[0].values())


def test_a_second_run_on_unchanged_input_stores_nothing_and_fetches_no_article(day: Path) -> None:
    before = content(day)
    done = run(day, "evening")
    assert done.returncode == Exit.FINE
    assert "nothing new" in done.stdout
    total = next(line.split() for line in done.stdout.splitlines() if line.startswith("total"))
    assert total[1] == "0", done.stdout
    assert content(day) == before


def test_a_killed_run_resumes_to_the_same_content(tmp_path: Path) -> None:
    """kill -9 at ten moments, told by how many pages were committed; then the same command again."""
    whole = tmp_path / "whole"
    assert run(whole, "morning").returncode == Exit.FINE
    expected = content(whole)
    pages = len([row for row in query(whole, "SELECT status FROM pages") if row["status"] != "pending"])
    moments = [0, 1, 2, 3, 5, 7, 9, 11, 13, pages - 1]
    for moment in moments:
        data = tmp_path / f"killed-{moment}"
        kill_after(data, moment)
        done = run(data, "morning")
        assert done.returncode == Exit.FINE, done.stderr
        assert content(data) == expected, f"killed after {moment} pages"


def kill_after(data: Path, pages: int) -> None:
    """Start a run, slowed down and committing each page, and kill it once so many pages are committed."""
    slow = (
        "-s",
        "DOWNLOAD_DELAY=0.05",
        "-s",
        "NEWSCRAWLER_COMMIT_ARTICLES=1",
        "-s",
        "NEWSCRAWLER_COMMIT_SECONDS=0.02",
    )
    process = subprocess.Popen(
        command("morning", *slow),
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None and committed(data) < pages:
            time.sleep(0.005)
        assert process.poll() is None, "it ended before it could be killed"
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()


def committed(data: Path) -> int:
    """Pages a reader can see finished; -1 while there is no database."""
    try:
        return query(data, "SELECT count(*) AS n FROM pages WHERE status <> 'pending'")[0]["n"]
    except sqlite3.Error:
        return -1
