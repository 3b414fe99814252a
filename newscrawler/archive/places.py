"""Where files are: a path of this machine, or an address of object storage (`s3://bucket/key`) by fsspec."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newscrawler.archive.exchange import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOW = "pip install -r requirements-cluster.txt"


def is_remote(place: str) -> bool:
    """Whether an address names object storage."""
    return "://" in place


def filesystem(place: str) -> tuple[Any, str]:
    """The fsspec filesystem of an address, and the path there. `ArchiveError` where it has none."""
    scheme = place.partition("://")[0]
    try:
        return import_module("fsspec.core").url_to_fs(place)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        raise ArchiveError(f"{place}: {scheme} storage needs a library that is not here: {_HOW}") from error


def open_place(place: str) -> IO[bytes]:
    """A file for reading. `ArchiveError`, one line, where it can't be opened."""
    try:
        if not is_remote(place):
            return Path(place).open("rb")
        system, path = filesystem(place)
        return system.open(path, "rb")  # type: ignore[no-any-return]
    except OSError as error:
        raise _unreadable(place, error) from error


def size_of(place: str) -> int:
    """How many bytes a file has; `ArchiveError` as for `open_place`."""
    try:
        if not is_remote(place):
            return Path(place).stat().st_size
        system, path = filesystem(place)
        return int(system.size(path))
    except OSError as error:
        raise _unreadable(place, error) from error


def expand(places: list[str]) -> Iterator[str]:
    """The archives that paths name: files, and all `*.warc` and `*.warc.gz` in folders and under patterns.

    `ArchiveError` for a name that nothing answers to.
    """
    for place in places:
        found = list(_found(place))
        if not found:
            raise ArchiveError(f"{place}: no WARC file is there; give files, a folder or a pattern")
        yield from found


def _found(place: str) -> Iterator[str]:
    if is_remote(place):
        yield from _found_remote(place)
    elif (path := Path(place).expanduser()).is_dir():
        yield from (str(each) for each in sorted(path.rglob("*.warc*")) if each.is_file())
    elif path.exists():
        yield str(path)


def _found_remote(place: str) -> Iterator[str]:
    system, path = filesystem(place)
    try:
        if system.isdir(path):
            path = f"{path.rstrip('/')}/**.warc*"
        yield from map(system.unstrip_protocol, sorted(system.glob(path)))
    except OSError as error:
        raise _unreadable(place, error) from error


def _unreadable(place: str, error: OSError) -> ArchiveError:
    return ArchiveError(f"{place}: {error.strerror or error}; give an existing WARC file")
