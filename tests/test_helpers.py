"""Processes beside the run's own: the same articles, whoever reads them, and whatever becomes of them."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from newscrawler.errors import Exit
from newscrawler.extensions.helpers import Helpers
from newscrawler.items import Article
from newscrawler.reader import read
from newscrawler.refining import refine
from tests.conftest import ROOT
from tests.loopback import Answer, Newsroom, live
from tests.pages import PARAGRAPHS, nastooh

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

HOST = "www.mehrnews.com"
PAGES = range(1, 31)
COLUMNS = "id, headline, description, article_body, date_published, content_hash, provenance"


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        for number in PAGES:
            text = (*PARAGRAPHS, f"این گزارش شمارهٔ {number} است و با دیگران فرق دارد.")
            page = nastooh(f"https://{HOST}/news/{number}", number, headline=f"خبر {number}", paragraphs=text)
            room[HOST, f"/news/{number}"] = lambda _asked, page=page: (time.sleep(0.15), Answer(page))[1]
        yield room


def start(room: Newsroom, data: Path, helpers: object) -> subprocess.Popen[str]:
    urls = ",".join(f"https://{HOST}/news/{number}" for number in PAGES)
    settings = {
        "LOG_LEVEL": "WARNING",
        "NEWSCRAWLER_HELPERS": helpers,
        "NEWSCRAWLER_SUMMARY": data / "summary.json",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "mehrnews", "-a", f"urls={urls}", *live(room, **settings)],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def stored(data: Path) -> list[tuple]:
    with closing(sqlite3.connect(data / "newscrawler.db")) as database:
        return database.execute(f"SELECT {COLUMNS} FROM articles ORDER BY id").fetchall()


def children(pid: int) -> list[int]:
    """Helper processes of a run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = place.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid and b"newscrawler.helping" in place.joinpath("cmdline").read_bytes():
                found.append(int(place.name))
    return found


def wait_for(condition, seconds: float = 30):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found


def test_helpers_make_the_same_articles(room: Newsroom, tmp_path: Path) -> None:
    for helpers in (0, 2):
        data = tmp_path / str(helpers)
        data.mkdir()
        process = start(room, data, helpers)
        _, told = process.communicate(timeout=60)
        assert process.returncode == Exit.FINE, told
        assert json.loads((data / "summary.json").read_text())["total"]["fetched"] == len(PAGES)
    assert stored(tmp_path / "0") == stored(tmp_path / "2")


def test_a_helper_that_is_killed_is_done_without(room: Newsroom, tmp_path: Path) -> None:
    process = start(room, tmp_path, 1)
    os.kill(wait_for(lambda: children(process.pid))[0], signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == Exit.FINE, told
    assert "a helper process ended; none left" in told
    assert "Traceback" not in told
    assert len(stored(tmp_path)) == len(PAGES)


def test_a_helper_ends_with_the_run_that_is_killed(room: Newsroom, tmp_path: Path) -> None:
    process = start(room, tmp_path, 1)
    helper = wait_for(lambda: children(process.pid))[0]
    process.kill()
    process.communicate(timeout=30)
    wait_for(lambda: not Path(f"/proc/{helper}/cmdline").exists() or not _alive(helper))


def _alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_count_that_is_none_is_refused(room: Newsroom, tmp_path: Path) -> None:
    process = start(room, tmp_path, "many")
    _, told = process.communicate(timeout=60)
    assert process.returncode == Exit.USAGE
    assert told == (
        "newscrawler: NEWSCRAWLER_HELPERS=many is no count; write 0, or one for each core to spare\n"
    )


def told_apart(number: int) -> int:
    """What `calls_in_a_row` asks for; a module's function, as all that helpers make."""
    order.append(("apart", number))
    if number == 3:
        raise ValueError("three")
    return -number


def doubled(number: int) -> int:
    order.append(("doubled", number))
    return 2 * number


order: list[tuple[str, int]] = []


@pytest.mark.parametrize("helpers", [0, 1])
def test_calls_are_made_in_a_row_and_each_has_its_own_answer(helpers: int) -> None:
    order.clear()
    crawler = get_crawler(settings_dict={"NEWSCRAWLER_HELPERS": helpers})

    async def ask() -> list[object]:
        ours = Helpers.from_crawler(crawler)
        both = [ours.run(function, number) for number in range(9) for function in (told_apart, doubled)]
        answers = await asyncio.gather(*both, return_exceptions=True)
        with pytest.raises((AttributeError, TypeError, pickle.PicklingError)) if helpers else nullcontext():
            assert await ours.run(lambda: 5) == 5
        await ours.close()
        return answers

    answers = asyncio.run(ask())
    assert answers[::2][:3] + answers[::2][4:] == [-number for number in range(9) if number != 3]
    assert answers[1::2] == [2 * number for number in range(9)]
    assert isinstance(answers[6], RuntimeError if helpers else ValueError)
    assert str(answers[6]).endswith("three")
    if not helpers:
        assert [name for name, _ in order] == ["apart"] * 8 + ["doubled"] * 8 + ["apart", "doubled"]


def test_what_is_furthest_on_its_way_goes_first() -> None:
    ended: list[str] = []

    async def ask() -> None:
        ours = Helpers.from_crawler(get_crawler(settings_dict={"NEWSCRAWLER_HELPERS": 1}))

        async def note(name: str, coming: Awaitable[object]) -> None:
            await coming
            ended.append(name)

        url = f"https://{HOST}/news/1"
        pages = [note("read", ours.run(read, "<p>متن", url)) for _ in range(48)]
        articles = [
            note("refine", ours.run(refine, Article(url, url, url, headline="متن"))) for _ in range(8)
        ]
        await asyncio.gather(*pages, *articles)
        await ours.close()

    asyncio.run(ask())
    assert ended == ["refine"] * 8 + ["read"] * 48


def test_who_waits_no_more_is_no_trouble() -> None:
    async def ask() -> int:
        ours = Helpers.from_crawler(get_crawler(settings_dict={"NEWSCRAWLER_HELPERS": 0}))
        gone = asyncio.ensure_future(ours.run(doubled, 1))
        stays = asyncio.ensure_future(ours.run(doubled, 2))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert asyncio.run(ask()) == 4
