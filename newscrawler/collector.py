"""Python's garbage collector in processes that read and store pages."""

from __future__ import annotations

import gc
from typing import Final

_SELDOM: Final = 10_000
"""Objects that may be made, and not freed, before cycles are looked for; Python's own number is 700."""


def settle() -> None:
    """Leave what is there now alone: tables, which stay. Look for garbage in the rest, and seldom.

    A page makes thousands of objects and no cycles: over 400 pages 65 objects were left to the collector.
    """
    gc.freeze()
    gc.set_threshold(_SELDOM)
