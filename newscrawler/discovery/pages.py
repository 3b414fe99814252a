"""HTML of a list → tree, with a guard against pages made to be slow."""

from __future__ import annotations

import re
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

from newscrawler.discovery.decoding import decode

MAX_DEPTH = 4_000
"""Elements open at once. Parsing takes time quadratic in the depth; what lies deeper is cut off."""
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|wbr)\b)[a-z]",
    re.IGNORECASE,
)


def parsed(html: bytes | str) -> LexborHTMLParser:
    """Tree of a page, however broken."""
    text = decode(html)
    return LexborHTMLParser(text[: _too_deep(text)])


def _too_deep(text: str) -> int | None:
    """Where more than `MAX_DEPTH` elements are open; None on every honest page."""
    if text.count("<") <= MAX_DEPTH:
        return None
    tags = list(_TAG.finditer(text))
    depths = accumulate((-1 if tag[1] else 1 for tag in tags), lambda depth, step: max(depth + step, 0))
    return next((tag.start() for tag, depth in zip(tags, depths, strict=True) if depth > MAX_DEPTH), None)
