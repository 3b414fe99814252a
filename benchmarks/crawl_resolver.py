"""Every name is this machine: the benchmark's pages bear an agency's address."""

from __future__ import annotations

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed


class Everywhere(CachingThreadedResolver):
    """Resolves any name to 127.0.0.1."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: ANN401, ARG002, N802
        """Scrapy's hook."""
        return succeed("127.0.0.1")
