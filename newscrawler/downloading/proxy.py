"""A proxy on loopback for the browser, which would otherwise reach whatever a page tells it to.

It asks the run's own resolver (see `newscrawler.extensions.resolver`) and connects to the address that was
judged, so that nothing a page loads, follows or redirects to leads into the house.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.error import DNSLookupError

from newscrawler.downloading.names import address_of
from newscrawler.extensions.resolver import is_public

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

_HEAD: Final = 65_536
"""Bytes of the longest request head."""
_PATIENCE: Final = 30
"""Seconds for a request's head, and for a connection to be made."""
_DROPPED: Final = (b"connection:", b"proxy-connection:", b"proxy-authorization:", b"keep-alive:")
_REFUSED: Final = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_UNREACHABLE: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class RefusedError(Exception):
    """The host is not on the public internet."""


class CheckingProxy:
    """`await start()`, then `url`; `await close()` ends its connections."""

    def __init__(self, *, allow_private: bool) -> None:
        self.allow_private = allow_private
        self.refused = 0
        """Requests that would have led into the house."""
        self._open: set[StreamWriter] = set()

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening and drop what is open."""
        self._server.close()
        for writer in tuple(self._open):
            writer.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
            await self._answer(head, reader, writer)
        except RefusedError:
            self.refused += 1
            writer.write(_REFUSED)
        except (OSError, DNSLookupError, TimeoutError, ValueError):
            writer.write(_UNREACHABLE)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._open.discard(writer)
            with suppress(OSError):
                writer.close()

    async def _answer(self, head: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        """Open a tunnel (`CONNECT host:port`), or pass one plain request on."""
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode("latin-1").split(" ", 2)
        if method == "CONNECT":
            there, back = await self._connect(*_host_and_port(f"//{target}", 443))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            there, back = await self._connect(*_host_and_port(target, 80))
            parts = urlsplit(target)
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            kept = [each for each in rest.split(b"\r\n") if each and not each.lower().startswith(_DROPPED)]
            first = f"{method} {path} {version}".encode("latin-1")
            back.write(b"\r\n".join((first, *kept, b"Connection: close", b"", b"")))
        self._open.add(back)
        try:
            await _both_ways((reader, back), (there, writer))
        finally:
            self._open.discard(back)
            with suppress(OSError):
                back.close()

    async def _connect(self, host: str, port: int) -> tuple[StreamReader, StreamWriter]:
        """A connection to the very address that was judged."""
        address = host
        if not isIPAddress(host) and not isIPv6Address(host):
            try:
                address = await address_of(host)
            except DNSLookupError as error:
                if "not public" in str(error):
                    raise RefusedError(host) from error
                raise
        elif not self.allow_private and not is_public(host):
            raise RefusedError(host)
        return await asyncio.wait_for(asyncio.open_connection(address, port), _PATIENCE)


def _host_and_port(address: str, default: int) -> tuple[str, int]:
    """Raise ValueError for what names no host."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise ValueError(address)
    return parts.hostname, parts.port or default


async def _both_ways(*pairs: tuple[StreamReader, StreamWriter]) -> None:
    """Copy until either end is done."""
    tasks = [asyncio.ensure_future(_copy(reader, writer)) for reader, writer in pairs]
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_HEAD):
            writer.write(data)
            await writer.drain()
