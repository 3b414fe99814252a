"""newscrawler: Persian news, crawled clean.

The functions for notebooks and spiders alike::

    from newscrawler import extract, normalize, parse_date

and for who reads what was crawled, `newscrawler.open("data/newscrawler.db")`.

They are imported on first use, so that `import newscrawler` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newscrawler import compiled

if TYPE_CHECKING:
    from newscrawler.dates import parse_date
    from newscrawler.handoff.archive import open  # noqa: A004
    from newscrawler.items import Article
    from newscrawler.reader import extract
    from newscrawler.text import normalize

__version__ = "0.1.0"
__all__ = ["Article", "__version__", "extract", "normalize", "open", "parse_date"]

compiled.install()

_HOME = {
    "Article": "newscrawler.items",
    "extract": "newscrawler.reader",
    "normalize": "newscrawler.text",
    "open": "newscrawler.handoff.archive",
    "parse_date": "newscrawler.dates",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name from the module that defines it (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'newscrawler' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
