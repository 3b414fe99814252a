"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NEWSCRAWLER_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data beside the project; tests that need it skip, saying so, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"gold data not found at {SHARED}; set NEWSCRAWLER_SHARED to the folder that holds it")
    return SHARED
