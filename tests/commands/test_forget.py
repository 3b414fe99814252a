"""`scrapy forget`: what is taken down is gone from database, feed, search, archive, and stays away."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from tests.city import rows
from tests.loopback import Answer, Newsroom, live
from tests.pages import nastooh, rss

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "www.mehrnews.com"
SECRET = "نام شاکی در این خبر آمده بود"
NAME = "شکایت از شهرداری"
URL = f"https://{HOST}/news/2"


def publish(room: Newsroom, *, told: str = "") -> None:
    """Three articles, one of which somebody will want gone; `told` makes the feed say something new of it."""
    urls = [f"https://{HOST}/news/{number}" for number in (1, 2, 3)]
    titles = ("سیل آمد", f"{NAME} {told}", "بهار شد")
    for number, (url, title) in enumerate(zip(urls, titles, strict=True), 1):
        text = SECRET if number == 2 else title
        page = nastooh(url, number, headline=title, lead=text, paragraphs=[f"{text}. " * 40])
        room[HOST, f"/news/{number}"] = Answer(page)
    room[HOST, "/rss"] = Answer(rss(list(zip(urls, titles, strict=True))))
    room[HOST, "/sitemap/news/sitemap.xml"] = Answer("<urlset></urlset>")


@pytest.fixture
def room(scrapy) -> Iterator[Newsroom]:
    """A newsroom whose three articles were crawled."""
    with Newsroom() as room:
        publish(room)
        assert scrapy("run", "mehrnews", *live(room)).returncode == Exit.FINE
        yield room


def everything(data: Path) -> str:
    """All that lies in the data folder, unpacked, as one text."""
    found = []
    for path in data.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            found.append((gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8", "replace"))
    return "\n".join(found)


def test_what_is_forgotten_is_nowhere_and_does_not_come_back(room, scrapy, tmp_path) -> None:
    data = tmp_path / "data"
    assert scrapy("export", "--query", "شاکی", "--to", str(tmp_path / "hits")).returncode == Exit.FINE
    assert SECRET in everything(data)
    done = scrapy("forget", URL, "--reason", "court order 12")
    assert (done.returncode, done.stdout, done.stderr) == (Exit.FINE, "mehrnews:2\n", "")
    assert SECRET not in everything(data)

    assert not (data / "newscrawler.search.db").exists()
    (feed,) = (data / "feed").glob("*.jsonl")
    lines = [json.loads(line) for line in feed.read_text("utf-8").split("\n")[:-1]]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    (blank,) = [line for line in lines if line["id"] == "mehrnews:2"]
    assert blank == {"seq": blank["seq"], "id": "mehrnews:2", "forgotten": True}


def test_what_is_forgotten_does_not_come_back_and_hand_offs_tell(room, scrapy, tmp_path) -> None:
    data = tmp_path / "data"
    words = ("export", "--since-last", "desk", "--to", str(tmp_path / "out"))
    assert scrapy(*words).returncode == Exit.FINE
    assert scrapy("forget", "mehrnews:2").returncode == Exit.FINE
    asked = room.asked().count("/news/2")
    publish(room, told="باز")
    assert scrapy("run", "mehrnews", *live(room)).returncode == Exit.FINE
    assert room.asked().count("/news/2") == asked
    assert scrapy("crawl", "mehrnews", "-a", f"urls={URL}", *live(room)).returncode == Exit.FINE
    database = f"sqlite:///{data}/newscrawler.db"
    assert rows(database, "SELECT id FROM articles ORDER BY id") == [
        {"id": "mehrnews:1"},
        {"id": "mehrnews:3"},
    ]
    for table in ("sightings", "pages", "versions", "articles"):
        assert NAME not in str(rows(database, f"SELECT * FROM {table}"))

    told = scrapy(*words)
    (_, address) = sorted((tmp_path / "out").iterdir())
    assert told.returncode == Exit.FINE
    assert json.loads((address / "manifest.json").read_text("utf-8"))["removed"] == ["mehrnews:2"]
    assert "delete these 1 articles" in (address / "README.md").read_text("utf-8")


def test_a_kill_after_the_database_forgot_leaves_the_rest_to_the_next_run(room, scrapy, tmp_path) -> None:
    """The feed's file still has its line when the process dies: the next start takes it out."""
    data = tmp_path / "data"
    (feed,) = (data / "feed").glob("*.jsonl")
    before = feed.read_bytes()
    assert scrapy("forget", "mehrnews:2").returncode == Exit.FINE
    feed.write_bytes(before)
    (data / "feed" / ".forgotten").unlink()
    assert scrapy("run", "mehrnews", *live(room)).returncode == Exit.FINE
    assert SECRET not in feed.read_text("utf-8")
    assert [json.loads(line)["seq"] for line in feed.read_text("utf-8").split("\n")[:-1]] == [1, 2, 3]


def test_a_page_fetched_again_unchanged_is_erased_too_when_asked(room, scrapy, tmp_path) -> None:
    data = tmp_path / "data"
    assert scrapy("crawl", "mehrnews", "-a", f"urls={URL}", *live(room)).returncode == Exit.FINE
    assert scrapy("forget", "mehrnews:2", "--search-archives").returncode == Exit.FINE
    assert SECRET not in everything(data)


def test_what_cannot_be_forgotten_is_one_line_and_nothing_is_lost(scrapy, tmp_path) -> None:
    assert "there is no database yet" in scrapy("forget", "mehrnews:2").stderr
    with Newsroom() as room:
        publish(room)
        assert scrapy("run", "mehrnews", *live(room)).returncode == Exit.FINE
    for words, told in (
        ((), "name what is to go"),
        (("mehrnews:2", "mehrnews:99"), "mehrnews:99 is not stored"),
        (("https://www.mehrnews.com/news/98",), "https://mehrnews.com/news/98 is not stored"),
    ):
        done = scrapy("forget", *words)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (Exit.USAGE, "", 1), done.stderr
        assert told in done.stderr
    database = f"sqlite:///{tmp_path}/data/newscrawler.db"
    assert len(rows(database, "SELECT id FROM articles")) == 3
    for path in (tmp_path / "data").rglob("*.warc.gz"):
        path.unlink()
    done = scrapy("forget", "mehrnews:2")
    assert done.returncode == Exit.STORAGE
    assert "not erased from the archive" in done.stdout
    assert len(rows(database, "SELECT id FROM articles")) == 2
    assert "was taken down before" in scrapy("forget", "mehrnews:2").stderr
    assert scrapy("forget", URL, "--search-archives").stdout == "https://mehrnews.com/news/2\n"
