"""`scrapy reparse`: stored pages read again, no network; what can't be read is told and the rest goes on."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from newscrawler.archive import read_records
from newscrawler.errors import Exit
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = [str(ROOT / f"samples/{name}.warc.gz") for name in ("evening", "morning")]
FROM_LISTINGS = {"date_listed", "via_url", "license", "provenance", "section", "images"}
DECIDED = {"version", "story_id", "duplicate_of", "similarity"}


def lines(folder: Path, kind: str = "articles") -> list[dict]:
    files = sorted(folder.glob(f"{kind}/**/part-*"))
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]


def test_the_sample_read_again_is_what_the_crawl_stored(scrapy, tmp_path) -> None:
    for name in ("morning", "evening"):
        archive = f"NEWSCRAWLER_REPLAY={ROOT}/samples/{name}.warc.gz"
        outlets = ("titronline", "mehrnews", "irna", "khabaronline")
        assert scrapy("run", *outlets, "-s", archive).returncode == Exit.FINE
    done = scrapy("reparse", *SAMPLES, "--to", str(tmp_path / "set"))
    assert done.returncode == Exit.FINE, done.stderr
    assert done.stdout.startswith("23 articles, 0 rejected, ")
    assert sorted(each.name for each in (tmp_path / "set/articles").iterdir()) == ["month=2026-11"]
    newest = {}
    for article in sorted(lines(tmp_path / "set"), key=lambda each: each["date_downloaded"]):
        newest[article["id"]] = article
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        database.row_factory = sqlite3.Row
        stored = {row["id"]: row for row in database.execute("SELECT * FROM articles")}
    assert set(stored) <= set(newest)
    for id_, row in stored.items():
        for name in set(newest[id_]) - FROM_LISTINGS - DECIDED - {"authors", "tags"}:
            if not name.startswith("date_") and not name.startswith("warc_"):
                assert newest[id_][name] == row[name], (id_, name)


def test_bad_records_go_to_the_rejects_and_the_rest_is_read(scrapy, tmp_path) -> None:
    offsets = [offset for offset, _ in read_records(ROOT / "samples/morning.warc.gz")]
    data = bytearray((ROOT / "samples/morning.warc.gz").read_bytes())
    data[offsets[-1] + 30 : offsets[-1] + 50] = bytes(20)
    path = tmp_path / "hit.warc.gz"
    path.write_bytes(data)
    done = scrapy("reparse", str(path), "--to", str(tmp_path / "set"))
    assert done.returncode == Exit.FINE
    assert "1 rejected" in done.stdout
    (reject,) = lines(tmp_path / "set", "rejects")
    assert reject["file"] == str(path)
    assert reject["offset"] == offsets[-1]
    assert reject["reason"].startswith("damaged: ")
    assert json.loads((tmp_path / "set/counts.json").read_text())["rejected"] == 1


def test_what_is_wrong_is_one_line(scrapy, tmp_path) -> None:
    (tmp_path / "there").mkdir()
    for words, said in (
        ((), "name the archives"),
        ((str(tmp_path / "nowhere"),), "no WARC file is there"),
        ((str(ROOT / "README.md"),), "not a WARC file"),
        ((*SAMPLES, "--to", str(tmp_path / "there")), "exists already"),
        (("s4://bucket/a.warc.gz",), "s4 storage needs a library"),
    ):
        done = scrapy("reparse", *words)
        assert done.returncode == Exit.USAGE
        (line,) = done.stderr.splitlines()
        assert said in line


def test_without_spark_the_option_says_how_to_get_it(tmp_path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    code = "import sys\nclass Hide:\n    def find_spec(self, name, *_):\n        if name == 'pyspark': raise ModuleNotFoundError(name)\nsys.meta_path.insert(0, Hide())\nimport importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda name, *a: None if name == 'pyspark' else find(name, *a)\n"
    (hidden / "sitecustomize.py").write_text(code)
    command = [sys.executable, "-m", "scrapy", "reparse", *SAMPLES, "--spark", "local[2]"]
    environment = os.environ | {"PYTHONPATH": str(hidden), "NEWSCRAWLER_DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.USAGE
    (line,) = done.stderr.splitlines()
    assert line.startswith("newscrawler: Spark is not installed; pip install -r requirements-cluster.txt")


def test_the_default_install_needs_nothing_of_the_cluster() -> None:
    modules = "newscrawler.commands.reparse, newscrawler.commands.stories, newscrawler.commands.run"
    code = f"import {modules}, sys; print(sorted({{'pyspark', 'py4j', 's3fs', 'boto3'}} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
    assert not {"pyspark", "s3fs", "moto"} & {
        line.split("=")[0] for line in (ROOT / "requirements.txt").read_text().splitlines()
    }
