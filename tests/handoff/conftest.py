"""A database of an invented dozen, and one made for each test that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.test_shared import create
from tests.handoff.newsstand import article, store

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = 12


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a database nobody changes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('stock') / 'newscrawler.db'}"
    undated = article(ARTICLES, date_published=None, headline="بی‌تاریخ", section=None, images=[])
    store(url, [*(article(n) for n in range(ARTICLES)), undated])
    copy = article(50, duplicate_of="mehrnews:0", similarity=0.97, story_id="mehrnews:0", completeness="copy")
    store(url, [copy])
    store(url, [article(3, version=2, article_body="متن تازه‌ی پل سوم\r\nبا سطر دوم")], "updated")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'newscrawler.db'}"
    return create(request.getfixturevalue("postgres"), f"handoff_{abs(hash(request.node.nodeid))}")
