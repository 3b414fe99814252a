"""The crawl benchmark on a machine it can't run on."""

from __future__ import annotations

import sys

from benchmarks import crawl


def test_without_nginx_one_line_says_what_to_do(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(crawl.shutil, "which", lambda name, path="": None)
    monkeypatch.setattr(sys, "argv", ["crawl.py", "--pages", "10"])
    monkeypatch.chdir(tmp_path)
    assert crawl.main() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == ["nginx not found; get it with: apt-get install nginx-light"]
    assert not list(tmp_path.iterdir())
