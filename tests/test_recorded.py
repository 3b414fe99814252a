"""Pages recorded with `scrapy record`: each field of each comes out as its JSON says."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache

import pytest

from newscrawler.reader import Reading, read
from tests.conftest import ROOT

FOLDER = ROOT / "tests/recorded"
NOT_FIELDS = {"url", "fetched_at", "family"}


@cache
def expected(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def reading(name: str) -> Reading:
    said = expected(name)
    fetched_at = datetime.fromisoformat(said["fetched_at"]) if said["fetched_at"] else None
    return read((FOLDER / f"{name}.html").read_bytes(), said["url"], fetched_at=fetched_at)


NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in NAMES for field in expected(name)])
def test_a_recorded_page_gives_what_its_json_says(name, field) -> None:
    said = expected(name)[field]
    if field == "family":
        assert reading(name).family == said
    elif field not in NOT_FIELDS:
        found = asdict(reading(name).article)[field]
        assert (found.isoformat() if isinstance(found, datetime) else found) == said


def test_every_page_has_its_json() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.html")) == NAMES
    assert NAMES
