"""The place that opens a news text («بجنورد- …»), told from other openings by a list of places."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from newscrawler.text.letters import skeleton

_OPENING: Final = re.compile(
    r"\W{0,3}([\w\u200c]{2,15}(?:[ \u200c][\w\u200c]{1,12}){0,3}?)\s{0,2}[-–—ـ/:]{1,2}\s*(?=\S)"
)
_AGENCY: Final = re.compile(
    r"(?:خبرگزاری )?([\w\u200c]{2,15}(?: [\w\u200c]{2,12}){0,2}?)\s{0,2}[-–—ـ]{1,2}\s+"
)


@cache
def _places() -> frozenset[str]:
    text = (files("newscrawler.extraction") / "places.txt").read_text("utf-8")
    return frozenset(skeleton(line) for line in text.splitlines() if line and not line.startswith("#"))


def split_dateline(text: str) -> tuple[str | None, str]:
    """The place that opens `text`, as printed, and the rest; (None, `text`) if no known place opens it.

    «تهران- ایرنا- …» gives up its agency too. A colon after the place is no dateline: it may be who speaks.
    """
    match = _OPENING.match(text)
    if match is None or match.group().rstrip()[-1] in ":/" or skeleton(match.group(1)) not in _places():
        return None, text
    rest = text[match.end() :]
    agency = _AGENCY.match(rest)
    if agency and agency.end() <= _LONGEST_AGENCY:
        rest = rest[agency.end() :]
    return match.group(1), rest


_LONGEST_AGENCY: Final = 24
