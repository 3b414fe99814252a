"""JSON-LD as newspapers write it: arrays, graphs, wrong case, control characters, HTML entities."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

from newscrawler.text.letters import fold_blanks

ARTICLE_TYPES: Final = frozenset(
    {
        "newsarticle",
        "article",
        "blogposting",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "liveblogposting",
        "report",
        "socialmediaposting",
    }
)
"""Types of schema.org that are one story, in lower case."""
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_STRAY_BACKSLASH: Final = re.compile(r'\\(?!["\\/bfnrtu])')
_WRAPPERS: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)
_OPENING: Final = ("{", "[")
_CLOSING: Final = ("}", "]")
_LARGEST: Final = 2_000_000
_DEEPEST: Final = 12
_MOST: Final = 500

Thing = dict[str, Any]
"""One node; its keys are in lower case."""


def things(script: str) -> list[Thing]:
    """Every typed node of one script, outermost first. Malformed JSON gives none; never raises."""
    data = _loads(script)
    out: list[Thing] = []
    queue: list[tuple[Any, int]] = [(data, 0)]
    while queue and len(out) < _MOST:
        node, depth = queue.pop(0)
        if isinstance(node, list):
            queue.extend((child, depth + 1) for child in node[:_MOST] if depth < _DEEPEST)
        elif isinstance(node, dict):
            thing = {str(key).lower(): value for key, value in node.items()}
            out.append(thing)
            queue.extend(
                (thing[key], depth + 1)
                for key in ("@graph", "mainentity")
                if key in thing and depth < _DEEPEST
            )
    return out


def _loads(script: str) -> Any:  # noqa: ANN401
    script = script.strip()
    if script[:1] not in _OPENING or script[-1:] not in _CLOSING:
        script = _WRAPPERS.sub("", script).strip()
    if not script.startswith(_OPENING) or len(script) > _LARGEST:
        return None
    for repaired in (script, _STRAY_BACKSLASH.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", script))):
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types(thing: Thing) -> frozenset[str]:
    """Its types, in lower case, without a namespace."""
    found = thing.get("@type", thing.get("type"))
    names = found if isinstance(found, list) else [found]
    return frozenset(
        name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names if isinstance(name, str)
    )


def strings(value: Any) -> list[str]:  # noqa: ANN401
    """Texts of a property, be it a string, a list, or nodes with a `name` or `url`; entities decoded."""
    out: list[str] = []
    queue = [value]
    while queue and len(out) < _MOST:
        node = queue.pop(0)
        if isinstance(node, str):
            out.append(unescape(node))
        elif isinstance(node, bool):
            continue
        elif isinstance(node, int | float):
            out.append(str(node))
        elif isinstance(node, list):
            queue[:0] = node[:_MOST]
        elif isinstance(node, dict):
            thing = {str(key).lower(): inner for key, inner in node.items()}
            queue.insert(
                0, next((thing[key] for key in ("name", "url", "@id", "@value") if thing.get(key)), None)
            )
    return [text for text in out if text.strip()]


def unescape(text: str) -> str:
    """Entities decoded, twice where they were escaped twice."""
    if "&" not in text:
        return text
    once = html.unescape(text)
    return html.unescape(once) if "&" in once else once


def people(value: Any) -> list[str]:  # noqa: ANN401
    """Names of the persons among the authors; organisations and untyped addresses are left out."""
    nodes = value if isinstance(value, list) else [value]
    named = [node for node in nodes if not isinstance(node, dict) or "organization" not in _type_text(node)]
    return [fold_blanks(name) for name in strings(named) if not name.startswith(("http:", "https:"))]


def _type_text(node: Thing) -> str:
    return " ".join(types({str(key).lower(): inner for key, inner in node.items()}))
