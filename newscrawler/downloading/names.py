"""Names to addresses, for whoever opens connections: the run's own resolver answers, and it judges.

Every connection passes `newscrawler.extensions.resolver` this way, whatever library makes it; since the
judged address is the one that is connected to, a DNS answer that changes in between changes nothing.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult


async def address_of(name: str) -> str:
    """The IP address of a name. DNSLookupError where it has none, or none that may be asked."""
    from twisted.internet import reactor  # noqa: PLC0415  (installed by then)

    return await maybe_deferred_to_future(reactor.resolve(name))  # type: ignore[arg-type]


class RunResolver(AbstractResolver):
    """The same for aiohttp."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002  (the answer tells)
    ) -> list[ResolveResult]:
        """One address. OSError where there is none."""
        try:
            address = await address_of(host)
        except DNSLookupError as error:
            raise OSError(str(error)) from error
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [{"hostname": host, "host": address, "port": port, "family": kind, "proto": 0, "flags": flags}]

    async def close(self) -> None:
        """Nothing is held."""
