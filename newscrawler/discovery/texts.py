"""Printed texts of listings and feeds → one clean line, one instant."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from selectolax.lexbor import LexborHTMLParser

from newscrawler.dates import parse_date

_MARKUP = re.compile(r"<[a-zA-Z/!]")
_BLOCK = re.compile(r"(?=</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td)\b)", re.IGNORECASE)
_RFC_822 = re.compile(
    r"(?:\w{3},?\s+)?\d{1,2}\s+\w{3}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UTC?|Z)"
)
_ISO_8601 = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)")
_CRUMBS = re.compile(r"\s*[>›»]\s*")


def one_line(text: str | None) -> str | None:
    """Text with markup and entities gone and white space folded; None where nothing is left."""
    if not text:
        return None
    if _MARKUP.search(text):
        text = _visible(text)
    return " ".join(html.unescape(text).split()) or None


def section_of(text: str | None) -> str | None:
    """Breadcrumb joined by ` > `, outermost first."""
    line = one_line(text)
    return _CRUMBS.sub(" > ", line) if line else None


def instant_of(text: str | None, now: datetime | None = None) -> datetime | None:
    """Instant a machine-made or printed date names; machine-made forms first, the faster way."""
    stripped = (text or "").strip()
    try:
        if _ISO_8601.fullmatch(stripped):
            return datetime.fromisoformat(stripped)
        if _RFC_822.fullmatch(stripped):
            parsed = parsedate_to_datetime(stripped)
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except ValueError:
        return None
    return parse_date(stripped, now=now) if stripped else None


def _visible(markup: str) -> str:
    body = LexborHTMLParser(_BLOCK.sub(" ", markup)).body
    if body is None:
        return ""
    for hidden in body.css("script, style"):
        hidden.decompose()
    return body.text()
