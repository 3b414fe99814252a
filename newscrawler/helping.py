"""A helper process: carries out what it is sent, until nobody is there to send.

On the socket: four bytes of length, then a pickle, a list of calls there and a list of answers back. Both
ends are this project's, and nobody else has the socket.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from newscrawler.collector import settle

LENGTH = struct.Struct(">I")
Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""Function, arguments, options."""
Answer = tuple[Any, Exception | None]
"""What came of a call: its result, or an error."""
_CLOSING = 5
"""Seconds a helper may take to end."""


def packed(message: object) -> bytes:
    """A message as it goes over the socket."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def received(incoming: IO[bytes]) -> Any:  # noqa: ANN401
    """The next message. EOFError where the other end is closed, be it by a kill."""
    head = incoming.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (size,) = LENGTH.unpack(head)
    if len(data := incoming.read(size)) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301  (our own)


def carried_out(calls: list[Call]) -> list[Answer]:
    """What each of some calls returns, or raises."""
    answers: list[Answer] = []
    for function, arguments, options in calls:
        try:
            answers.append((function(*arguments, **options), None))
        except Exception as error:  # noqa: BLE001  (it is the asker's)
            answers.append((None, error))
    return answers


class Helper:
    """A process that was started, and this end of the socket. It ends with this one, however that ends."""

    def __init__(self) -> None:
        self.link, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  (our own program)
                [sys.executable, "-m", "newscrawler.helping", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )

    def ask(self, calls: list[Call]) -> list[Answer]:
        """What comes of some calls, waited for. EOFError or OSError where the process is gone."""
        self.link.sendall(packed(calls))
        with self.link.makefile("rb") as incoming:
            answers: list[Answer] = received(incoming)
        return answers

    def close(self) -> None:
        """Close the socket: that ends it."""
        self.link.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSING)


def _sendable(answers: list[Answer]) -> list[Answer]:
    """The answers with errors that any process can read."""
    return [(result, error and RuntimeError(f"{type(error).__name__}: {error}")) for result, error in answers]


def _answer(link: socket.socket, incoming: IO[bytes]) -> None:
    link.sendall(packed(_sendable(carried_out(received(incoming)))))


def serve(descriptor: int) -> None:
    """Answer until the other end is closed; signals are the asker's to obey."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with (
        socket.socket(fileno=descriptor) as link,
        link.makefile("rb") as incoming,
        suppress(EOFError, OSError),
    ):
        _answer(link, incoming)
        settle()  # the tables that the first calls read stay
        while True:
            _answer(link, incoming)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
