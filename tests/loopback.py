"""A newsroom on 127.0.0.1: one server, any number of hosts, and a log of what was asked when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

from twisted.internet.defer import Deferred, succeed

from newscrawler.extensions.resolver import GuardedResolver


class Answer(NamedTuple):
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012


class Asked(NamedTuple):
    when: float
    host: str
    path: str
    headers: dict[str, str]


class Newsroom:
    """`with Newsroom() as room: room["www.mehrnews.com", "/rss"] = Answer(…)`; unknown paths are 404."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Answer | Callable[[Asked], Answer]] = {}
        self.log: list[Asked] = []
        room = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host = (self.headers["Host"] or "").partition(":")[0]
                asked = Asked(time.monotonic(), host, self.path, dict(self.headers))
                room.log.append(asked)
                route = room.routes.get((host, self.path), Answer(status=404))
                answer = route(asked) if callable(route) else route
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                headers = {"Content-Type": "text/html; charset=utf-8"} | answer.headers
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 128  # the default of 5 resets connections when the machine is busy

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    def __setitem__(self, place: tuple[str, str], answer: Answer | Callable[[Asked], Answer]) -> None:
        self.routes[place] = answer

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
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
