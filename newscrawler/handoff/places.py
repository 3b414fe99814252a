"""Where sets go: a folder, or any address fsspec knows. A set is there whole or not at all.

In a folder it is written under a hidden name and renamed. Elsewhere, where nothing can be renamed whole, its
`manifest.json` comes last: what has none is no set.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import fsspec

from newscrawler.errors import InputError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.json"
_OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss"})
"""Stores without folders, where making one would make a bucket."""


class Place(Protocol):
    """Somewhere sets are kept, each in a folder of its own."""

    def address(self, name: str) -> str:
        """Where a set of this name is."""

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest of a set that is there, whole."""

    def taken(self, name: str) -> bool:
        """Whether something of that name is in the way."""

    def stage(self, name: str) -> Path:
        """A new local folder to write a set in."""

    def put(self, staged: Path, name: str, *, overwrite: bool) -> None:
        """Move what was written there to its place."""


class Folder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def address(self, name: str) -> str:
        """Its path."""
        return str(self.path / name)

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest, or None."""
        path = self.path / name / MANIFEST
        return dict(json.loads(path.read_text("utf-8"))) if path.exists() else None

    def taken(self, name: str) -> bool:
        """Whether there is a file or folder of that name."""
        return (self.path / name).exists()

    def stage(self, name: str) -> Path:
        """A hidden folder beside the sets; those of dead processes are swept away."""
        self.path.mkdir(parents=True, exist_ok=True)
        here = socket.gethostname()
        for left in self.path.glob(f".*@{here}-*.partial"):
            if not _lives(int(left.name.rpartition("-")[2].removesuffix(".partial"))):
                shutil.rmtree(left, ignore_errors=True)
        staged = self.path / f".{name}@{here}-{os.getpid()}.partial"
        staged.mkdir()
        return staged

    def put(self, staged: Path, name: str, *, overwrite: bool) -> None:
        """Rename it, durably. A set that is replaced is out of the way for the blink of an eye."""
        for path in (*staged.rglob("*"), staged):
            _sync(path)
        target, old = self.path / name, staged.with_name(f"{staged.name[:-8]}.old-{os.getpid()}.partial")
        if overwrite and target.exists():
            target.rename(old)
        staged.rename(target)
        _sync(self.path)
        shutil.rmtree(old, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Remote:
    """An address of fsspec's: `s3://bucket/prefix`, `memory://…`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.files, self.root = fsspec.core.url_to_fs(self.url)
        self.objects = url.partition("://")[0] in _OBJECTS

    def address(self, name: str) -> str:
        """Its URL."""
        return f"{self.url}/{name}"

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest, or None for what is not whole."""
        path = f"{self.root}/{name}/{MANIFEST}"
        return dict(json.loads(self.files.cat_file(path))) if self._exists(path) else None

    def taken(self, name: str) -> bool:
        """Whether there is a whole set of that name; a torn one is in nobody's way."""
        return self._exists(f"{self.root}/{name}/{MANIFEST}")

    def _exists(self, path: str) -> bool:
        self.files.invalidate_cache()
        return bool(self.files.exists(path))

    def stage(self, name: str) -> Path:
        """A folder for passing files."""
        return Path(tempfile.mkdtemp(prefix=f"newscrawler-{name}-"))

    def put(self, staged: Path, name: str, *, overwrite: bool) -> None:  # noqa: ARG002
        """Send the files, the manifest last; what was there before goes first."""
        target = f"{self.root}/{name}"
        if self.files.exists(target):
            with suppress(FileNotFoundError):
                self.files.rm_file(f"{target}/{MANIFEST}")
            self.files.rm(target, recursive=True)
        paths = sorted(path for path in staged.rglob("*") if path.is_file() and path.name != MANIFEST)
        for path in (*paths, staged / MANIFEST):
            there = f"{target}/{path.relative_to(staged).as_posix()}"
            if not self.objects:
                self.files.makedirs(there.rpartition("/")[0], exist_ok=True)
            self.files.put_file(str(path), there)


def place(to: str) -> Place:
    """The place a person names. Raises InputError where fsspec cannot reach such a one."""
    scheme, mark, rest = to.partition("://")
    if not mark or scheme == "file":
        return Folder(Path(rest if mark else to).expanduser().resolve())
    try:
        return Remote(to)
    except (ImportError, ValueError) as error:
        raise InputError(f"--to {to}: {str(error).splitlines()[0]}") from error


@contextmanager
def guarded(to: str) -> Iterator[None]:
    """Whatever goes wrong with a place, in one line. Raises StorageError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise StorageError(f"cannot write to {to}: {error}; nothing there was changed") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in {
            "botocore",
            "aiobotocore",
            "s3fs",
            "gcsfs",
            "adlfs",
        }:
            raise
        raise StorageError(f"cannot write to {to}: {error}; the set there is not whole") from error
