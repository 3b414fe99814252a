"""docs/analysts.md, block by block, over what the demo makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import matplotlib as mpl

from newscrawler.errors import Exit
from samples.demo import NEXT
from samples.picture import picture
from tests.browse.conftest import served
from tests.conftest import ROOT
from tests.samples.test_demo import day  # noqa: F401  (a fixture)

BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", (ROOT / "docs/analysts.md").read_text("utf-8"), re.DOTALL)


def run(line: str, data: Path) -> str:
    """A command of the page, in the environment the page has activated."""
    done = subprocess.run(
        ["bash", "-c", line.replace("scrapy ", f"{sys.executable} -m scrapy ", 1)],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (Exit.FINE, ""), line
    return done.stdout


def test_every_block_of_the_page_runs(day, tmp_path, monkeypatch, capsys) -> None:  # noqa: F811
    mpl.use("agg")
    monkeypatch.chdir(tmp_path)
    Path("data").symlink_to(day)
    commands = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    assert commands[:2] == [
        "make demo                          # two small crawls, offline, into data/",
        "source .venv/bin/activate",
    ]
    told = [run(line, day) for line in commands[2:]]
    assert [re.search(r"(\d+) articles", each)[1] for each in told] == ["22", "1", "22"]
    names: dict[str, object] = {}
    for kind, text in BLOCKS:
        if kind == "python":
            exec(text, names)
    out = capsys.readouterr().out
    assert "کتابخانه‌ی سیار به ۳۵ روستای مرزی می‌رود" in out
    assert re.search(r"titronline +mehrnews +5 ", out)
    assert names["per_hour"].sum() == 12
    assert Path("stories-per-hour.png").stat().st_size > 5_000
    names["news"].close()


def test_the_demo_ends_with_three_commands_that_work(day) -> None:  # noqa: F811
    show = "from rich.console import Console; from samples.demo import show; show(Console(width=150))"
    out = run(f"{sys.executable} -c '{show}'", day)
    told = re.findall(r"^  \S+/(scrapy [^#]*?) +# ", out, re.MULTILINE)
    assert told == list(NEXT)
    for line in told:
        if line != "scrapy browse":
            assert re.search("^22 articles|nothing new", run(line, day), re.MULTILINE)
    with served(f"sqlite:///{day}/newscrawler.db") as site, urlopen(f"{site}/") as answer:
        assert answer.read().count(b'class="card"') == 22


def test_the_picture_is_the_script_s() -> None:
    stored = (ROOT / "docs/browse.svg").read_text("utf-8")
    assert stored == picture() + "\n", "stale: python -m samples.picture > docs/browse.svg"
