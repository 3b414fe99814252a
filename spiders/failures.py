"""What a failed request means for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawler.middlewares.addresses import RefusedAddress
from newscrawler.middlewares.challenges import OutletBlocked
from newscrawler.middlewares.robots import RobotsForbid, RobotsUnreachable

if TYPE_CHECKING:
    from twisted.python.failure import Failure

GONE = frozenset({400, 404, 405, 406, 410, 414, 451})
"""Answers that will be the same tomorrow."""


class Fate(NamedTuple):
    """`status` of the page afterwards (`pending`: the next run tries again), why, and what it counts as."""

    status: str
    reason: str
    column: str = "failed"
    counts_as_try: bool = True


def fate_of(failure: Failure) -> Fate:
    """Read Scrapy's failure."""
    error = failure.value
    reason = (str(error) or type(error).__name__).splitlines()[0][:300]
    if isinstance(error, HttpError):
        status = error.response.status
        return Fate("gone" if status in GONE else "pending", f"status {status}")
    if isinstance(error, OutletBlocked):
        return Fate("pending", reason, "blocked", counts_as_try=False)
    if isinstance(error, RobotsUnreachable):
        return Fate("pending", reason, counts_as_try=False)
    if isinstance(error, RobotsForbid | RefusedAddress):
        return Fate("forbidden", reason, "forbidden")
    if isinstance(error, IgnoreRequest):
        return Fate("gone", reason)
    return Fate("pending", f"{type(error).__name__}: {reason}")
