"""One source, compiled or not: the same answers, and never an old compiled module before a changed source."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from newscrawler import compiled
from newscrawler.text import normalize
from tests.conftest import ROOT, lack
from tests.text.test_normalize import PHRASES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Z = "\u200c"
SERVE = """
import json, sys
from newscrawler.text import normalize
for line in sys.stdin:
    print(json.dumps([normalize(text) for text in json.loads(line)]), flush=True)
"""
WHERE = "from newscrawler.text import model; print(model.__file__)"


def copy(folder: Path, remark: str = "") -> Path:
    """Copy the package, and change a compiled module's source by a remark."""
    package = folder / "newscrawler"
    shutil.copytree(ROOT / "newscrawler", package)
    with (package / "text" / "model.py").open("a") as source:
        source.write(remark)
    return folder


def python(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    env = os.environ | environment
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def compiled_here() -> None:
    folder = compiled.folder()
    if folder is None or not folder.is_dir():
        lack("nothing is compiled; run: make .venv/.compiled (apt-get install gcc python3-dev)")


@pytest.fixture(scope="module")
def uncompiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[list[str]], list[str]]]:
    """`normalize` for a list of texts, by the uncompiled sources, in a process of its own."""
    folder = copy(tmp_path_factory.mktemp("uncompiled"), "# changed\n")
    assert python(folder, "-c", WHERE).stdout.endswith(".py\n")
    command = [sys.executable, "-c", SERVE]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:

        def ask(texts: list[str]) -> list[str]:
            print(json.dumps(texts), file=server.stdin, flush=True)
            return json.loads(server.stdout.readline())

        yield ask
        server.stdin.close()


def test_the_compiled_modules_run_where_they_were_made() -> None:
    compiled_here()
    from newscrawler.text import model

    assert not model.__file__.endswith(".py")


def test_a_changed_source_runs_as_it_is(tmp_path: Path) -> None:
    compiled_here()
    assert not python(copy(tmp_path / "same"), "-c", WHERE).stdout.endswith(".py\n")
    changed = copy(tmp_path / "changed", "TOP = 7\n")
    assert python(changed, "-c", f"{WHERE}; print(model.TOP)").stdout.endswith(".py\n7\n")


@pytest.mark.parametrize("compiler", ["/bin/false", "/no/such/compiler"])
def test_without_a_compiler_one_line_says_so_and_all_works(tmp_path: Path, compiler: str) -> None:
    folder = copy(tmp_path, f"# {compiler}\n")
    told = python(folder, "-m", "newscrawler.compile", CC=compiler)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "apt-get install gcc" in told.stderr
    asked = "from newscrawler.text import normalize; print(ascii(normalize('این کار انجام میشود')))"
    assert python(folder, "-c", asked).stdout == ascii("این کار انجام می\u200cشود") + "\n"


def test_a_source_that_does_not_compile_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    compiled_here()
    folder = copy(tmp_path, "def broken(:\n")
    before = set(compiled.folder().parent.iterdir())
    told = python(folder, "-m", "newscrawler.compile")
    assert (told.returncode, told.stdout) == (1, "")
    assert set(compiled.folder().parent.iterdir()) == before


@settings(deadline=None, max_examples=200)
@given(TEXTS | PHRASES)
def test_any_string_comes_out_the_same(uncompiled: Callable[[list[str]], list[str]], text: str) -> None:
    assert uncompiled([text]) == [normalize(text)]


@pytest.mark.parametrize("variant", ["deleted", "spaced", "mixed", "right", "documents"])
def test_sentences_come_out_the_same(
    shared: Path, uncompiled: Callable[[list[str]], list[str]], variant: str
) -> None:
    dice = random.Random(4)
    texts = (shared / "text" / "gold_dev.txt").read_text(encoding="utf-8").split("\n")[:-1:4]
    if variant == "documents":
        texts = ["\n".join(texts[at : at + 20]) for at in range(0, len(texts), 20)]
    instead = {"deleted": [""], "spaced": [" "], "mixed": ["", " ", Z]}.get(variant, [Z])
    texts = ["".join(dice.choice(instead) if c == Z else c for c in text) for text in texts]
    assert uncompiled(texts) == [normalize(text) for text in texts]
