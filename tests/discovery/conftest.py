"""A family to read listings with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawler.families.nastooh import NASTOOH

if TYPE_CHECKING:
    from newscrawler.families.base import Family


@pytest.fixture(scope="session")
def family() -> Family:
    return NASTOOH
