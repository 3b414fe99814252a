"""Where this package's compiled modules are.

The `.py` files run as they are; `newscrawler.text.compile` makes extension modules of the busiest, with the
types of the `.pxd` files beside them. Only `scan.pyx`, loops over characters and tables of hashes, has no
other form: `kinds`, `reading` and `model` ask patterns and dictionaries where it is absent. What is compiled
lies in the interpreter's own prefix, in a folder named after a hash of its sources, so that it never stands
before a source that has changed since: after an edit all of it runs uncompiled until the next `make`.
"""

from __future__ import annotations

import sys
from importlib.util import source_hash
from pathlib import Path
from typing import Final

MODULES: Final = ("evidence.py", "gaps.py", "halfspace.py", "model.py", "reading.py", "scan.pyx", "trees.py")
"""What is compiled."""
PACKAGE: Final = Path(__file__).parent
_HOME: Final = Path(sys.prefix) / "share" / "newscrawler"


def folder() -> Path | None:
    """Return where the compiled modules of exactly these sources belong; None where sources are no files."""
    paths = [PACKAGE / name for name in ("compile.py", *MODULES)]
    try:
        texts = [path.read_bytes() for path in (*paths, *sorted(PACKAGE.glob("*.pxd")))]
    except OSError:  # inside an egg
        return None
    return _HOME / source_hash(b"\0".join(texts)).hex()
