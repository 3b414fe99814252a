"""Killed at any moment, the index loses nothing committed and goes on as if it had not been."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from benchmarks.dedup_corpus import quality_set
from newscrawler.dedup import StoryIndex
from tests.dedup.sqlite_log import SqliteLog

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 5_000
KILLS = 20
BATCH = 20
FEED = """
import sys
from pathlib import Path
from tests.dedup.test_killed import feed
feed(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def feed(path: Path, texts: Path) -> None:
    """Place what the log has not got yet, a commit every 20 documents; tell after each how far it is."""
    log = SqliteLog(path)
    index = StoryIndex(log)
    (done,) = log.connection.execute("SELECT count(*) FROM story_log").fetchone()
    for number, text in enumerate(json.loads(texts.read_text())[done:], done + 1):
        index.place(f"a:{number}", *text)
        if number % BATCH == 0:
            log.connection.commit()
            print(number, flush=True)  # noqa: T201 - the parent reads it
    log.connection.commit()


def _run_and_kill(path: Path, texts: Path, at: int | None, rng: random.Random) -> int:
    """Feed until `at` documents are told, kill a random moment later; how many were told."""
    told = 0
    with subprocess.Popen(
        [sys.executable, "-c", FEED, str(path), str(texts)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        for line in child.stdout:
            told = int(line)
            if at is not None and told >= at:
                select.select([], [], [], rng.random() / 50)
                os.kill(child.pid, signal.SIGKILL)
                break
        told = max([told, *map(int, child.stdout.read().split())])
    assert child.returncode == (0 if at is None else -signal.SIGKILL)
    return told


def test_kill_9_at_twenty_moments_of_five_thousand_documents(tmp_path):
    rng = random.Random(20)
    path, texts = tmp_path / "stories.db", tmp_path / "texts.json"
    documents = [(doc.headline, doc.body) for doc in quality_set(6, stories=700, days=36)[:DOCUMENTS]]
    texts.write_text(json.dumps(documents))
    for at in sorted(rng.sample(range(1, DOCUMENTS - 100), KILLS)):
        told = _run_and_kill(path, texts, at, rng)
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = connection.execute("SELECT count(*), max(number) FROM story_log").fetchone()
            assert connection.execute("SELECT count(*) FROM articles").fetchone()[0] == kept[0]
        connection.close()
        assert kept[0] == kept[1] >= told
    _run_and_kill(path, texts, None, rng)
    straight = SqliteLog(tmp_path / "straight.db")
    index = StoryIndex(straight)
    for number, text in enumerate(documents, 1):
        index.place(f"a:{number}", *text)
    assert list(SqliteLog(path).replay()) == list(straight.replay())
