"""`scrapy report`: what it shows, that nothing in it runs, and how it looks in a real browser."""

from __future__ import annotations

import re
import struct
import subprocess
import zlib
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from newscrawler.monitoring.health import Health
from newscrawler.monitoring.report import Facts, page
from newscrawler.storage.history import Arrival, Hour, Run
from tests.city import build
from tests.conftest import need
from tests.loopback import Newsroom, live

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
EVIL = "<script>alert(1)</script>\"'&"


def facts() -> Facts:
    """Three days of six outlets, one with a name that would run."""
    names = {"mehrnews": "خبرگزاری مهر", "irna": "ایرنا", "isna": "ایسنا", "evil": EVIL}
    outlets = (*names, "khabaronline", "hamshahrionline")
    hours = [
        Hour(outlet, f"{NOW - timedelta(hours=back):%Y-%m-%dT%H}", 3 + (back * place) % 7, (back + place) % 3)
        for place, outlet in enumerate(outlets)
        for back in range(72)
    ]
    arrivals = [
        Arrival(
            outlet, NOW - timedelta(minutes=7 * back), NOW - timedelta(minutes=7 * back - 3 * place - back)
        )
        for place, outlet in enumerate(outlets)
        for back in range(60)
    ]
    runs = [
        Run(
            str(back),
            NOW - timedelta(minutes=15 * back),
            NOW - timedelta(minutes=15 * back - 4) if back != 3 else None,
            {3: None, 5: 4}.get(back, 0),
            {"mehrnews": {"fetched": 20, "new": 12, "failed": back % 3}},
            {"timeout": back, EVIL: 1},
            {},
        )
        for back in range(40)
    ]
    health = [
        Health("mehrnews", drift=[f"date_published fell from 99% to 12% {EVIL}"]),
        Health("irna", blocked_since=NOW),
    ]
    return Facts(hours, arrivals, runs, health, names)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href"}]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_self_contained_and_runs_nothing() -> None:
    text = page(facts(), NOW, "1405-06-11 15:30")
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert tags.links == []
    assert {"svg", "table"} <= tags.seen
    assert "script" not in tags.seen
    assert "$" not in re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL)
    assert 'lang="fa" dir="rtl"' in text


def test_the_page_says_it_in_persian_and_english() -> None:
    text = page(facts(), NOW, "1405-06-11 15:30")
    for fa, en in (
        ("مقاله در هر ساعت", "Articles per hour"),
        ("خطاها", "Errors"),
        ("خبرگزاری مهر", "duplicates"),
    ):
        assert fa in text
        assert en in text
    assert "killed" in text
    assert "timeout" in text


def test_a_page_of_nothing_says_so() -> None:
    text = page(Facts([], [], [], [], {}), NOW, "1405-06-11 15:30")
    assert "nothing yet" in text
    assert "all is well" in text


def test_the_command_writes_it_into_the_data_folder(scrapy, tmp_path) -> None:
    assert scrapy("report").returncode == Exit.USAGE
    with Newsroom() as room:
        build(room, each=6, aggregated=0)
        assert scrapy("run", "mehrnews", "irna", *live(room)).returncode == Exit.FINE
    done = scrapy("report")
    assert done.returncode == Exit.FINE, done.stderr
    assert done.stdout.strip() == str(tmp_path / "data/report.html")
    assert "<svg" in (tmp_path / "data/report.html").read_text(encoding="utf-8")
    assert scrapy("report", "-o", "/proc/nowhere/x.html").returncode == Exit.STORAGE


@pytest.mark.server
@pytest.mark.parametrize("width", [390, 1280])
def test_it_looks_right_in_a_browser(tmp_path: Path, width: int) -> None:
    """Nothing is wider than the window, and the plots are really painted."""
    chromium = need("Chromium", "chromium", "chromium")
    text = page(facts(), NOW, "1405-06-11 15:30").replace("default-src 'none'", "default-src 'unsafe-inline'")
    look = "<script>parent.postMessage(document.documentElement.scrollWidth-document.documentElement.clientWidth,'*')</script>"
    (tmp_path / "report.html").write_text(text.replace("</body>", f"{look}</body>"), encoding="utf-8")
    # no window of Chromium is narrower than 500: a frame in it is
    (tmp_path / "frame.html").write_text(
        "<body style='margin:0'><script>onmessage = e => document.body.dataset.over = e.data</script>"
        f"<iframe src='report.html' style='border:0;width:{width}px;height:1800px'></iframe>"
    )
    options = (
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    )
    window = (f"--window-size={max(width, 600)},1800", (tmp_path / "frame.html").as_uri())
    shot = tmp_path / "shot.png"
    asked = {"capture_output": True, "timeout": 90}
    subprocess.run([*options, f"--screenshot={shot}", *window], check=True, **asked)
    colours = painted(shot.read_bytes(), width)
    assert sum(colours.get(each, 0) for each in ((0x2F, 0x6F, 0xB0), (0x6A, 0xA5, 0xE0))) > 3000
    assert sum(colours.get(each, 0) for each in ((0xE0, 0xA1, 0x3A), (0xE8, 0xB6, 0x5C))) > 500
    found = subprocess.run([*options, "--dump-dom", *window], check=True, **asked)
    assert b'data-over="0"' in found.stdout


def painted(png: bytes, width: int) -> dict[tuple[int, int, int], int]:
    """How many pixels of each colour stand in the first `width` columns of a PNG (8 bit, RGB or RGBA)."""
    wide, _, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[kind]
    data, place = b"", 8
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        data += png[place + 8 : place + 8 + length] if name == b"IDAT" else b""
        place += length + 12
    raw, line, found = zlib.decompress(data), bytearray(wide * size), {}
    for row in range(0, len(raw), wide * size + 1):
        line = _unfiltered(raw[row], raw[row + 1 : row + 1 + wide * size], line, size)
        for x in range(0, width * size, size * 2):
            colour = tuple(line[x : x + 3])
            found[colour] = found.get(colour, 0) + 2
    return found


def _unfiltered(kind: int, data: bytes, above: bytearray, size: int) -> bytearray:
    line = bytearray(data)
    for i in range(len(line)):
        left = line[i - size] if i >= size else 0
        corner = above[i - size] if i >= size else 0
        if kind == 1:
            line[i] = (line[i] + left) & 255
        elif kind == 2:
            line[i] = (line[i] + above[i]) & 255
        elif kind == 3:
            line[i] = (line[i] + (left + above[i]) // 2) & 255
        elif kind == 4:
            guess = left + above[i] - corner
            near = min((abs(guess - v), n, v) for n, v in enumerate((left, above[i], corner)))
            line[i] = (line[i] + near[2]) & 255
    return line
