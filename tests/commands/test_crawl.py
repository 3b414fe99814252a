"""`scrapy crawl` and `scrapy run` as a person meets them: real processes, a newsroom on loopback."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from tests.loopback import Answer, Newsroom
from tests.pages import PARAGRAPHS, nastooh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Run = "Callable[..., subprocess.CompletedProcess[str]]"
MEHR = "www.mehrnews.com"


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


@pytest.fixture
def crawl(scrapy) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`scrapy crawl mehrnews …` with every name on loopback, allowed, and unhurried by delays."""

    def run(*words: str, **settings: object) -> subprocess.CompletedProcess[str]:
        given = {
            "TWISTED_DNS_RESOLVER": "tests.loopback.LoopbackResolver",
            "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": 1,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": 0,
            "RETRY_ENABLED": 0,
            "DOWNLOAD_TIMEOUT": 5,
        } | settings
        options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        return scrapy("crawl", "mehrnews", *words, *options)

    return run


def articles(tmp_path: Path) -> list[tuple]:
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        return database.execute("SELECT id, headline, version FROM articles ORDER BY id").fetchall()


def serve(room: Newsroom, number: int, **fields: object) -> str:
    url = room.url(MEHR, f"/news/{number}")
    room[MEHR, f"/news/{number}"] = Answer(nastooh(url, number, **fields))
    return url


def test_an_article_is_fetched_stored_fed_and_archived(room, crawl, tmp_path) -> None:
    done = crawl("-a", f"urls={serve(room, 7)}")
    assert done.returncode == Exit.FINE, done.stderr
    assert articles(tmp_path) == [("mehrnews:7", "آغاز کار پل تازه", 1)]
    (feed,) = (tmp_path / "data/feed").glob("*.jsonl")
    record = json.loads(feed.read_text(encoding="utf-8"))
    assert record["id"] == "mehrnews:7"
    assert record["date_published"] == "2026-09-02T14:58:42+03:30"
    assert record["date_published_jalali"] == "1405-06-11"
    assert record["dateline"] == "تهران"
    assert record["article_body"].count("\n\n") == len(PARAGRAPHS) - 1
    archive = tmp_path / "data" / record["warc_file"]
    assert archive.is_file()
    assert "1 new" in done.stderr


def test_robots_txt_is_obeyed(room, crawl, tmp_path) -> None:
    room[MEHR, "/robots.txt"] = Answer("User-agent: *\nDisallow: /news/8\n")
    done = crawl("-a", f"urls={serve(room, 7)},{serve(room, 8)}")
    assert done.returncode == Exit.FINE
    assert room.asked() == ["/news/7"]
    assert [row[0] for row in articles(tmp_path)] == ["mehrnews:7"]


def test_a_missing_robots_txt_forbids_nothing_and_a_failing_one_everything(room, crawl, tmp_path) -> None:
    url = serve(room, 7)
    room[MEHR, "/robots.txt"] = Answer("<html>down</html>", status=503)
    done = crawl("-a", f"urls={url}")
    assert done.returncode == Exit.NOTHING_ANSWERED
    assert room.asked() == []
    assert "Traceback" not in done.stderr
    room[MEHR, "/robots.txt"] = Answer(status=404)
    assert crawl("-a", f"urls={url}").returncode == Exit.FINE
    assert [row[0] for row in articles(tmp_path)] == ["mehrnews:7"]


def test_a_crawl_delay_is_honoured(room, crawl) -> None:
    room[MEHR, "/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 1\n")
    crawl("-a", f"urls={serve(room, 1)},{serve(room, 2)},{serve(room, 3)}")
    times = [asked.when for asked in room.log if asked.path.startswith("/news")]
    assert len(times) == 3
    assert all(later - earlier > 0.9 for earlier, later in pairwise(times))


def test_private_addresses_are_refused_by_name_by_number_and_on_redirect(room, crawl) -> None:
    url = serve(room, 7)
    done = crawl("-a", f"urls={url}", NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES=0)
    assert done.returncode == Exit.NOTHING_ANSWERED
    assert room.log == []
    assert "Traceback" not in done.stderr


def test_a_redirect_to_another_site_is_not_followed(room, crawl) -> None:
    room[MEHR, "/news/7"] = Answer(status=302, headers={"Location": room.url("evil.example", "/news/7")})
    done = crawl("-a", f"urls={room.url(MEHR, '/news/7')}")
    assert room.asked("evil.example") == []
    assert done.returncode == Exit.NOTHING_ANSWERED


def test_every_page_failing_is_exit_3_and_most_is_exit_4(room, crawl) -> None:
    missing = ",".join(room.url(MEHR, f"/news/{number}") for number in range(100, 112))
    assert crawl("-a", f"urls={missing}").returncode == Exit.NOTHING_ANSWERED
    assert crawl("-a", f"urls={missing},{serve(room, 7)}").returncode == Exit.TOO_MANY_ERRORS


def test_a_page_that_is_no_article_is_counted_and_not_stored(room, crawl, tmp_path) -> None:
    room[MEHR, "/news/5"] = Answer(
        "<html><body><h1>ورود</h1><form><input type=password></form></body></html>"
    )
    done = crawl("-a", f"urls={room.url(MEHR, '/news/5')}")
    assert done.returncode == Exit.FINE
    assert articles(tmp_path) == []


def test_the_summary_stays_off_stdout(room, crawl) -> None:
    done = crawl("-a", f"urls={serve(room, 7)}", "-o", "-:jsonl")
    assert json.loads(done.stdout)["id"] == "mehrnews:7"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("crawl", "mehrnew"), "no outlet is called mehrnew; did you mean mehrnews"),
        (("run", "mehrnews", "tasnimm"), "no outlet is called tasnimm"),
        (("run", "mehrnews", "--since", "1402-13-01"), "since=1402-13-01 is no day"),
        (("run", "mehrnews", "--shard", "3/2"), "--shard 3/2"),
        (("run", "mehrnews", "--time-limit", "soon"), "--time-limit soon"),
        (("run", "--kind", "blog"), "no outlet is of kind blog"),
        (("crawl", "mehrnews", "-a", "since=1402-12-05", "-a", "until=1402-12-01"), "is after until"),
        (("crawl", "mehrnews", "-a", "urls=@missing.txt"), "cannot read missing.txt"),
        (("crawl", "mehrnews", "-a", "urls=https://www.isna.ir/news/1"), "is not on mehrnews"),
        (("crawl", "mehrnews", "-s", "NEWSCRAWLER_REPLAY=/nowhere.warc.gz"), "/nowhere.warc.gz"),
        (("crawl", "mehrnews", "-s", "NEWSCRAWLER_REPLAY=README.md"), "README.md"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(scrapy, words, told) -> None:
    done = scrapy(*words)
    assert done.returncode == Exit.USAGE, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("newscrawler:")]
    assert told in line
    assert "Traceback" not in done.stderr


def test_a_database_of_a_newer_schema_is_left_alone(scrapy, tmp_path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data/newscrawler.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('9999')"
        )
    before = path.read_bytes()
    done = scrapy("crawl", "mehrnews")
    assert done.returncode == Exit.STORAGE
    assert "newer schema" in done.stderr
    assert path.read_bytes() == before


def test_a_data_folder_that_cannot_be_written_is_exit_7(scrapy, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = scrapy("crawl", "mehrnews", NEWSCRAWLER_DATA_DIR=str(tmp_path / "file"))
    assert done.returncode == Exit.STORAGE
    assert "cannot write to the data folder" in done.stderr
    assert "Traceback" not in done.stderr
