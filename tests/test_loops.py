"""A process of its own, as a person starts it: nothing is left behind that Python complains of at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which bytecode is kept, as usual: a process that reads it collects no garbage."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | {"PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("bytecode"))}


@pytest.mark.parametrize(
    "words", [("run", "mehrnew"), ("outlets", "--kind", "blog"), ("extract", "/nowhere.html")]
)
def test_a_wrong_word_is_one_line(words: tuple[str, ...], kept: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", *words]
    environment = kept | {"NEWSCRAWLER_DATA_DIR": str(tmp_path)}
    for _ in range(2):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.USAGE
    assert len(done.stderr.splitlines()) == 1, done.stderr
