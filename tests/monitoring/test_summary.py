"""A run's summary, and the same in Prometheus' form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newscrawler.monitoring.summary import RunSummary, prometheus, replace_file
from tests.conftest import ROOT

NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
RUN = RunSummary(
    run_id="r",
    command="run",
    started=NOW,
    finished=NOW + timedelta(seconds=90),
    exit_code=4,
    outlets={"mehrnews": {"new": 3}, "irna": {"new": 2, "failed": 1}},
    outcomes={'odd"\\\nname': 1},
    requests=12,
    bytes_received=1000,
)


def test_the_totals_are_the_outlets() -> None:
    told = RUN.as_json()
    assert told["total"] == {"new": 5, "failed": 1}
    assert told["seconds"] == 90
    assert told["started"] == "2026-09-02T12:00:00+00:00"


def test_metrics_are_one_sample_a_line_with_labels_escaped() -> None:
    lines = prometheus(RUN).splitlines()
    assert 'newscrawler_last_run_pages{outlet="irna",what="failed"} 1' in lines
    assert r'newscrawler_last_run_outcomes{outcome="odd\"\\\nname"} 1' in lines
    assert "newscrawler_last_run_exit_code 4" in lines
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {line.split("{")[0].split()[0] for line in lines if not line.startswith("#")} == named


def test_the_alerts_of_the_documentation_ask_for_metrics_that_exist() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"newscrawler_last_run_\w+", text))
    told = set(re.findall(r"# TYPE (\w+) gauge", prometheus(RUN)))
    assert len(asked) >= 3
    assert asked <= told


def test_a_file_is_replaced_whole(tmp_path) -> None:
    path = tmp_path / "new/run.json"
    replace_file(path, "a")
    replace_file(path, "b")
    assert path.read_text() == "b"
    assert list(path.parent.iterdir()) == [path]
