"""Running the fetcher in a process of its own: a reactor can't be started twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture
def fetch(tmp_path):
    """`fetch(urls, **options)`: what came of each address, and the run's stats."""

    def run(*urls, **options):
        done = subprocess.run(
            [sys.executable, "-m", "tests.downloading.fetch", json.dumps({"urls": urls} | options)],
            cwd=ROOT,
            env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        report["log"] = done.stderr
        return report

    return run
