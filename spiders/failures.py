"""What a failed request means for its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawler.extensions.stopping import RunEnds
from newscrawler.middlewares.addresses import RefusedAddress
from newscrawler.middlewares.backoff import HostRests
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
    name: str
    """Of the outcome, as the run counts it."""
    column: str = "failed"
    """Of the summary; empty: nothing was asked, so nothing failed."""
    counts_as_try: bool = True


class _Kind(NamedTuple):
    """One way to fail, told by the error's class and what it says."""

    error: type[Exception]
    says: str
    name: str
    status: str
    column: str = "failed"
    counts_as_try: bool = True


_KINDS = (
    _Kind(RobotsUnreachable, "", "robots_unreachable", "pending", counts_as_try=False),
    _Kind(HostRests, "", "host_rests", "pending", counts_as_try=False),
    _Kind(OutletBlocked, "", "blocked", "pending", "blocked", counts_as_try=False),
    _Kind(RunEnds, "", "run_ended", "pending", "", counts_as_try=False),
    _Kind(RobotsForbid, "", "robots_forbid", "forbidden", "forbidden"),
    _Kind(RefusedAddress, "", "address_refused", "forbidden", "forbidden"),
    _Kind(IgnoreRequest, "max redirections", "too_many_redirects", "gone"),
    _Kind(IgnoreRequest, "Filtered offsite", "offsite", "gone"),
    _Kind(IgnoreRequest, "DOWNLOAD_MAXSIZE", "too_large", "gone"),
    _Kind(DownloadCancelledError, "", "too_large", "gone"),
    _Kind(IgnoreRequest, "", "ignored", "gone"),
    _Kind(DownloadTimeoutError, "", "timeout", "pending"),
    _Kind(ResponseDataLossError, "", "broken_off", "pending"),
    _Kind(DownloadConnectionRefusedError, "", "connection_refused", "pending"),
    _Kind(CannotResolveHostError, "", "no_such_host", "pending"),
    _Kind(DownloadFailedError, "", "connection_failed", "pending"),
    _Kind(Exception, "", "failed", "pending"),
)
"""The first that fits names the outcome."""


def fate_of(failure: Failure) -> Fate:
    """Read Scrapy's failure."""
    error = failure.value
    text = (str(error) or type(error).__name__).splitlines()[0][:300]
    if isinstance(error, HttpError):
        status = error.response.status
        return Fate("gone" if status in GONE else "pending", f"status {status}", f"status_{status}")
    kind = next(kind for kind in _KINDS if isinstance(error, kind.error) and re.search(kind.says, str(error)))
    reason = text if isinstance(error, IgnoreRequest) else f"{type(error).__name__}: {text}"
    return Fate(kind.status, reason, kind.name, kind.column, kind.counts_as_try)
