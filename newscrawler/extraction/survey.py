"""What a page's bytes tell before it is parsed: how many tags there are, and which selectors it can't meet.

Most of a family's selectors find nothing on most pages, and each costs a walk over the tree. What one finds
has the classes, ids, attributes and elements that it names; where one of these names is nowhere in the page's
bytes, or no such attribute has such a value, it need not be asked.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

try:
    from newscrawler.extraction import names
except ImportError:  # not compiled
    names = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALTERNATIVE: Final = re.compile(r'(?:[^,(\[\\"]|\([^()]*\)|\[[^\]]*\])+')
_PART: Final = re.compile(
    r"""\([^()]*\) | ::?[\w-]+    # :not(…) names what must not be there
      | \[\s*(?P<attribute>[\w-]+)
        \s*(?:(?P<among>~?)=\s*(?P<quote>["']?)(?P<value>[\w-]+)(?P=quote)\s*i?\s*\]|[^\]]*\])
      | [.#]?(?P<name>[\w-]+)""",
    re.VERBOSE | re.ASCII,
)
_UNWRITTEN: Final = frozenset(("html", "head", "body", "tbody", "tr", "colgroup", "p", "br", "img"))
"""Elements that a tree may have and the page not name."""

Alternatives = tuple[tuple[str, tuple[int, ...]], ...]
"""Each selector of a list, and numbers of the names that it needs."""


@cache
def _alternatives(selector: str) -> Alternatives:
    parts = _ALTERNATIVE.findall(selector)
    if ",".join(parts) != selector or not selector.isascii():
        return ((selector, ()),)
    return tuple((part.strip(), tuple(dict.fromkeys(_needs(part)))) for part in parts)


def _needs(selector: str) -> Iterator[int]:
    for part in _PART.finditer(selector):
        if part["value"] and not part["among"]:
            yield names.number(part["attribute"], part["value"])
            continue
        found = (part["attribute"], part["value"], part["name"])
        yield from (names.number(name) for name in found if name and name.lower() not in _UNWRITTEN)


class Survey:
    """One page's bytes, looked through once."""

    def __init__(self, page: bytes) -> None:
        """Take the bytes that the tree is made of."""
        self._names = seen = names.Names(page) if names else None
        self.tags = seen.tags if seen else page.count(b"<")
        """How often a tag may begin."""
        self.links = seen.links if seen else page.count(b"<a ")
        self.metas = seen.metas if seen else self.tags
        """How many meta tags there may be, at most."""

    def fitting(self, selector: str) -> str:
        """The list of selectors without what finds nothing for certain; empty where that is everything."""
        if self._names is None:
            return selector
        alternatives = _alternatives(selector)
        found = self._names.fitting(alternatives)
        return selector if len(found) == len(alternatives) else ", ".join(found)
