"""Where files are: a path of this machine, or an address of object storage (`s3://bucket/key`) by fsspec."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newscrawler.archive.exchange import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARCHIVES = (".warc", ".warc.gz")
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


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Whatever a storage raises, in one line."""
    try:
        yield
    except ArchiveError:
        raise
    except OSError as error:
        raise ArchiveError(f"{place}: {error.strerror or error}; give an existing WARC file") from error
    except Exception as error:
        if not is_remote(place):
            raise
        raise ArchiveError(f"{place}: {' '.join(str(error).split())[:200]}") from error


def open_place(place: str) -> IO[bytes]:
    """A file for reading. `ArchiveError`, one line, where it can't be opened."""
    with _told(place):
        if not is_remote(place):
            return Path(place).open("rb")
        system, path = filesystem(place)
        return system.open(path, "rb")  # type: ignore[no-any-return]


def size_of(place: str) -> int:
    """How many bytes a file has; `ArchiveError` as for `open_place`."""
    with _told(place):
        if not is_remote(place):
            return Path(place).stat().st_size
        system, path = filesystem(place)
        return int(system.size(path))


def exists(place: str) -> bool:
    """Whether something is there, a file or a folder; `ArchiveError` as for `open_place`."""
    with _told(place):
        if not is_remote(place):
            return Path(place).exists()
        system, path = filesystem(place)
        return bool(system.exists(path))


def expand(places: list[str]) -> Iterator[str]:
    """The archives that names mean: files, and all `.warc` and `.warc.gz` in folders and under patterns.

    `ArchiveError` for a name that nothing answers to.
    """
    for place in places:
        with _told(place):
            found = sorted(_remote(place) if is_remote(place) else _here(Path(place).expanduser()))
        if not found:
            raise ArchiveError(f"{place}: no WARC file is there; give files, a folder or a pattern")
        yield from found


def _here(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from (str(each) for each in path.rglob("*") if each.name.endswith(_ARCHIVES))
    elif path.exists():
        yield str(path)


def _remote(place: str) -> Iterator[str]:
    system, path = filesystem(place)
    pattern = any(mark in path for mark in "*?[")
    found = system.glob(path) if pattern else system.find(path)
    yield from (system.unstrip_protocol(each) for each in found if pattern or each.endswith(_ARCHIVES))
