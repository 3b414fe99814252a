"""BBC Persian: the JSON of its public interface, which its pages also embed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from newscrawler.extraction.jsonld import unescape
from newscrawler.extraction.rules import Rule, call
from newscrawler.families.base import Family
from newscrawler.text.letters import fold_blanks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newscrawler.extraction.page import Page

_STORIES: Final = frozenset({"article", "STY", "PGL"})
"""Types that are a story: written ones, and galleries, whose captions are the text."""
_WRAPPERS: Final = 5
"""Objects inside each other before the answer itself: `data.article`, `props.pageProps.pageData`, …"""
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_MILLISECONDS: Final = 10**11
_DEEPEST: Final = 12


def _data(page: Page) -> dict[str, Any]:
    """The interface's answer; empty where the page has none."""
    return page.memo("bbc", _answer)


def _answer(page: Page) -> dict[str, Any]:
    queue = [page.data]
    for _ in range(_WRAPPERS):
        nodes = [node for node in queue if isinstance(node, dict)]
        for node in nodes:
            if isinstance(node.get("metadata"), dict) and isinstance(node.get("content"), dict):
                return node
        queue = [child for node in nodes for child in node.values()]
    return {}


def _recognise(page: Page) -> bool:
    hinted = page.is_data or "SIMORGH_DATA" in page.html or '"pageData"' in page.html
    return hinted and str(_data(page).get("metadata", {}).get("id", "")).startswith("urn:bbc:")


def _at(path: str) -> Callable[[Page], Sequence[str]]:
    """The text at a dotted path of the answer, of stories only."""

    def find(page: Page) -> Sequence[str]:
        value: Any = _story(page)
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        text = fold_blanks(_plain(value)) if isinstance(value, str) else " ".join(_texts(value))
        return [text] if text else []

    return find


def _story(page: Page) -> dict[str, Any]:
    data = _data(page)
    return data if data and data["metadata"].get("type") in _STORIES else {}


def _rule(path: str) -> Rule:
    return call(f"json[{path}]", _at(path))


def _plain(text: str) -> str:
    """Text of «candy» markup: tags off, entities decoded."""
    return unescape(_TAG.sub("", text))


def _texts(node: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401
    """Paragraphs of a tree of blocks: texts, lists, crossheads; no pictures, players or quoted posts."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for child in node:
            yield from _texts(child, depth + 1)
    elif isinstance(node, dict):
        kind, model = node.get("type"), node.get("model")
        if kind in ("paragraph", "crosshead") or (kind is None and "markupType" in node):
            text = fold_blanks(_plain(str((model if isinstance(model, dict) else node).get("text") or "")))
            if text:
                yield text
        elif kind == "list":
            yield from _texts(node.get("items"), depth + 1)
        elif kind in _HOLDERS and isinstance(model, dict):
            yield from _texts(model.get("blocks"), depth + 1)
        elif kind is None:
            yield from _texts(node.get("blocks"), depth + 1)


_HOLDERS: Final = frozenset(
    {"text", "subheadline", "unorderedList", "orderedList", "listItem", "fragment", "heading"}
)


def _blocks(page: Page) -> list[dict[str, Any]]:
    content = _story(page).get("content", {})
    model = content.get("model")
    blocks = model.get("blocks") if isinstance(model, dict) else content.get("blocks")
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def _headline(page: Page) -> Sequence[str]:
    return [
        text
        for block in _blocks(page)
        if block.get("type") == "headline"
        for text in _texts(block.get("model"))
    ][:1]


def _body(page: Page) -> Sequence[str]:
    blocks = _blocks(page)
    found = list(_texts([block for block in blocks if block.get("type") != "headline"]))
    if found or _story(page).get("metadata", {}).get("type") != "PGL":
        return found
    captions = (
        fold_blanks(_plain(str(block.get("caption") or "")))
        for block in blocks
        if block.get("type") == "image"
    )
    return [caption for caption in captions if caption]


def _instant(key: str) -> Rule:
    """An instant the answer gives in seconds or milliseconds since 1970."""

    def find(page: Page) -> Sequence[str]:
        value = _story(page).get("metadata", {}).get(key)
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not 0 < value < _MILLISECONDS * 100
        ):
            return []
        seconds = value / 1000 if value > _MILLISECONDS else value
        return [datetime.fromtimestamp(int(seconds), UTC).isoformat()]

    return call(f"json[metadata.{key}]", find)


def _topics(page: Page) -> Sequence[str]:
    topics = _story(page).get("metadata", {}).get("tags", {})
    about = topics.get("about") if isinstance(topics, dict) else None
    return [
        str(topic["thingLabel"])
        for topic in about or ()
        if isinstance(topic, dict) and topic.get("thingLabel")
    ]


def _images(page: Page) -> Sequence[str]:
    return [
        str(block["href"]) for block in _blocks(page) if block.get("type") == "image" and block.get("href")
    ]


def _judge(page: Page) -> str | None:
    kind = _data(page).get("metadata", {}).get("type")
    return None if kind in _STORIES else "video" if kind in _PLAYERS else "listing"


_PLAYERS: Final = frozenset({"MAP", "LIVE_TV", "LIVE_RADIO", "TV", "WSRADIO"})


BBC: Final = Family(
    name="bbc",
    article_url=re.compile(r"^/persian/(?:articles/(?P<id>c[a-z0-9]{10,12}o)|(?:[a-z-]+-)?(?P<cps>\d{6,}))"),
    recognise=_recognise,
    judge=_judge,
    feeds=("https://feeds.bbci.co.uk/persian/rss.xml",),
    lists=("",),
    page={
        "headline": (
            call("json[content…headline]", _headline),
            _rule("promo.headlines.headline"),
            _rule("promo.headlines.seoHeadline"),
            _rule("promo.headlines.shortHeadline"),
        ),
        "article_body": (call("json[content…blocks]", _body),),
        "date_published": (_instant("firstPublished"),),
        "date_modified": (_instant("lastPublished"),),
        "section": (_rule("relatedContent.section.name"),),
        "tags": (call("json[metadata.tags.about]", _topics),),
        "images": (call("json[content…image]", _images),),
        "in_language": (_rule("metadata.language"), _rule("metadata.passport.language")),
    },
    exclusive=frozenset(
        (
            "headline",
            "description",
            "article_body",
            "date_published",
            "date_modified",
            "section",
            "tags",
            "authors",
            "kicker",
            "license",
            "source_name",
            "in_language",
        )
    ),
)
