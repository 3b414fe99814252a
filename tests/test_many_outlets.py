"""Many newsrooms in one run: each at the pace it allows, none left behind. benchmarks/scale.py has 300 of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from benchmarks.newsrooms import Paced, outlets, pace, serve
from newscrawler.errors import Exit
from tests.loopback import Asked, Newsroom, live

if TYPE_CHECKING:
    from pathlib import Path


def test_every_host_is_asked_at_its_own_pace_and_none_starves(scrapy, tmp_path: Path) -> None:
    with Newsroom() as room:
        served = serve(room, outlets(24), pages=5, delays=(0.4, 0.6, 0.8))
        done = scrapy("run", *(each.slug for each in served), *live(room))
        assert done.returncode == Exit.FINE, done.stderr
        told = pace(room.log, served)
    assert told.too_early == 0
    assert told.fairness > 0.8
    assert told.slowest > 0.25
    with closing(sqlite3.connect(tmp_path / "data/newscrawler.db")) as database:
        (stored,) = database.execute("SELECT count(*) FROM articles").fetchone()
    assert stored == 24 * 5


def test_what_a_log_says_of_pace_and_fairness() -> None:
    served = [Paced("a", ("a.ir",), 1.0), Paced("b", ("b.ir",), 1.0)]
    fair = [Asked(float(n), host, "/x", {}) for n in range(5) for host in ("a.ir", "b.ir")]
    told = pace(fair, served)
    assert told == (10, 4.0, 0, 1.0, 1.0, 1.0)
    starved = [
        Asked(n * (1.0 if host == "a.ir" else 9.0), host, "/x", {})
        for n in range(5)
        for host in ("a.ir", "b.ir")
    ]
    told = pace(starved, served)
    assert told.fairness < 0.65
    assert told.slowest == 1 / 9
    early = [Asked(n * 0.5, "a.ir", "/x", {}) for n in range(5)]
    assert pace(early, served).too_early == 4
