"""Which modules are compiled, where they lie, and how they come before their sources.

The `.py` files run as they are; `newscrawler.compile` makes extension modules of the busiest, with the types
of the `.pxd` files beside them. Only the `.pyx` files, loops over characters, bytes and hashes, have no other
form: who uses them asks patterns and dictionaries, or does without, where they are absent.

What is compiled lies in the interpreter's own prefix, in a folder named after a hash of its sources, so that
it never stands before a source that has changed since: after an edit all of it runs uncompiled until the next
`make`.
"""

from __future__ import annotations

import sys
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import source_hash, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

MODULES: Final = {
    "extraction": ("names.pyx",),
    "text": ("evidence.py", "gaps.py", "halfspace.py", "model.py", "reading.py", "scan.pyx", "trees.py"),
}
"""What is compiled: package → its files."""
PACKAGE: Final = Path(__file__).parent
_HOME: Final = Path(sys.prefix) / "share" / "newscrawler"


def sources() -> dict[str, Path]:
    """Name of each module → its source."""
    files = (PACKAGE / room / name for room, names in MODULES.items() for name in names)
    return {f"{__package__}.{file.parent.name}.{file.stem}": file for file in files}


def folder() -> Path | None:
    """Return where the compiled modules of exactly these sources belong; None where sources are no files."""
    paths = [PACKAGE / "compile.py", *sources().values()]
    paths += [path for room in MODULES for path in sorted((PACKAGE / room).glob("*.pxd"))]
    try:
        texts = [path.read_bytes() for path in paths]
    except OSError:  # inside an egg
        return None
    return _HOME / source_hash(b"\0".join(texts)).hex()


class Finder:
    """Finds compiled modules, before anybody looks for their sources."""

    def __init__(self, place: Path) -> None:
        """Take the folder where they are."""
        self.files = {name: str(place / f"{name}{EXTENSION_SUFFIXES[0]}") for name in sources()}

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Python's import asks this."""
        file = self.files.get(name)
        return spec_from_file_location(name, file) if file else None


def install() -> None:
    """Let what is compiled stand before its sources, if it is."""
    place = folder()
    if place is not None and place.is_dir():
        sys.meta_path.insert(0, Finder(place))
