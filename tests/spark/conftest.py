"""One Spark of two cores for all tests here; where there is none they skip (fail in CI), saying how to get it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from newscrawler.spark.session import missing, spark_session
from tests.conftest import lack

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def master() -> str:
    if what := missing():
        lack(what)
    return "local[2]"


@pytest.fixture(scope="session")
def spark(master) -> Iterator[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with spark_session(master, "reparse") as session:  # Java compiles once only
            yield session
