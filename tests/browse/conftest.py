"""`scrapy browse` over an invented database, and a real Chromium in front of it."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import warnings
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from newscrawler.items import Image
from tests.conftest import ROOT, need
from tests.handoff.newsstand import NOON, article, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

with warnings.catch_warnings(action="ignore", category=ResourceWarning):
    import datasette.filters  # noqa: F401

    gc.collect()

THEIRS = ("-W", "ignore:unclosed database:ResourceWarning")
"""Datasette leaves some in memory, one when it is imported; Python says so from 3.13 on."""
EVIL = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
BODY = "بند نخست.\n\nدستگاه‌های اجرایی ۳۲ پل ساختند.\n\nبند پایانی."


@contextmanager
def served(url: str) -> Iterator[str]:
    """The address of a running `scrapy browse`; warnings would end it."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", *THEIRS, "-m", "scrapy", "browse", "--port", "0"],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        assert line.startswith("http://127.0.0.1:"), process.stderr.read()
        yield line.split()[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=20)[1]
    assert process.returncode == 0
    assert "Traceback" not in told
    assert "Warning" not in told


def stock(url: str) -> None:
    """A dozen articles, a story with two versions and a copy, and one that means harm."""
    store(url, [article(n) for n in range(40)])
    first = article(60, headline="ساخت ۳۲ پل", article_body=BODY, section="عمران", outlet_name="خبرگزاری مهر")
    store(url, [first])
    when = first.date_published + timedelta(minutes=9)
    copy = article(
        62, headline="ساخت ۳۲ پل", article_body=BODY, outlet_name="تیترآنلاین", date_published=when
    )
    copy.duplicate_of, copy.story_id, copy.similarity = first.id, first.story_id, 0.98
    store(url, [copy])
    edited = {"headline": "ساخت ۳۵ پل", "article_body": BODY.replace("۳۲", "۳۵"), "version": 2}
    store(url, [article(60, section="عمران", outlet_name="خبرگزاری مهر", **edited)], "updated")
    evil = {"tags": [EVIL], "section": EVIL, "authors": [EVIL], "provenance": {EVIL: EVIL}, "kicker": EVIL}
    images = [Image("javascript:alert(1)", EVIL)]
    harm = article(61, headline=f"خبر {EVIL}", description=EVIL, article_body=EVIL, images=images, **evil)
    harm.url, harm.source_url, harm.outlet_name = "javascript:window.hurt=1", "javascript:1", EVIL
    harm.date_published = NOON - timedelta(days=1)
    store(url, [harm])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('browse') / 'newscrawler.db'}"
    stock(url)
    with served(url) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = need("Chromium", "chromium", "chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str, tmp_path: Path) -> Iterator[Page]:
    """A page that must ask for nothing elsewhere and say nothing on the console."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    opened, told = context.new_page(), []
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on(
        "request", lambda asked: told.append(asked.url) if not asked.url.startswith((site, "data:")) else None
    )
    yield opened
    context.close()
    assert [
        each for each in told if "status of 404" not in each
    ] == []  # it says so of a page we ask for in vain
