"""Files to object storage: there whole under their name, or not there at all."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from newscrawler.archive.places import filesystem
from newscrawler.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PART: Final = 16 << 20
"""Bytes sent at a time, and held in memory while they are."""
_ATOMIC: Final[dict[str, dict[str, Any]]] = {
    "s3": {"chunksize": _PART, "max_concurrency": 2},
    "s3a": {"chunksize": _PART, "max_concurrency": 2},
    "gs": {},
    "gcs": {},
    "abfs": {},
    "az": {},
}
"""Schemes whose objects appear with their last byte → how to send. Elsewhere a file is renamed then."""


def upload(path: Path, address: str) -> None:
    """Copy a file to an address; half of it never stands under that name. StorageError, one line.

    What is there already is replaced. The copy's size is compared with the file's.
    """
    system, target = filesystem(address)
    how = _ATOMIC.get(address.partition("://")[0])
    try:
        begun = target if how is not None else f"{target}.{uuid.uuid4().hex}.partial"
        if how is None:
            system.makedirs(system._parent(target), exist_ok=True)  # noqa: SLF001  (fsspec's own way)
        system.put_file(str(path), begun, **(how or {}))
        if system.info(begun, refresh=True)["size"] != path.stat().st_size:
            raise OSError("the copy is of another size")  # noqa: TRY301
        if begun != target:
            system.mv(begun, target)
    except Exception as error:
        raise StorageError(f"{path} could not be sent to {address}: {_reason(error)}") from error


def upload_set(folder: Path, address: str, last: str) -> None:
    """Copy a set's files, the one named `last` at the end: who finds that one finds all. StorageError."""
    whole = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in sorted(whole, key=lambda path: path.relative_to(folder).as_posix() == last):
        upload(path, f"{address.rstrip('/')}/{path.relative_to(folder).as_posix()}")


def send_away(archives: Iterable[Path], address: str) -> int:
    """Move archives that are closed to object storage; how many went. StorageError at the first that can't.

    A file is removed here only when its whole copy is there.
    """
    sent = 0
    for path in archives:
        upload(path, f"{address.rstrip('/')}/{path.name}")
        path.unlink()
        sent += 1
    return sent


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
