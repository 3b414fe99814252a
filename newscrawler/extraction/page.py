"""A page, parsed once: its tree, its meta tags, its JSON-LD, its embedded data and its text as blocks."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from newscrawler.extraction import jsonld
from newscrawler.extraction.blocks import Layout, lay_out
from newscrawler.extraction.density import Main, find_main
from newscrawler.extraction.survey import Survey
from newscrawler.text.letters import fold_blanks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from selectolax.lexbor import LexborNode

T = TypeVar("T")
_NESTING: Final = re.compile(
    r"<(/?)(div|section|article|span|blockquote|ul|ol|dl|center|font|b|i|em|strong|main|aside|header|footer|nav|form"
    r"|figure|fieldset|details|table|address|pre|hgroup|menu|dir|search|summary|picture)(?=[\s/>])[^<>]{0,2000}>",
    re.IGNORECASE,
)
_MANY_TAGS: Final = 10_000
_DEEPEST: Final = 400
"""Elements nested deeper are flattened, as browsers do: building the tree is quadratic in its depth."""
_META_KEYS: Final = ("name", "property", "itemprop", "http-equiv")
_TITLES: Final = ("og:title", "twitter:title", "dc.title")
_SUMMARIES: Final = ("description", "og:description", "twitter:description")
_STATES: Final = ("SIMORGH_DATA", "__NEXT_DATA__", "__NUXT__", "__INITIAL_STATE__")


class Page:
    """One page, parsed once. `html` is text; an address that isn't given leaves links as printed."""

    def __init__(
        self, html: str, url: str = "", *, fetched_at: datetime | None = None, utf8: bytes | None = None
    ) -> None:
        """Nothing is parsed before it is asked for. `utf8`: `html` in bytes, where they are at hand."""
        holed = "\x00" in html if utf8 is None else b"\x00" in utf8  # in bytes far quicker
        self.html = html.replace("\x00", "") if holed else html
        self._utf8 = None if holed else utf8
        self.url = url
        self.fetched_at = fetched_at
        self._memo: dict[str, Any] = {}

    def memo(self, key: str, read: Callable[[Page], T]) -> T:
        """What `read` makes of the page, made once."""
        if key not in self._memo:
            self._memo[key] = read(self)
        return cast("T", self._memo[key])

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed document; anything gives one."""
        return LexborHTMLParser(self._looked_through[0])

    @property
    def survey(self) -> Survey:
        """What is known before the document is parsed."""
        return self._looked_through[1]

    @cached_property
    def _looked_through(self) -> tuple[bytes, Survey]:
        """What the tree is made of, and what is known of it."""
        if self._utf8 is not None and (survey := Survey(self._utf8)).tags < _MANY_TAGS:
            return self._utf8, survey
        source = _flatten(self.html).encode("utf-8", "replace")
        return source, Survey(source)

    def css(self, selector: str, inside: str = "") -> list[LexborNode]:
        """Every element that a selector, or one of a list, finds; `inside` the first one of another."""
        fitting = self.survey.fitting(selector)
        if not fitting:
            return []
        place = self.css_first(inside) if inside else self.tree
        return place.css(fitting) if place is not None else []

    def css_first(self, selector: str) -> LexborNode | None:
        """The first such element."""
        fitting = self.survey.fitting(selector)
        return self.tree.css_first(fitting) if fitting else None

    @cached_property
    def base(self) -> str:
        """What relative links are relative to."""
        head = self.tree.head
        fitting = self.survey.fitting("base[href]")
        node = head.css_first(fitting) if head is not None and fitting else None
        return self.absolute(node.attributes.get("href") or "", self.url) or self.url if node else self.url

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the meta tags by `name`, `property`, `itemprop` or `http-equiv`, in lower case."""
        out: dict[str, list[str]] = {}
        head = self.tree.head
        nodes = head.css("meta") if head is not None else []
        if len(nodes) < self.survey.metas:
            nodes = self.css("meta")
        for attributes in (node.attributes for node in nodes):
            content = " ".join(jsonld.unescape(attributes.get("content") or "").split())
            names = {name.strip().lower() for key in _META_KEYS if (name := attributes.get(key))}
            for name in names if content else ():
                out.setdefault(name, []).append(content)
        return out

    @cached_property
    def things(self) -> list[jsonld.Thing]:
        """Every JSON-LD node of the page."""
        scripts = self.css('script[type*="ld+json" i]')
        return [thing for script in scripts for thing in jsonld.things(script.text() or "")]

    @cached_property
    def story(self) -> jsonld.Thing:
        """The JSON-LD node of the article; empty if there is none."""
        found = [thing for thing in self.things if jsonld.types(thing) & jsonld.ARTICLE_TYPES]
        return max(found, key=len, default={})

    @cached_property
    def layout(self) -> Layout:
        """The whole body as blocks of text."""
        body = self.tree.body
        return lay_out(body) if body is not None else Layout()

    @cached_property
    def title(self) -> str:
        """What `<title>` says."""
        node = self.css_first("title")
        return fold_blanks(node.text() or "") if node is not None else ""

    @cached_property
    def main(self) -> Main:
        """Headline, lead and body by density alone."""
        names = [self.title, *(text for key in _TITLES for text in self.metas.get(key, ()))]
        names += jsonld.strings(self.story.get("headline"))
        summaries = [text for key in _SUMMARIES for text in self.metas.get(key, ())]
        return find_main(self.layout, names, summaries, host_of(self.url))

    @property
    def is_data(self) -> bool:
        """Whether the answer is JSON instead of a page."""
        return self.html.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")

    @cached_property
    def data(self) -> Any:  # noqa: ANN401
        """The JSON the answer is, or that the page embeds for its scripts; None if neither."""
        if self.is_data:
            return _json(self.html.lstrip("\ufeff \t\r\n"))
        for name in _STATES:
            at = self.html.find(name)
            start = self.html.find("{", at) if at >= 0 else -1
            if start >= 0:
                return _json(self.html, start)
        return None

    def absolute(self, href: str, base: str | None = None) -> str | None:
        """`href` made absolute, without fragment; None for what leads nowhere (scripts, mail, malformed)."""
        href = href.strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "about:")):
            return None
        try:
            return urldefrag(urljoin(self.base if base is None else base, href)).url or None
        except ValueError:
            return None

    def first(self, selectors: Iterable[str]) -> LexborNode | None:
        """The first element that one of `selectors` finds, in their order."""
        return next((node for css in selectors if (node := self.css_first(css)) is not None), None)


def _json(text: str, start: int = 0) -> Any:  # noqa: ANN401
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _flatten(html: str) -> str:
    """`html` without the tags that nest deeper than a browser would."""
    if html.count("<") < _MANY_TAGS:
        return html
    depth = 0

    def shallow(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag.group(1):
            depth = max(0, depth - 1)
            return tag.group() if depth < _DEEPEST else ""
        depth += 1
        return tag.group() if depth <= _DEEPEST else ""

    return _NESTING.sub(shallow, html)


def host_of(url: str) -> str:
    """Host of an address in lower case; empty if there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
