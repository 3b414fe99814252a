"""`--since-last`: never a gap, never a repeat, wherever it is killed and whoever writes meanwhile."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawler.errors import InputError, LockedError
from newscrawler.handoff.asking import filters, select
from newscrawler.handoff.exporting import Done, export
from newscrawler.handoff.sets import Wish
from newscrawler.storage.database import open_database
from newscrawler.storage.handoffs import exclusively
from tests.conftest import ROOT
from tests.handoff.newsstand import article, store

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
WISH = Wish(tables=("articles", "versions", "sightings"))


def hand(url: str, to: Path, wish: Wish = WISH, name: str = "nightly") -> Done:
    return export(url, wish, str(to), NOW, since_last=name)


def lines(to: Path, table: str = "articles", name: str = "nightly") -> list[list[dict[str, object]]]:
    """What each set handed over, in order."""
    sets = sorted(path for path in to.glob(f"{name}-*") if not path.name.startswith("."))
    return [
        [json.loads(line) for line in (s / f"{table}.jsonl").read_text("utf-8").splitlines()] for s in sets
    ]


def ids(to: Path) -> list[list[object]]:
    return [sorted(str(row["id"]) for row in rows) for rows in lines(to)]


def test_each_set_holds_what_is_new_or_changed_and_nothing_else(database, tmp_path) -> None:
    store(database, [article(0), article(1)])
    assert Path(hand(database, tmp_path).address).name == "nightly-000001"
    assert hand(database, tmp_path) == Done(None, {"rows": 0})
    store(database, [article(2)])
    store(database, [article(0, version=2, article_body="متن تازه")], "updated")
    assert Path(hand(database, tmp_path).address).name == "nightly-000002"
    assert ids(tmp_path) == [["isna:1", "mehrnews:0"], ["mehrnews:0", "titronline:2"]]
    versions = [[(row["article_id"], row["version"]) for row in rows] for rows in lines(tmp_path, "versions")]
    assert versions[1] == [("mehrnews:0", 2), ("titronline:2", 1)]
    shown = [[row["url"] for row in rows] for rows in lines(tmp_path, "sightings")]
    assert shown[1] == ["https://titronline.example/news/2"]


def test_a_page_read_again_unchanged_is_not_new_but_new_tags_are(database, tmp_path) -> None:
    store(database, [article(0), article(1)])
    hand(database, tmp_path)
    again = article(0, date_downloaded=NOW, http_status=200, warc_file="x.warc.gz", warc_offset=7)
    store(database, [again], "unchanged")
    assert hand(database, tmp_path).address is None
    store(database, [replace(again, tags=["تازه"])], "unchanged")
    hand(database, tmp_path)
    assert ids(tmp_path)[1:] == [["mehrnews:0"]]


def test_an_article_that_turns_out_to_be_a_copy_is_handed_over_again(database, tmp_path) -> None:
    from newscrawler.dedup.decision import Decision
    from newscrawler.storage.store import Store

    store(database, [article(2)])
    hand(database, tmp_path)
    engine = open_database(database)
    memory = Store(engine, lambda: NOW)
    memory.write(article(0), Decision("new", 1, "mehrnews:0", displaced={"titronline:2": 0.9}))
    memory.commit()
    memory.close()
    engine.dispose()
    hand(database, tmp_path)
    assert [(row["id"], row["duplicate_of"]) for row in lines(tmp_path)[1]] == [
        ("mehrnews:0", None),
        ("titronline:2", "mehrnews:0"),
    ]


def test_a_sighting_listed_before_its_article_was_stored_is_not_lost(database, tmp_path) -> None:
    from newscrawler.storage.store import Store
    from tests.handoff.newsstand import sighting

    engine = open_database(database)
    memory = Store(engine, lambda: NOW)
    memory.saw([sighting(article(7))])
    memory.commit()
    memory.close()
    engine.dispose()
    store(database, [article(0)])
    hand(database, tmp_path)
    store(database, [article(7)])
    hand(database, tmp_path)
    shown = [[str(row["url"])[-1] for row in rows] for rows in lines(tmp_path, "sightings")]
    assert shown == [["0"], ["7"]]


def test_names_do_not_disturb_each_other_and_keep_their_filters(database, tmp_path) -> None:
    store(database, [article(0), article(1)])
    asked = {"outlet": ["isna"]}
    some = Wish(select(**asked), filters(**asked))
    hand(database, tmp_path)
    assert hand(database, tmp_path, some, "isna").manifest["rows"] == 1
    with pytest.raises(InputError, match="isna was begun with .*, not "):
        hand(database, tmp_path, Wish(), "isna")
    store(database, [article(3)])
    assert hand(database, tmp_path, some, "isna").address is None
    store(database, [article(4)])
    assert hand(database, tmp_path, some, "isna").manifest["rows"] == 1
    assert hand(database, tmp_path).manifest["rows"] == 2


def test_one_export_at_a_time_for_a_name(database, tmp_path) -> None:
    store(database, [article(0)])
    engine = open_database(database)
    with exclusively(engine, "nightly"), pytest.raises(LockedError, match="another export for nightly"):
        hand(database, tmp_path)
    engine.dispose()
    assert hand(database, tmp_path).manifest["rows"] == 1


def test_a_database_put_back_from_a_copy_is_noticed(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/newscrawler.db"
    store(url, [article(0)])
    store(url, [article(1)])
    hand(url, tmp_path / "to")
    engine = open_database(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE revision SET number = 1")
    engine.dispose()
    with pytest.raises(InputError, match="older than the last set of nightly"):
        hand(url, tmp_path / "to")


KILLER = """
import os, signal, sys
from datetime import UTC, datetime
import newscrawler.handoff.exporting as exporting
from newscrawler.handoff.places import Folder
from newscrawler.handoff.writers import JsonLines
from tests.handoff.test_since_last import hand
from pathlib import Path

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

