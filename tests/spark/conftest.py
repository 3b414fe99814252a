"""One Spark of two cores for all tests here; where there is none they skip (fail in CI), saying how to get it."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

import pytest

from newscrawler.spark.session import missing, spark_session

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def master() -> str:
    if lack := missing():
        if os.environ.get("NEWSCRAWLER_REQUIRE_SERVERS"):
            pytest.fail(lack)
        pytest.skip(lack)
    return "local[2]"


@pytest.fixture(scope="session")
def spark(master) -> Iterator[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with spark_session(master, "tests") as session:
            yield session
