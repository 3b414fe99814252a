"""`scrapy outlets`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.commands.outlets import markdown
from newscrawler.outlets import catalogue

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def outlets(tmp_path):
    """Run the command in a project of one setting."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = tiny_settings\n", encoding="utf-8")
    (tmp_path / "tiny_settings.py").write_text('COMMANDS_MODULE = "newscrawler.commands"\n', encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    environment.pop("SCRAPY_SETTINGS_MODULE", None)

    def run(*options):
        command = [sys.executable, "-m", "scrapy", "outlets", *options]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    return run


def test_plain_lines_without_a_terminal(outlets):
    done = outlets("--kind", "agency")
    assert done.returncode == 0
    assert "mehrnews\tخبرگزاری مهر\tagency\tnastooh\tmehrnews.com" in done.stdout.splitlines()
    assert len(done.stdout.splitlines()) == len(catalogue().of_kind("agency"))


def test_json_carries_every_field(outlets):
    done = outlets("--family", "tasnim", "--json")
    (tasnim,) = json.loads(done.stdout)
    assert tasnim["slug"] == "tasnim"
    assert tasnim["domains"] == ["tasnimnews.com", "tasnimnews.ir", "tn.ai"]


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--family", "nastoh"], "no family 'nastoh' in the catalogue; did you mean nastooh?\n"),
        (["--kind", "agencies"], "no kind 'agencies' in the catalogue; did you mean agency?\n"),
        (["mehrnews"], "scrapy outlets takes no argument, got 'mehrnews'; use --family or --kind\n"),
    ],
)
def test_a_wrong_option_is_one_line_and_exit_2(outlets, options, line):
    done = outlets(*options)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)


def test_the_page_of_outlets_is_fresh():
    page = (ROOT / "docs" / "outlets.md").read_text(encoding="utf-8")
    assert page == markdown(list(catalogue())), "stale: run `scrapy outlets --markdown > docs/outlets.md`"
