"""Archiving and replaying in real runs against a newsroom on loopback."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from newscrawler.archive import read_records
from newscrawler.errors import Exit
from tests.loopback import Answer, Newsroom
from tests.pages import nastooh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEHR = "www.mehrnews.com"
LIVE = {
    "TWISTED_DNS_RESOLVER": "tests.loopback.LoopbackResolver",
    "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": 1,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "RETRY_ENABLED": 0,
}


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        page = nastooh(room.url(MEHR, "/news/7/x"), 7).encode()
        room[MEHR, "/robots.txt"] = Answer("User-agent: *\nDisallow: /news/8\n")
        room[MEHR, "/news/7"] = Answer(status=301, headers={"Location": room.url(MEHR, "/news/7/x")})
        room[MEHR, "/news/7/x"] = Answer(gzip.compress(page), headers={"Content-Encoding": "gzip"})
        yield room


def options(**settings: object) -> list[str]:
    return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]


def stored(data: Path) -> list[tuple]:
    with closing(sqlite3.connect(data / "newscrawler.db")) as database:
        return database.execute(
            "SELECT id, url, headline, article_body, date_published, content_hash FROM articles ORDER BY id"
        ).fetchall()


def test_a_run_is_archived_as_on_the_wire_and_replays_to_the_same_content(room, scrapy, tmp_path) -> None:
    urls = ",".join(room.url(MEHR, path) for path in ("/news/7", "/news/8", "/news/9"))
    live = scrapy("crawl", "mehrnews", "-a", f"urls={urls}", *options(**LIVE))
    assert live.returncode == Exit.FINE, live.stderr
    (path,) = (tmp_path / "data/warc").iterdir()
    recorded = {exchange.url.rpartition(str(room.port))[2]: exchange for _, exchange in read_records(path)}
    assert {url: each.status for url, each in recorded.items()} == {
        "/robots.txt": 200,
        "/news/7": 301,
        "/news/7/x": 200,
        "/news/9": 404,
    }
    assert b"article:published_time" in gzip.decompress(recorded["/news/7/x"].body)
    again = tmp_path / "again"
    asked = len(room.log)
    replayed = scrapy(
        *("crawl", "mehrnews", "-a", f"urls={urls}"),
        *options(NEWSCRAWLER_REPLAY=path),
        NEWSCRAWLER_DATA_DIR=str(again),
    )
    assert replayed.returncode == Exit.FINE, replayed.stderr
    assert len(room.log) == asked
    assert stored(again) == stored(tmp_path / "data") != []
    assert not (again / "warc").exists()
    with closing(sqlite3.connect(again / "newscrawler.db")) as database:
        (row,) = database.execute("SELECT warc_file, warc_offset, date_downloaded FROM articles").fetchall()
    offsets = dict(read_records(path))
    assert row[0] == str(path)
    assert offsets[row[1]].url.endswith("/news/7/x")
    assert row[2] == offsets[row[1]].date.isoformat(timespec="seconds")


def test_an_address_the_archive_lacks_is_one_line_and_no_traceback(room, scrapy, tmp_path) -> None:
    scrapy("crawl", "mehrnews", "-a", f"urls={room.url(MEHR, '/news/7')}", *options(**LIVE))
    (path,) = (tmp_path / "data/warc").iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    done = scrapy(
        *("crawl", "mehrnews", "-a", "urls=https://www.mehrnews.com/news/404"),
        *options(NEWSCRAWLER_REPLAY=path),
        NEWSCRAWLER_DATA_DIR=str(tmp_path / "again"),
    )
    assert done.returncode == Exit.NOTHING_ANSWERED
    assert "not in the archive: https://www.mehrnews.com/news/404" in done.stderr
    assert f"{path}: torn after byte" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_that_cannot_be_written_ends_the_run_as_failed_storage(room, scrapy, tmp_path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/warc").touch()
    done = scrapy("crawl", "mehrnews", "-a", f"urls={room.url(MEHR, '/news/7')}", *options(**LIVE))
    assert done.returncode == Exit.STORAGE
    assert "can't create the archive" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_archive_pages_are_stored_all_the_same(room, scrapy, tmp_path) -> None:
    settings = options(**LIVE, NEWSCRAWLER_WARC=0)
    done = scrapy("crawl", "mehrnews", "-a", f"urls={room.url(MEHR, '/news/7')}", *settings)
    assert done.returncode == Exit.FINE
    assert not (tmp_path / "data/warc").exists()
    assert len(stored(tmp_path / "data")) == 1
