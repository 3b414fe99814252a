"""`scrapy normalize`: blocks, report, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.text.streaming import BLOCK, blocks, changes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def command(tmp_path: Path) -> object:
    """Run the command in a bare project, so that this test needs no other room."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = bare\n")
    (tmp_path / "bare.py").write_text('COMMANDS_MODULE = "newscrawler.commands"\n')

    def run(*args: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", "normalize", *args],
            input=text,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
            check=False,
        )

    return run


def test_text_streams_through_with_a_report(command) -> None:
    done = command("--report", text="كتابهاي ما می شود\n\nسلام ,دنیا\n".encode())
    assert done.returncode == 0
    assert done.stdout.decode() == "کتاب‌های ما می‌شود\n\nسلام، دنیا\n"
    report = dict(line.split("\t") for line in done.stderr.decode().strip().split("\n"))
    assert (report["yeh"], report["kaf"], report["half-spaces added"]) == ("1", "1", "2")


def test_a_file_goes_to_a_file(command, tmp_path: Path) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text("این میشود", encoding="utf-8")
    assert command(str(source), "-o", str(target)).returncode == 0
    assert target.read_text(encoding="utf-8") == "این می‌شود\n"


@pytest.mark.parametrize(("args", "text"), [(("absent.txt",), b""), ((), b"\xff\xfe\x00"), (("."), b"")])
def test_unreadable_input_is_one_line_and_exit_2(command, args: tuple[str, ...], text: bytes) -> None:
    done = command(*args, text=text)
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().split("\n")) == 1
    assert "normalize" in done.stderr.decode()


def test_blocks_end_at_an_empty_line_and_lose_nothing() -> None:
    lines = [f"{'ب' * 99}\n" if n % 50 else "\n" for n in range(3000)]
    parts = list(blocks(lines))
    assert "\n".join(parts) + "\n" == "".join(lines)
    assert len(parts) > 3
    assert all(len(part) <= 2 * BLOCK + 100 for part in parts)


def test_blocks_of_nothing() -> None:
    assert list(blocks([])) == []


def test_changes_are_counted_by_group() -> None:
    counts = changes("كي\u200f", "کی")
    assert (counts["kaf"], counts["yeh"], counts["direction"], counts["lines changed"]) == (1, 1, 1, 1)
