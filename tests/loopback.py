"""A newsroom on 127.0.0.1: one server, any number of hosts, and a log of what was asked when."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

from twisted.internet.defer import Deferred, succeed

from newscrawler.downloading.handler import OutletDownloadHandler
from newscrawler.extensions.resolver import GuardedResolver

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Answer(NamedTuple):
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012
    raw: Iterable[bytes] | None = None
    """Sent as it is, status line and all, as far as the other end will listen; then the connection is closed."""


class Asked(NamedTuple):
    when: float
    host: str
    path: str
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def handle_error(self, *_: object) -> None:
        """A client that was killed is no error of the server."""


class Newsroom:
    """`with Newsroom() as room: room["www.mehrnews.com", "/rss"] = Answer(…)`; unknown paths are 404."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.routes: dict[tuple[str, str], Answer | Callable[[Asked], Answer]] = {}
        self.log: list[Asked] = []
        self.closing = threading.Event()
        room = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                host = (self.headers["Host"] or "").partition(":")[0]
                asked = Asked(time.monotonic(), host, self.path, dict(self.headers))
                room.log.append(asked)
                route = room.routes.get((host, self.path), Answer(status=404))
                answer = route(asked) if callable(route) else route
                if answer.raw is not None:
                    self.send_raw(answer.raw)
                    return
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                headers = {"Content-Type": "text/html; charset=utf-8"} | answer.headers
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)

            def send_raw(self, pieces: Iterable[bytes]) -> None:
                self.close_connection = True
                with suppress(OSError):
                    for piece in pieces:
                        self.wfile.write(piece)
                        if room.closing.is_set():
                            return

            def log_message(self, *_: Any) -> None:
                pass

        self.server = Server((address, port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    def __setitem__(self, place: tuple[str, str], answer: Answer | Callable[[Asked], Answer]) -> None:
        self.routes[place] = answer

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, host: str | None = None) -> list[str]:
        """Paths asked for, robots.txt aside."""
        return [a.path for a in self.log if a.path != "/robots.txt" and host in (None, a.host)]


class LoopbackResolver(GuardedResolver):
    """Every name is 127.0.0.1; whether that may be asked is still the guard's to say."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        found = succeed("127.0.0.1")
        if not self.process.settings.getbool("NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES"):
            found.addCallback(self._judge, name)
        return found


class OutsideResolver(GuardedResolver):
    """127.0.0.1 stands for the public internet and 127.0.0.2 for the house, which the guard judges.

    Names with `inside` lead into the house; names with `flip` do so from the second time on.
    """

    times = count(1)

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        inside = "inside" in name or ("flip" in name and next(self.times) > 1)
        return succeed("127.0.0.2").addCallback(self._judge, name) if inside else succeed("127.0.0.1")


class LoopbackHandler(OutletDownloadHandler):
    """For http and https: any host's pages come from the newsroom at LOOPBACK_PORT, under their own address."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.port = crawler.settings.getint("LOOPBACK_PORT")

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        asked = request.replace(url=f"http://{parts.hostname}:{self.port}{path}")
        try:
            response = await super().download_request(asked)
        finally:
            request.meta.update(asked.meta)
        return response.replace(url=request.url)


def live(room: Newsroom, **settings: object) -> list[str]:
    """Options for `scrapy`: every address is answered by the newsroom, unhurried by delays."""
    handlers = {"http": "tests.loopback.LoopbackHandler", "https": "tests.loopback.LoopbackHandler"}
    given = {
        "DOWNLOAD_HANDLERS": json.dumps(handlers),
        "LOOPBACK_PORT": room.port,
        "TWISTED_DNS_RESOLVER": "tests.loopback.OutsideResolver",
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": 0,
        "RETRY_ENABLED": 0,
        "DOWNLOAD_TIMEOUT": 5,
    } | settings
    return [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
