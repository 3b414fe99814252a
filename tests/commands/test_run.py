"""`scrapy run` as a scheduler meets it: nothing new costs nearly nothing, and it ends when told to."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

import pytest

from newscrawler.commands.run import shard
from newscrawler.crawling import lock
from newscrawler.errors import Exit
from newscrawler.outlets import catalogue
from tests.conftest import ROOT
from tests.loopback import Answer, Asked, Newsroom, live
from tests.pages import PARAGRAPHS, nastooh, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUILT = count(1)
"""Every feed is another, as the feeds of many an agency are, whose `lastBuildDate` is always now."""
HOSTS = {"mehrnews": "www.mehrnews.com", "irna": "www.irna.ir", "khabaronline": "www.khabaronline.ir"}


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def conditional(body: str) -> Callable[[Asked], Answer]:
    """A document that knows its ETag, and answers 304 to who has it."""
    tag = f'"{hash(body)}"'

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == tag:
            return Answer(status=304)
        return Answer(body, headers={"ETag": tag})

    return answer


def newsroom(room: Newsroom, articles: range, hosts: dict[str, str] = HOSTS) -> None:
    for host in hosts.values():
        urls = [f"https://{host}/news/{number}" for number in articles]
        for url, number in zip(urls, articles, strict=True):
            text = (*PARAGRAPHS, f"این خبر {number} از {host} است و با دیگران فرق دارد.")
            page = nastooh(url, number, headline=f"خبر {number} {host}", paragraphs=text)
            room[host, f"/news/{number}"] = Answer(page)
        feed = rss([(url, f"خبر {url}") for url in urls])
        feed = feed.replace("<item>", f"<lastBuildDate>{next(BUILT)}</lastBuildDate><item>", 1)
        room[host, "/rss"] = conditional(feed)
        room[host, "/sitemap/news/sitemap.xml"] = conditional("<urlset></urlset>")
        room[host, "/robots.txt"] = Answer("User-agent: *\nDisallow:\n")


@pytest.fixture
def run(scrapy, room) -> Callable[..., subprocess.CompletedProcess[str]]:
    return lambda *words, **settings: scrapy("run", *words, *live(room, **settings))


def test_a_pass_with_nothing_new_is_one_conditional_request_a_document(room, run) -> None:
    newsroom(room, range(1, 4))
    assert run(*HOSTS).returncode == Exit.FINE
    room.log.clear()
    done = run(*HOSTS)
    assert done.returncode == Exit.FINE
    assert "nothing new" in done.stdout
    for host in HOSTS.values():
        assert sorted(room.asked(host)) == ["/rss", "/sitemap/news/sitemap.xml"]
    assert all("If-None-Match" in asked.headers for asked in room.log if asked.path != "/robots.txt")


def test_a_late_item_with_a_low_id_is_not_lost_and_a_new_feed_of_old_items_costs_no_page(room, run) -> None:
    newsroom(room, range(5, 8))
    assert run("mehrnews").returncode == Exit.FINE
    newsroom(room, range(5, 8))
    room.log.clear()
    assert "nothing new" in run("mehrnews").stdout
    assert sorted(room.asked()) == ["/rss", "/sitemap/news/sitemap.xml"]
    newsroom(room, range(4, 8))
    room.log.clear()
    assert "1 new" in run("mehrnews").stdout
    assert "/news/4" in room.asked()
    assert "/news/5" not in room.asked()


def test_a_pass_over_all_leaves_out_what_is_not_due_and_a_named_outlet_never(room, run) -> None:
    newsroom(room, range(1, 3))
    options = ("--kind", "agency", "--shard", "1/1", "--limit", "2")
    assert run(*options).returncode in {Exit.FINE, Exit.TOO_MANY_ERRORS}
    room.log.clear()
    run(*options)
    assert room.asked(HOSTS["mehrnews"]) == []
    run("mehrnews")
    assert sorted(room.asked(HOSTS["mehrnews"])) == ["/rss", "/sitemap/news/sitemap.xml"]


def test_fresh_asks_for_everything_again(room, run) -> None:
    newsroom(room, range(1, 4))
    run("mehrnews")
    room.log.clear()
    done = run("mehrnews", "--fresh")
    assert done.returncode == Exit.FINE
    assert sorted(room.asked()) == [
        "/news/1",
        "/news/2",
        "/news/3",
        "/rss",
        "/sitemap/news/sitemap.xml",
    ]
    assert not [asked for asked in room.log if "If-None-Match" in asked.headers]


def test_a_dry_run_asks_nothing_writes_nothing_and_says_what_it_would_poll(room, run, tmp_path) -> None:
    newsroom(room, range(1, 4))
    done = run("mehrnews", "--dry-run")
    assert done.returncode == Exit.FINE, done.stderr
    assert "https://www.mehrnews.com/rss" in done.stdout
    assert "2 documents would be asked for" in done.stdout
    assert not (tmp_path / "data").exists()
    run("mehrnews", "--limit", "1")
    room.log.clear()
    done = run("mehrnews", "--dry-run")
    assert "if changed" in done.stdout
    assert "2 pages are left" in done.stdout
    assert room.log == []


def test_the_summary_and_the_metrics_go_to_files(room, run, tmp_path) -> None:
    newsroom(room, range(1, 4))
    files = tmp_path / "out/summary.json", tmp_path / "out/metrics.prom"
    done = run("mehrnews", "--summary", str(files[0]), "--metrics", str(files[1]))
    assert done.returncode == Exit.FINE, done.stderr
    summary = json.loads(files[0].read_text(encoding="utf-8"))
    assert summary["exit_code"] == 0
    assert summary["total"]["new"] == 3
    assert summary["outlets"]["mehrnews"]["fetched"] == 3
    metrics = files[1].read_text(encoding="utf-8")
    assert 'newscrawler_last_run_pages{outlet="mehrnews",what="new"} 3\n' in metrics
    assert "newscrawler_last_run_exit_code 0\n" in metrics
    assert {path.name for path in files[0].parent.iterdir()} == {"summary.json", "metrics.prom"}


def test_a_summary_that_cannot_be_written_is_said_and_the_articles_are_safe(room, run, tmp_path) -> None:
    newsroom(room, range(1, 3))
    done = run("mehrnews", "--summary", "/proc/nowhere/summary.json")
    assert done.returncode == Exit.STORAGE
    assert "cannot write /proc/nowhere/summary.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert "nothing new" in run("mehrnews").stdout


def test_a_second_run_on_the_same_data_is_exit_6_and_a_dead_one_holds_no_lock(room, run, tmp_path) -> None:
    newsroom(room, range(1, 3))
    (tmp_path / "data").mkdir()
    with lock(tmp_path / "data"):
        done = run("mehrnews")
    assert done.returncode == Exit.LOCKED
    assert "another run is at work on" in done.stderr
    assert room.log == []
    assert run("mehrnews").returncode == Exit.FINE


def test_a_time_limit_reached_is_fine_and_the_rest_comes_later(room, run) -> None:
    newsroom(room, range(1, 31))
    done = run("mehrnews", "--time-limit", "2s", DOWNLOAD_DELAY=0.3, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert done.returncode == Exit.FINE, done.stderr
    done = run("mehrnews")
    assert done.returncode == Exit.FINE
    assert len({path for path in room.asked() if path.startswith("/news/")}) == 30
    assert room.asked().count("/news/30") + room.asked().count("/news/1") <= 3


def test_sigterm_lets_what_is_in_flight_finish_and_ends_clean_within_twenty_seconds(room, tmp_path) -> None:
    """Two pages are in flight: one never ends, the other comes after the signal; no third was asked for."""
    newsroom(room, range(1, 41))
    told = threading.Event()
    asked = hold_back(room, HOSTS["mehrnews"], told)
    options = live(
        room,
        DOWNLOAD_TIMEOUT=120,
        NEWSCRAWLER_GRACE_SECONDS=3,
        CONCURRENT_REQUESTS_PER_DOMAIN=2,
        DOWNLOAD_DELAY=0.05,  # without a delay Scrapy does not keep to the number in flight
    )
    summary = tmp_path / "summary.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "run", "mehrnews", "--summary", str(summary), *options],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    in_flight = [asked.get(timeout=60) for _ in range(2)]
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    told.set()
    out, errors = process.communicate(timeout=60)
    assert time.monotonic() - began < 20
    assert process.returncode == Exit.INTERRUPTED, errors
    assert "Traceback" not in errors
    assert "interrupted; the next run goes on from here" in out
    run = json.loads(summary.read_text(encoding="utf-8"))
    assert run["exit_code"] == Exit.INTERRUPTED
    assert run["outcomes"]["run_ended"] > 30
    assert run["outcomes"]["run_ended"] + run["total"]["new"] == 39  # all but the endless one
    assert run["total"]["failed"] == 0
    assert f"mehrnews:{in_flight[1]}" in stored(tmp_path / "data")


def hold_back(room: Newsroom, host: str, told: threading.Event) -> queue.SimpleQueue[int]:
    """Let the first article asked for never end, the second wait until `told`; the queue gets their numbers."""
    asked: queue.SimpleQueue[int] = queue.SimpleQueue()
    order = count()

    def answer(page: Answer, number: int) -> Answer:
        place = next(order)
        asked.put(number)
        if place == 0:
            return Answer(raw=drip())
        told.wait(60)
        return page

    for path in [path for where, path in room.routes if where == host and path.startswith("/news/")]:
        page, number = room.routes[host, path], int(path.rpartition("/")[2])
        room[host, path] = lambda _asked, page=page, number=number: answer(page, number)
    return asked


def test_an_outlet_s_shard_depends_on_its_name_alone() -> None:
    """A catalogue that grows moves no outlet from one machine to another; the shards are all of it."""
    slugs = [outlet.slug for outlet in catalogue()]
    some, shards = slugs[::3], [shard(slugs, f"{k}/8") for k in range(1, 9)]
    assert sorted(slug for part in shards for slug in part) == sorted(slugs)
    assert max(map(len, shards)) < 2 * min(map(len, shards))
    for k, part in enumerate(shards, 1):
        assert shard(some, f"{k}/8") == [slug for slug in some if slug in part]
        assert set(shard(slugs, f"{k}/9")) <= set(part), "with a shard more, outlets move to that one only"


def test_progress_is_a_bar_on_a_terminal_and_plain_elsewhere(room, run, tmp_path) -> None:
    newsroom(room, range(1, 9))
    terminal, other = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "run", "mehrnews", *live(room, DOWNLOAD_DELAY=0.2)],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(tmp_path / "seen"), "TERM": "xterm-256color"},
        stdout=subprocess.PIPE,
        stderr=other,
    )
    os.close(other)
    shown = bytearray()
    with suppress(OSError):  # the other end is closed: it has ended
        while piece := os.read(terminal, 65536):
            shown += piece
    os.close(terminal)
    out = process.communicate(timeout=60)[0].decode()
    assert process.returncode == Exit.FINE
    assert b"articles fetched" in shown
    assert b"\x1b[" in shown
    assert "8 new" in out
    assert "\x1b" not in out
    plain = run("irna")
    assert "8 new" in plain.stdout
    assert "\x1b" not in plain.stdout + plain.stderr


def stored(data: Path) -> set[str]:
    lines = (
        line for path in (data / "feed").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    )
    return {json.loads(line)["id"] for line in lines}


def drip() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    for _ in range(600):
        time.sleep(0.1)
        yield b"<p>"
