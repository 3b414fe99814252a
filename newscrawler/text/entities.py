"""HTML entities in text that should have none."""

from __future__ import annotations

import re

_WINDOW = 256
"""Characters looked back from a semicolon: far more than the longest name, so that nested ones fit."""
_OPEN = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})\Z")


def _character(name: str) -> str | None:
    """Return what `&name;` stands for, or None for an unknown name."""
    from html import unescape  # noqa: PLC0415  (its tables cost 2 ms; most texts have no entity)
    from html.entities import html5  # noqa: PLC0415

    return unescape(f"&{name};") if name.startswith("#") else html5.get(f"{name};")


def unescape_entities(text: str) -> str:
    """Replace entities (semicolon required) by their characters until none is left, in one linear pass.

    `&amp;lt;` becomes `<`: such nesting comes from text escaped twice. Unknown names stay.
    """
    tail, *rest = text.split(";")
    done = []
    for piece in rest:
        done.append(tail[:-_WINDOW])
        tail = tail[-_WINDOW:]
        closing = ";"
        while closing == ";" and (found := _OPEN.search(tail)):
            character = _character(found[1])
            if character is None:
                break
            tail, closing = tail[: found.start()], character
        tail += closing + piece
    done.append(tail)
    return "".join(done)
