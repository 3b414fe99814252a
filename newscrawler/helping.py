"""A helper process: carries out what it is sent, until nobody is there to send (`extensions.helpers`).

On the socket: four bytes of length, then a pickle, a list of calls there and a list of answers back. Both
ends are this project's, and nobody else has the socket.
"""

from __future__ import annotations

import pickle
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

from newscrawler.collector import settle
from newscrawler.items import Article
from newscrawler.reader import read
from newscrawler.refining import refine

LENGTH = struct.Struct(">I")
Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""Function, arguments, options."""
Answer = tuple[Any, Exception | None]
"""What came of a call: its result, or an error."""


def packed(message: object) -> bytes:
    """A message as it goes over the socket."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def carried_out(calls: list[Call]) -> list[Answer]:
    """What each of some calls returns, or raises."""
    answers: list[Answer] = []
    for function, arguments, options in calls:
        try:
            answers.append((function(*arguments, **options), None))
        except Exception as error:  # noqa: BLE001  (it is the asker's)
            answers.append((None, error))
    return answers


def _sendable(answers: list[Answer]) -> list[Answer]:
    """The answers with errors that any process can read."""
    return [(result, error and RuntimeError(f"{type(error).__name__}: {error}")) for result, error in answers]


def ready() -> None:
    """Have the tables at hand that pages are read and normalised by."""
    url = "https://www.mehrnews.com/news/1"
    read("<p>کتاب می خواند", url)
    refine(Article(url, url, url, headline="کتاب می خواند"))


def serve(descriptor: int) -> None:
    """Answer until the other end is closed, be it by a kill; signals are the run's to obey."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    ready()
    settle()
    with socket.socket(fileno=descriptor) as link, link.makefile("rb") as incoming:
        while len(head := incoming.read(LENGTH.size)) == LENGTH.size:
            calls: list[Call] = pickle.loads(incoming.read(LENGTH.unpack(head)[0]))  # noqa: S301  (our own)
            link.sendall(packed(_sendable(carried_out(calls))))


if __name__ == "__main__":
    serve(int(sys.argv[1]))
