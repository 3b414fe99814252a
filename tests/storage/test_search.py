"""Search finds a word in every spelling, on SQLite and on PostgreSQL, and keeps up with what changes."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from newscrawler.storage.database import open_database
from newscrawler.storage.indexing import catch_up, index_path
from newscrawler.storage.reading import open_to_read
from newscrawler.storage.search import first_number, hits, moment_of
from tests.conftest import ROOT
from tests.handoff.conftest import database  # noqa: F401  (a fixture)
from tests.handoff.newsstand import NOON, article, store
from tests.text.test_words import SPELLINGS

LAST = 2**63 - 1


@pytest.fixture
def find(database):  # noqa: F811
    """Searches a fresh database as a reader does."""
    engines = []

    def search(query: str, *outlets: str, **where: int) -> list[str]:
        if not engines:
            engines.append(open_to_read(database))
        catch_up(engines[0])
        with engines[0].connect() as connection:
            found = hits(connection, query, outlets, **({"before": LAST} | where))
            return [article_id for article_id, _ in found]

    search.url = database
    yield search
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("printed", SPELLINGS)
def test_every_spelling_finds_every_other(find, printed) -> None:
    store(find.url, [article(0, headline=f"نوسازی {printed} کهنه", article_body="")])
    store(find.url, [article(1, headline="دستگیره های کهنه", article_body="")])
    for asked in SPELLINGS:
        assert find(asked) == ["mehrnews:0"], asked
    assert find("دستگاه") == ["mehrnews:0"]
    assert find("دستگا") == []


def test_words_phrases_and_what_must_not_be_there(find) -> None:
    texts = (
        "پل تازه‌ی شهر باز شد",
        "شهر پل ندارد، تازه راه هم",
        "کتابخانه‌ی سیار",
        "کتاب خانه‌ی ما",
        "it's a 'test' \\ :*",
    )
    store(find.url, [article(n, headline=text, article_body="") for n, text in enumerate(texts)])
    assert find("پل شهر") == ["isna:1", "mehrnews:0"]
    assert find('"پل تازه"') == find("«پل تازه»") == []
    assert find('"پل تازه‌ی شهر"') == ["mehrnews:0"]
    assert find("شهر -راه") == ["mehrnews:0"]
    assert find("کتاب خانه‌ی") == ["mehrnews:3", "titronline:2"]
    assert find("it's test") == ["isna:4"]
    for nothing in ("", "-پل", '"', "AND", "NEAR(", "x:y*", "'", "نیست"):
        assert find(nothing) == []


def test_the_newest_come_first_and_dates_and_outlets_narrow(find) -> None:
    store(find.url, [article(n) for n in (4, 1, 7, 2)])
    assert find("پل") == ["isna:7", "isna:4", "titronline:2", "isna:1"]
    assert find("پل", "isna") == ["isna:7", "isna:4", "isna:1"]
    assert find("پل", "isna", "titronline") == ["isna:7", "isna:4", "titronline:2", "isna:1"]
    assert find("پل", "mehrnews") == []
    second = first_number(NOON + timedelta(days=2))
    assert find("پل", before=second) == ["isna:1"]
    assert find("پل", after=second) == ["isna:7", "isna:4", "titronline:2"]
    assert moment_of(second) == NOON + timedelta(days=2)


def test_the_index_keeps_up(find) -> None:
    open_database(find.url).dispose()
    assert find("پل") == []
    store(find.url, [article(0)])
    assert find("پل") == ["mehrnews:0"]
    store(find.url, [article(0, version=2, headline="تونل", article_body="گشایش")], "updated")
    assert (find("پل"), find("تونل")) == ([], ["mehrnews:0"])
    store(find.url, [article(3)])
    assert find("پل") == ["mehrnews:3"]


FILLER = """
import os, signal, sys
from newscrawler.storage.indexing import catch_up
from newscrawler.storage.reading import open_to_read
engine = open_to_read(sys.argv[1])
catch_up(engine, lambda taken: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_killed_filling_goes_on(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/newscrawler.db"
    store(url, [article(n, headline=f"پل {n}") for n in range(1500)])
    killed = subprocess.run([sys.executable, "-c", FILLER, url], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    engine = open_to_read(url)
    assert index_path(engine).name == "newscrawler.search.db"
    assert 0 < catch_up(engine) < 1500
    with engine.connect() as connection:
        assert len({*hits(connection, "پل", before=LAST)}) == 1500
        assert len(list(hits(connection, "پل", before=LAST))) == 1500
    assert catch_up(engine) == 0
    engine.dispose()
