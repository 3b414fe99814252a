"""One run through everything a web may do to a crawler; the tests look at what became of each page."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
import time
import zlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import brotli
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from tests.conftest import ROOT
from tests.loopback import Answer, Newsroom, live
from tests.pages import PARAGRAPHS, nastooh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEHR = "www.mehrnews.com"
FLIP = "flip.mehrnews.com"
METADATA = "http://169.254.169.254/latest/meta-data"
SETTINGS = {
    "NEWSCRAWLER_ERROR_SHARE": 0.9,
    "NEWSCRAWLER_BACKOFF_SECONDS": 0.01,
    "NEWSCRAWLER_BACKOFF_STRIKES": 1000,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_TIMEOUT": 4,
}
MEGABYTE = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


@dataclass
class Aftermath:
    """What a run left behind."""

    code: int
    told: str
    summary: dict[str, Any]
    database: Path
    room: Newsroom

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.database)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(sql, values)]

    def page(self, number: int) -> tuple[str, str | None]:
        """Status and reason of `/news/<number>`."""
        (row,) = self.rows(
            "SELECT status, reason FROM pages WHERE url LIKE ?", f"https://%mehrnews.com/news/{number}"
        )
        return row["status"], row["reason"]

    def article(self, number: int) -> dict[str, Any]:
        (row,) = self.rows("SELECT * FROM articles WHERE id = ?", f"mehrnews:{number}")
        return row


def crawl(room: Newsroom, data: Path, *words: str, **settings: object) -> Aftermath:
    """`scrapy <words>`, answered by the newsroom."""
    summary = data / "summary.json"
    options = live(room, **(SETTINGS | {"NEWSCRAWLER_SUMMARY": summary} | settings))
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words, *options],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    told = json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else {}
    return Aftermath(done.returncode, done.stdout + done.stderr, told, data / "newscrawler.db", room)


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def story(number: int, **fields: Any) -> str:
    """An honest page, unlike the others."""
    words = {"headline": f"خبر شمارهٔ {number}", "paragraphs": (*PARAGRAPHS, f"پایان گزارش {number}.")}
    return nastooh(f"https://{MEHR}/news/{number}", number, **(words | fields))


def packed_bomb(make: Any) -> bytes:
    """40 MiB of nothing in a few kilobytes, by an incremental compressor."""
    return b"".join(make.process(b"\0" * MEGABYTE) for _ in range(40)) + make.finish()


class Packer:
    """The one manner of three compressors."""

    def __init__(self, packer: Any) -> None:
        self.process, self.finish = packer.compress, packer.flush


def drip(head: bytes, piece: bytes, seconds: float = 0.2) -> Iterator[bytes]:
    """Slow-loris: a few bytes at a time, for as long as anybody listens."""
    yield head
    for _ in range(600):
        time.sleep(seconds)
        yield piece


def many_urls(host: str, count: int) -> bytes:
    """A gzipped sitemap of so many addresses: one block of 50,000, packed once and repeated."""
    block = b"".join(
        b"<url><loc>https://%b/news/%07d</loc></url>" % (host.encode(), n) for n in range(50_000)
    )
    parts = [b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *[block] * (count // 50_000)]
    parts.append(b"</urlset>")
    packer = zlib.compressobj(6, wbits=-15)
    packed = {part: packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for part in dict.fromkeys(parts)}
    check, size = 0, 0
    for part in parts:
        check, size = zlib.crc32(part, check), size + len(part)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return (
        head
        + b"".join(packed[part] for part in parts)
        + packer.flush()
        + struct.pack("<II", check, size % 2**32)
    )


def hostile_pages() -> dict[int, Answer]:
    """Number of the page → what it answers; the tests know them by these numbers."""

    def page(text: str) -> Answer:
        return Answer(text)

    def with_extra(number: int, extra: str) -> Answer:
        return Answer(story(number).replace('<div class="item-code">', extra + '<div class="item-code">'))

    ld = '<script type="application/ld+json">{}</script>'
    redirect = {"Location": METADATA}
    text = story(26)
    legacy = {"Content-Type": "text/html; charset=utf-8"}
    filler = b"X-Filler: " + b"a" * 1000 + b"\r\n"
    return {
        1: page(story(1)),
        2: Answer(status=302, headers=redirect),
        3: Answer(status=302, headers={"Location": "http://[::ffff:7f00:1]/"}),
        4: Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        5: Answer(status=302, headers={"Location": "http://2130706433/"}),
        6: with_extra(6, f'<iframe src="{METADATA}"></iframe><link rel="stylesheet" href="{METADATA}">'),
        7: page(story(7).replace('rel="canonical" href="', f'rel="canonical" href="{METADATA}?')),
        8: Answer(packed_bomb(Packer(zlib.compressobj(9, wbits=31))), headers={"Content-Encoding": "gzip"}),
        9: Answer(packed_bomb(brotli.Compressor()), headers={"Content-Encoding": "br"}),
        10: Answer(packed_bomb(Packer(zstd.ZstdCompressor())), headers={"Content-Encoding": "zstd"}),
        11: Answer(gzip.compress(b"x") + b"\0\1\2 torn", headers={"Content-Encoding": "gzip"}),
        12: Answer(raw=itertools.chain([OK + b"\r\n"], itertools.repeat(b"<p>" * 20000))),
        13: Answer(raw=drip(OK + b"\r\n", b"<p>")),
        14: Answer(raw=drip(OK, b"X-Slow: 1\r\n")),
        15: Answer(status=302, headers={"Location": "/chain/1"}),
        16: Answer(status=302, headers={"Location": "/news/16"}),
        17: Answer(raw=[OK, b"X-Huge: " + b"a" * MEGABYTE + b"\r\n\r\n", b"<p>"]),
        18: Answer(raw=[OK, filler * 1000, b"Connection: close\r\n\r\n", story(18).encode()]),
        19: Answer(raw=[OK, b"Content-Length: 100000\r\n\r\n", b"<p>broken off"]),
        20: Answer(raw=[b"\xff\xfe nonsense\r\n\r\n"]),
        21: with_extra(21, ld.format('{"@type": "NewsArticle", "headline": "x", "datePublished": ')),
        22: with_extra(22, ld.format("[" * 100_000)),
        23: with_extra(
            23, ld.format('{"@type": ["NewsArticle", 7, null], "headline": {"a": []}, "author": 3}')
        ),
        24: page(story(24).replace("<main>", "<div>" * 50_000 + "<main>")),
        25: page(story(25).replace("<main>", "<i>" * 50_000 + "<table>" * 5_000 + "<main>")),
        26: Answer(
            text.replace('charset="utf-8"', 'charset="windows-1256"').replace("\u200c", ""), headers=legacy
        ),
        27: Answer(
            re.sub("[\u200cٔۀ]", "", story(27)).replace("ی", "ي").encode("cp1256", "ignore"),
            headers=legacy,
        ),
        28: page(
            story(28).replace(PARAGRAPHS[0], "".join(f"&#{ord(c)}" if c > "~" else c for c in PARAGRAPHS[0]))
        ),
        29: page(story(29).replace("<p>", "<p>\0").replace("تهران", "تهر\0ان")),
        30: page(story(30).replace("<main>", "<p>" + "واژه " * (2 * MEGABYTE) + "</p><main>")),
        31: page(story(31).replace("<main>", '<a href="/news/1/x">پیوند</a>' * 100_000 + "<main>")),
        32: Answer(story(32), headers={"Set-Cookie": "track=me; Path=/"}),
        33: page(story(33)),
        34: page(story(34, headline="'); DROP TABLE articles; -- ../../etc/passwd")),
        35: page(story(35, headline='=HYPERLINK("http://evil.example","x") <script>alert(1)</script>')),
        36: Answer("<p>یک</p>" * 1_000_000),
        37: Answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 1000, headers={"Content-Type": "text/html"}),
        38: Answer(status=500),
        39: Answer(status=302, headers={"Location": "https://evil.example/news/39"}),
        40: Answer(status=302),
        42: Answer(status=302, headers={"Location": "https://inside.mehrnews.com/news/42"}),
        41: page(story(41)),
    }


@pytest.fixture(scope="package")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """After one run over all hostile pages, with good ones first and last."""
    data = tmp_path_factory.mktemp("hostile")
    with Newsroom() as room, Newsroom("127.0.0.2", room.port) as house:
        pages = hostile_pages()
        for number, answer in pages.items():
            room[MEHR, f"/news/{number}"] = answer
        for step in range(1, 100):
            room[MEHR, f"/chain/{step}"] = Answer(status=302, headers={"Location": f"/chain/{step + 1}"})
        room["evil.example", "/news/39"] = Answer(story(39))
        closing = {"Connection": "close"}
        room[FLIP, "/news/60"] = room[FLIP, "/robots.txt"] = Answer("", headers=closing)
        urls = [f"https://{MEHR}/news/{number}" for number in pages] + [f"https://{FLIP}/news/60"]
        (data / "urls.txt").write_text("\n".join(urls))
        done = crawl(room, data, "crawl", "mehrnews", "-a", f"urls=@{data / 'urls.txt'}")
        assert house.log == [], "something was asked inside"
        yield done
