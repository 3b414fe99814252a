# ruff: noqa: E501 (markup as it stands in pages)
"""Pages for the crawl benchmark: 100 kB of an agency's markup each, served by nginx on loopback.

What all pages share (menus, scripts, lists of other stories) is stored once and put around each story by
nginx (SSI), so that 50,000 pages take 300 MB of disk instead of 5 GB.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SIZE = 100_000
"""Bytes of a page."""
HOST = "www.mehrnews.com"
_PARAGRAPHS, _WORDS = 7, 55
_CONF = """worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5; default_type "text/html; charset=utf-8"; keepalive_requests 1000000;
server {{ listen 127.0.0.1:{port}; root {folder}/www; ssi on; ssi_types *;
location /robots.txt {{ return 200 "User-agent: *\\nDisallow:\\n"; }} }} }}
"""
_STORY = """<!--#include virtual="/head" --><meta property="nastooh:nid" content="{number}"><title>{headline}</title>
<meta property="og:title" content="{headline}"><meta name="description" content="{lead}">
<meta property="og:image" content="http://{host}/d/{number}.jpg"><meta property="article:modified_time" content="2026-09-02T{hour:02}:{minute:02}:30Z">
<meta property="article:published_time" content="2026-09-02T{hour:02}:{minute:02}:00Z"><meta property="article:section" content="استانها &gt; تهران">
<link rel="canonical" href="{url}"></head><body class="rtl nt-news"><!--#include virtual="/menu" --><main><article id="item" class="box item">
<div class="item-nav"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/">صفحه اصلی</a></li></ol>
<div class="item-date"><span>۱۱ شهریور ۱۴۰۵</span></div></div><div class="item-title"><h4 class="kicker subtitle"></h4>
<h1 class="title"><a itemprop="headline" href="{url}">{headline}</a></h1></div>
<p class="introtext" itemprop="description">{lead}</p><div class="item-body"><div itemprop="articleBody" class="item-text">{body}</div>
<span class="item-source">خبرگزاری مهر</span><div class="item-code">کد خبر <span>{number}</span></div></div></article><section class="box tags"><ul><li><a href="/tag/{tag}" rel="tag">{tag}</a></li></ul></section></main><!--#include virtual="/lists" --></body></html>"""


def build(folder: Path, pages: int, port: int) -> list[str]:
    """Write the site; the addresses of its pages."""
    www = folder / "www"
    (www / "news").mkdir(parents=True)
    (folder / "nginx.conf").write_text(_CONF.format(folder=folder, port=port))
    texts = tomllib.loads((ROOT / "samples/stories.toml").read_text(encoding="utf-8"))
    words = sorted(set(re.findall(r"[\u0621-\u06cc\u200c]{2,}", str(texts))))
    dice = random.Random(7)
    urls = []
    for number in range(1, pages + 1):
        text = [_sentence(dice, words) for _ in range(_PARAGRAPHS + 1)]
        url = f"http://{HOST}:{port}/news/{number}"
        story = _STORY.format(
            number=number,
            url=url,
            host=HOST,
            tag=dice.choice(words),
            headline=" ".join(dice.choices(words, k=8)),
            lead=text[0],
            body="".join(f"<p>{paragraph}</p>\n" for paragraph in text[1:]),
            hour=number // 60 % 24,
            minute=number % 60,
        )
        (www / "news" / str(number)).write_text(story, encoding="utf-8")
        urls.append(url)
    _shared(www, dice, words, len(story.encode()))
    return urls


def _sentence(dice: random.Random, words: list[str]) -> str:
    return " ".join(dice.choices(words, k=_WORDS)) + "."


def _shared(www: Path, dice: random.Random, words: list[str], story: int) -> None:
    """Head, menu and lists, in about the parts real pages have them, to fill a page up."""
    script = "".join(f"var v{n}=function(a,b){{return a+b*{n}}};" for n in range(500))
    style = "".join(f".c{n}{{margin:{n}px auto;padding:2px}}" for n in range(300))
    head = (
        '<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8"><meta name="generator" content="www.nastooh.ir">'
        f'<meta property="nastooh:pageType" content="news"><script>{script}</script><style>{style}</style>'
    )
    menu = "".join(
        f'<li class="nav-item"><a href="/service/{n}">{dice.choice(words)}</a></li>' for n in range(120)
    )
    menu = f"<header><nav><ul>{menu}</ul></nav></header>"
    lists, room = [], SIZE - story - len(head.encode()) - len(menu.encode())
    while room > 0:
        items = "".join(
            f'<li class="news"><figure><a href="/news/{dice.randint(1, 99999)}/x"><img src="/i/{n}.jpg" alt=""></a></figure>'
            f'<div class="desc"><h3><a href="/news/{dice.randint(1, 99999)}/x">{" ".join(dice.choices(words, k=9))}</a></h3></div></li>'
            for n in range(10)
        )
        box = f'<section class="box"><header><h2>{dice.choice(words)}</h2></header><div><ul>{items}</ul></div></section>'
        lists.append(box)
        room -= len(box.encode())
    for name, text in (("head", head), ("menu", menu), ("lists", "<aside>" + "".join(lists) + "</aside>")):
        (www / name).write_text(text, encoding="utf-8")


def nginx() -> str | None:
    """The server's path; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


@contextmanager
def serving(folder: Path, port: int, prefix: list[str]) -> Iterator[None]:
    """Run nginx (started with `prefix`, such as taskset) over the site."""
    server = nginx()
    assert server is not None, "who calls has looked"
    process = subprocess.Popen([*prefix, server, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)
