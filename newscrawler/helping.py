"""A helper process: carries out what it is sent, until nobody is there to send (`extensions.helpers`).

On the socket: four bytes of length, then a pickle, `(function, arguments, options)` there and
`(result, None)` or `(None, error)` back. Both ends are this project's, and nobody else has the socket.
"""

from __future__ import annotations

import gc
import pickle
import signal
import socket
import struct
import sys
from typing import Any

from newscrawler.items import Article
from newscrawler.reader import read
from newscrawler.refining import refine

LENGTH = struct.Struct(">I")


def packed(message: object) -> bytes:
    """A message as it goes over the socket."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def carried_out(function: Any, arguments: Any, options: Any) -> bytes:  # noqa: ANN401
    """The answer to a question, as it goes back."""
    try:
        return packed((function(*arguments, **options), None))
    except Exception as error:  # noqa: BLE001  (it is the asker's)
        return packed((None, RuntimeError(f"{type(error).__name__}: {error}")))


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
    gc.collect()
    gc.freeze()  # the tables stay: no garbage is looked for in them
    with socket.socket(fileno=descriptor) as link, link.makefile("rb") as incoming:
        while len(head := incoming.read(LENGTH.size)) == LENGTH.size:
            function, arguments, options = pickle.loads(incoming.read(LENGTH.unpack(head)[0]))  # noqa: S301  (our own)
            link.sendall(carried_out(function, arguments, options))


if __name__ == "__main__":
    serve(int(sys.argv[1]))
