"""A set: its manifest, its README, and where it goes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import fsspec
import pytest

from newscrawler.errors import InputError, StorageError
from newscrawler.handoff.asking import filters, select
from newscrawler.handoff.exporting import export
from newscrawler.handoff.sets import Wish
from newscrawler.handoff.writers import FORMATS

if TYPE_CHECKING:
    pass

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
ALL = ("articles", "versions", "sightings")


@pytest.mark.parametrize("form", FORMATS)
def test_the_manifest_tells_what_is_there(stock, tmp_path, form) -> None:
    asked = {"outlet": ["mehrnews"], "since": "1405-06-01"}
    wish = Wish(select(**asked), filters(**asked), form, ALL)
    whole = tmp_path / "sets" / "mine"
    assert export(stock, wish, str(whole.parent), NOW, name="mine").address == str(whole)
    told = json.loads((whole / "manifest.json").read_text("utf-8"))
    assert (told["rows"], told["outlets"]) == (4, {"mehrnews": 4})
    assert told["filters"] == {"since": "1405-06-01", "outlet": ["mehrnews"]}
    assert told["span"] == {
        "first_published": "2026-09-02T12:00:00+03:30",
        "last_published": "2026-09-11T12:00:00+03:30",
    }
    files = [file for table in told["tables"].values() for file in table["files"]]
    for file in files:
        data = (whole / file["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    there = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    assert there == {"manifest.json", "README.md", *(file["path"] for file in files)}
    assert (
        sum(f["rows"] for f in told["tables"]["articles"]["files"]) == told["tables"]["articles"]["rows"] == 4
    )
    assert [told["tables"][name]["rows"] for name in ALL] == [4, 5, 4]
    assert {path.name for path in whole.parent.iterdir()} == {"mine"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_queries_of_the_readme_run_as_they_stand(stock, tmp_path, form, monkeypatch) -> None:
    export(stock, Wish(form=form), str(tmp_path), NOW, name="set")
    monkeypatch.chdir(tmp_path / "set")
    page = (tmp_path / "set/README.md").read_text("utf-8")
    hours, copies, changed = (
        duckdb.sql(query).fetchall() for query in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    )
    assert sum(count for _, count in hours) == 13
    assert copies == [("titronline", "mehrnews", 1)]
    assert [row[:2] for row in changed] == [("mehrnews", 2)]
    assert "| `date_published` | instant | Instant of publication, zone-aware. |" in page


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({}, 14),
        ({"originals": True}, 13),
        ({"since": "1405-06-11", "until": "2026-09-04"}, 3),
        ({"since": "۱۴۰۵/۰۶/۲۰"}, 4),
        ({"kind": "aggregator"}, 5),
        ({"outlet": "isna"}, 4),
        ({"outlet": ["isna", "mehrnews"], "kind": "agency"}, 9),
        ({"section": "عمران"}, 13),
        ({"section": "100%"}, 0),
        ({"query": "دستگاه هاي"}, 13),
        ({"query": '"دستگاههای ۵"'}, 1),
        ({"query": "پل -دستگاه‌های"}, 1),
    ],
)
def test_filters(stock, tmp_path, asked, rows) -> None:
    done = export(stock, Wish(select(**asked), filters(**asked), tables=ALL), str(tmp_path), NOW)
    assert done.manifest["rows"] == rows
    assert done.manifest["tables"]["sightings"]["rows"] == rows


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"since": "1405-13-01"}, "since=1405-13-01 is no day; write 1402-12-03"),
        ({"since": "1405-06-02", "until": "1405-06-01"}, "swap them"),
        ({"kind": "blog"}, "kind=blog: there are agency, "),
        ({"query": "-پل"}, "asks for no word"),
        ({"query": "!!"}, "asks for no word"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(asked, why) -> None:
    with pytest.raises(InputError, match=re.escape(why)):
        select(**asked)


def test_a_set_is_never_overwritten_silently(stock, tmp_path) -> None:
    export(stock, Wish(), str(tmp_path), NOW, name="set")
    before = (tmp_path / "set/manifest.json").read_bytes()
    with pytest.raises(InputError, match="there is a set at .*; give this one another --name"):
        export(stock, Wish(form="csv"), str(tmp_path), NOW, name="set")
    assert (tmp_path / "set/manifest.json").read_bytes() == before
    export(stock, Wish(form="csv"), str(tmp_path), NOW, name="set", overwrite=True)
    assert sorted(path.name for path in (tmp_path / "set").iterdir()) == [
        "README.md",
        "articles.csv",
        "manifest.json",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_what_a_dead_export_left_is_swept_away(stock, tmp_path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".old@{os.uname().nodename}-{dead.pid}.partial"
    mine = tmp_path / f".other@{os.uname().nodename}-{os.getppid()}.partial"
    for folder in (left, mine):
        folder.mkdir()
    export(stock, Wish(), str(tmp_path), NOW, name="set")
    assert sorted(path.name for path in tmp_path.iterdir()) == [mine.name, "set"]


def test_a_place_that_cannot_be_written_to_is_told_in_a_line(stock, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write to"):
        export(stock, Wish(), str(tmp_path / "file"), NOW, name="set")
    with pytest.raises(InputError, match="--to nowhere://x: "):
        export(stock, Wish(), "nowhere://x", NOW)
    with pytest.raises(InputError, match="there is no database at"):
        export(f"sqlite:///{tmp_path}/none.db", Wish(), str(tmp_path), NOW)


def test_a_set_goes_to_memory(stock) -> None:
    files = fsspec.filesystem("memory")
    done = export(stock, Wish(form="parquet"), "memory://bucket/sets", NOW, name="one")
    assert done.address == "memory://bucket/sets/one"
    told = json.loads(files.cat_file("/bucket/sets/one/manifest.json"))
    for file in told["tables"]["articles"]["files"]:
        data = files.cat_file(f"/bucket/sets/one/{file['path']}")
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
    with pytest.raises(InputError, match="there is a set at memory://bucket/sets/one already"):
        export(stock, Wish(), "memory://bucket/sets", NOW, name="one")
    files.rm_file("/bucket/sets/one/manifest.json")  # torn: its manifest would have come last
    export(stock, Wish(), "memory://bucket/sets", NOW, name="one")
    assert {path.rpartition("/")[2] for path in files.find("/bucket/sets/one")} == {
        "README.md",
        "articles.jsonl",
        "manifest.json",
    }


def test_a_set_goes_to_s3(stock, s3, tmp_path) -> None:
    mine = shutil.copy(stock.removeprefix("sqlite:///"), tmp_path / "newscrawler.db")
    done = export(
        f"sqlite:///{mine}", Wish(form="parquet", tables=ALL), f"{s3}/sets", NOW, since_last="nightly"
    )
    assert done.address == "s3://archive/sets/nightly-000001"
    files = fsspec.filesystem("s3")
    files.invalidate_cache()
    told = json.loads(files.cat_file("archive/sets/nightly-000001/manifest.json"))
    assert told["since_last"]["number"] == 1
    for table in told["tables"].values():
        for file in table["files"]:
            data = files.cat_file(f"archive/sets/nightly-000001/{file['path']}")
            assert hashlib.sha256(data).hexdigest() == file["sha256"]
    with pytest.raises(StorageError, match="cannot write to s3://missing/sets"):
        export(stock, Wish(), "s3://missing/sets", NOW, name="x")