def after(function):
    def both(*args, **more):
        function(*args, **more)
        die()
    return both

where, url, to = sys.argv[1:]
if where == "writing": JsonLines.write = after(JsonLines.write)
if where == "written": exporting.intend = die
if where == "intended": exporting.intend = after(exporting.intend)
if where == "in place": Folder.put = after(Folder.put)
if where == "complete": exporting.complete = after(exporting.complete)
hand(url, Path(to))
"""


@pytest.mark.parametrize("where", ["writing", "written", "intended", "in place", "complete"])
def test_killed_anywhere_it_leaves_no_gap_and_repeats_nothing(tmp_path, where) -> None:
    url, to = f"sqlite:///{tmp_path}/newscrawler.db", tmp_path / "to"
    store(url, map(article, range(5)))
    hand(url, to)
    store(url, map(article, range(5, 9)))
    killed = subprocess.run([sys.executable, "-c", KILLER, where, url, str(to)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    store(url, map(article, range(9, 11)))
    done = hand(url, to)
    assert bool(done.recovered) is (where == "in place")
    assert hand(url, to).address is None
    found = Counter(row["id"] for rows in lines(to) for row in rows)
    assert found == Counter(article(n).id for n in range(11))
    names = sorted(path.name for path in to.iterdir())
    assert names == [f"nightly-{n:06}" for n in range(1, len(names) + 1)]
    assert all((to / name / "manifest.json").exists() for name in names)


def test_two_writers_on_postgresql_and_exports_in_between(postgres, tmp_path) -> None:
    """Whoever commits when: what a set leaves out the next one has."""
    from tests.commands.test_shared import create

    url, each = create(postgres, "handoff_writers"), 30
    store(url, [article(0)])

    def write(first: int) -> None:
        for number in range(first, first + each):
            store(url, [article(number)])

    writers = [threading.Thread(target=write, args=(1000 * n,)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        hand(url, tmp_path)
    for writer in writers:
        writer.join()
    hand(url, tmp_path)
    found = Counter(row["id"] for rows in lines(tmp_path) for row in rows)
    assert found == Counter(article(n).id for n in (0, *range(1000, 1000 + each), *range(2000, 2000 + each)))
    assert len(lines(tmp_path)) > 2
    assert all(re.fullmatch(r"nightly-\d{6}", path.name) for path in tmp_path.iterdir())
