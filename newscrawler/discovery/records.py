"""Records of a feed or a sitemap (`<item>`, `<entry>`, `<url>`, `<sitemap>`), read as a stream.

Each record is cut out of the text and parsed for itself by lxml in recovery mode. So a broken record spoils
no other one, a torn document gives all before the tear, and memory holds one record, whatever the size.
What stands before the root element (a DOCTYPE above all) is never parsed, and every entity is resolved or
escaped beforehand from HTML's own table: there is nothing left that a parser could expand or fetch.
lxml comes with Scrapy. selectolax reads HTML only, where `<link>` is an empty element and CDATA a comment.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree  # type: ignore[import-untyped]

from newscrawler.discovery.decoding import text_chunks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

MAX_RECORD: Final = 1 << 22
"""Characters one record may have (4 Mi); a longer one ends the reading."""
MAX_HEAD: Final = 1 << 20
"""Characters within which the root element, and then the first record, are looked for."""
_NAMESPACES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
"""Vocabularies read here, under the prefixes everybody uses; a document may choose others."""
_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']+)["']""")
_UNSAFE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|</?(?:b|br|center|div|em|font|h[1-6]|i|img|p|small|span|strong|sub|sup|u)(?=[\s/>])[^<>]*>"
    r"|&(?:#\d{1,7};?|#[xX][\da-fA-F]{1,6};?|\w{2,32};)?",
    re.DOTALL,
)
"""What breaks a record's XML: HTML put in bare, and references; CDATA is matched to be left alone."""
_OPENED, _CLOSED = re.compile(r"<([\w:.-]+)"), re.compile(r"</([\w:.-]+)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES: Final = {"&": "&#38;", "<": "&#60;", ">": "&#62;"}

_PARSER = etree.XMLParser(
    recover=True,
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
)
Element = Any
"""lxml's element; lxml carries no types."""
Record = dict[str, list[Element]]
"""Elements of a record by name; the names of foreign vocabularies keep their prefix (`media:content`)."""


class Records:
    """Records of one document, in order; iterate once. Never raises."""

    def __init__(self, body: bytes | str, names: Mapping[str, str], problems: list[str]) -> None:
        """Read up to the root element.

        `names`: root element → its records, `{"rss": "item"}`; what can't be read is added to `problems`.
        """
        self._problems = problems
        self.head = ""
        """What stands before the first record, known once that was read."""
        self.root: str | None = None
        """Local name of the root element; None where the document is none of these."""
        self._chunks = text_chunks(body, problems)
        self._rest = ""
        roots = re.compile(rf"<(?P<prefix>[\w.-]+:)?(?P<name>{'|'.join(names)})(?=[\s/>])[^>]*")
        for chunk in self._chunks:
            self._rest = without_comments(self._rest + chunk)
            if match := roots.search(self._rest):
                if "<!ENTITY" in self._rest[: match.start()]:
                    problems.append("declares entities of its own; they were left as written")
                self._enter(match, names[match["name"]])
            if match or len(self._rest) > MAX_HEAD:
                break

    def _enter(self, root: re.Match[str], record: str) -> None:
        self.root, prefix = root["name"], root["prefix"] or ""
        self._rest = self._rest[root.start() if record == self.root else root.end() :]
        self._prefixes = {name: _NAMESPACES.get(uri, name) for name, uri in _PREFIX.findall(root[0])}
        self._prefixes[prefix.rstrip(":")] = ""
        self._open = re.compile(rf"<(?:{re.escape(prefix)})?{record}(?=[\s/>])")
        self._close = re.compile(rf"</(?:{re.escape(prefix)})?{record}\s*>")

    def __iter__(self) -> Iterator[Record]:
        """Parse one record after the other; an unclosed one ends where the next begins, or the document."""
        more: str | None = "" if self.root else None
        headless = True
        while more is not None:
            text, self._rest = without_comments(self._rest + more), ""
            if headless and (first := self._open.search(text)):
                self.head, headless = text[: first.start()][:MAX_HEAD], False
            position = yield from self._closed(text)
            self._rest = text[position:] if not headless else text[-MAX_HEAD:]
            if len(self._rest) > MAX_RECORD:
                self._problems.append(
                    f"a record of more than {MAX_RECORD >> 20} Mi characters; the rest was left unread"
                )
                return
            more = next(self._chunks, None)
        if self.root and self._open.match(self._rest):
            self._problems.append("breaks off in the middle of a record")
            yield from self._parsed(self._rest)

    def _closed(self, text: str) -> Generator[Record, None, int]:
        """Yield the records that end within `text`; return where the unread part begins."""
        position = 0
        while start := self._open.search(text, position):
            end = self._close.search(text, start.end())
            if not end:
                return start.start()
            yield from self._parsed(text[start.start() : end.end()])
            position = end.end()
        return max(position, text.rfind("<"))

    def _parsed(self, text: str) -> Iterator[Record]:
        starts = [match.start() for match in self._open.finditer(text)]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            element = parse(text[start:end])
            if element is not None:
                yield self._by_name(element)

    def _by_name(self, element: Element) -> Record:
        """Children by name; deeper elements too, of foreign vocabularies or where no child has the name."""
        near: Record = {}
        deep: Record = {}
        for each in element.iterdescendants():
            name = self._name(each.tag)
            (near if each.getparent() is element or ":" in name else deep).setdefault(name, []).append(each)
        return deep | near

    def _name(self, tag: object) -> str:
        if not isinstance(tag, str):
            return ""  # a comment or a processing instruction
        if tag.startswith("{"):
            uri, _, local = tag[1:].partition("}")
            prefix = _NAMESPACES.get(uri, "")
        else:
            prefix, _, local = tag.rpartition(":")
            prefix = self._prefixes.get(prefix, prefix)
        return f"{prefix}:{local}" if prefix else local


def parse(text: str) -> Element | None:
    """One element out of a piece of XML, however broken; None where nothing is left of it."""
    if stray := set(_CLOSED.findall(text)).difference(_OPENED.findall(text)):
        text = re.sub(rf"</(?:{'|'.join(map(re.escape, stray))})\s*>", "", text)  # it would close the record
    try:
        return etree.fromstring(_CONTROLS.sub("", _UNSAFE.sub(_safe, text)), _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _safe(match: re.Match[str]) -> str:
    """Bare HTML as text; an entity as its character, or as written where HTML knows none such."""
    found = match[0]
    if found.startswith("<![CDATA["):
        return found
    return "".join(_ESCAPES.get(char, char) for char in (html.unescape(found) if found[0] == "&" else found))


def without_comments(text: str) -> str:
    """`text` without its closed XML comments."""
    first, *others = text.split("<!--")
    return first + "".join(
        rest if closed else f"<!--{inside}"
        for inside, closed, rest in (each.partition("-->") for each in others)
    )
