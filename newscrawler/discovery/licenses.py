"""A free licence stated in a line of copyright."""

from __future__ import annotations

import re

_URL = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<kind>by(?:-[a-z]{2})*)/(?P<version>\d\.\d)|publicdomain/(?P<zero>zero))"
)
_WORDS = re.compile(
    r"(?:creative\s+commons|\bcc\b)(?P<terms>[\s,:-]+(?:attribution|non-?commercial|no-?deriv\w*|share-?alike"
    r"|by|nc|nd|sa|[\s,-])+)(?P<version>\d\.\d)?"
)
_ZERO = re.compile(r"\bcc-?0\b|\bcc\s+zero\b")
_TERMS = (("NC", r"non-?commercial|\bnc\b"), ("ND", r"no-?deriv|\bnd\b"), ("SA", r"share-?alike|\bsa\b"))


def license_of(text: str | None) -> str | None:
    """Creative Commons licence a text states, in short: `CC BY 4.0`, `CC BY-NC-SA 3.0`; None if none."""
    lowered = (text or "").lower()
    if match := _URL.search(lowered):
        return "CC0" if match["zero"] else f"CC {match['kind'].upper()} {match['version']}"
    if _ZERO.search(lowered):
        return "CC0"
    match = _WORDS.search(lowered)
    if not match or not re.search(r"attribution|\bby\b", match["terms"]):
        return None
    kinds = "-".join(["BY", *(name for name, pattern in _TERMS if re.search(pattern, match["terms"]))])
    return f"CC {kinds} {match['version'] or ''}".strip()
