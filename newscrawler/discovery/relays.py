"""Aggregators: what their listings tell, and the story that a page of theirs only leads to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawler.discovery.addresses import absolute, host, path
from newscrawler.discovery.pages import parsed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from selectolax.lexbor import LexborHTMLParser

    from newscrawler.discovery.links import Link
    from newscrawler.families import Family

_REFRESH = re.compile(r"^\s*\d*\s*[;,]?\s*url\s*=\s*['\"]?(?P<url>[^'\"]+)", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"(?:window\.|document\.|top\.)?location(?:\.href)?\s*=\s*['\"](?P<url>https?://[^'\"\s]+)['\"]"
    r"|location\.replace\(\s*['\"](?P<replaced>https?://[^'\"\s]+)['\"]"
)
_STATED = (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content"))


def as_listed(link: Link, family: Family) -> Link:
    """The link with its time in the right field: an aggregator's is when it was listed, no more."""
    if not family.aggregator:
        return link
    found = family.article_url.search(path(link.url))
    told = family.listed(found["id"]) if family.listed and found else None
    return replace(link, date_listed=told or link.date_listed or link.date_published, date_published=None)


def origin_of(html: bytes | str, url: str, family: Family, sources: Collection[str] = ()) -> str | None:
    """Address of the story that an aggregator's page leads to; None where it names none on another site.

    `sources` are the hosts of whom the listing named; a link to one of them is taken where nothing on the
    page says more plainly where it leads.
    """
    tree = parsed(html)
    own = _site(host(url))
    for address in _candidates(tree, url, family, sources):
        if _site(host(address)) != own and len(path(address)) > 1:
            return address
    return None


def _candidates(tree: LexborHTMLParser, url: str, family: Family, sources: Collection[str]) -> Iterator[str]:
    """Where a page may lead, the plainest word first."""
    for selector, attribute in family.origin or ():
        yield from _values(tree, selector, attribute, url)
    for node in tree.css("meta[http-equiv][content]"):
        found = _REFRESH.match(node.attributes["content"] or "")
        if (node.attributes["http-equiv"] or "").lower() == "refresh" and found:
            yield from _absolute(found["url"], url)
    for script in tree.css("script:not([src])"):
        for match in _SCRIPTED.finditer(script.text()):
            yield match["url"] or match["replaced"]
    for address in _values(tree, "a[href]", "href", url):
        if any(host(address) == source or host(address).endswith(f".{source}") for source in sources):
            yield address
    for selector, attribute in _STATED:
        yield from _values(tree, selector, attribute, url)


def _values(tree: LexborHTMLParser, selector: str, attribute: str, base: str) -> Iterator[str]:
    for node in tree.css(selector):
        yield from _absolute(node.attributes.get(attribute), base)


def _absolute(href: str | None, base: str) -> Iterator[str]:
    address = absolute((href or "").strip(), base)
    if address:
        yield address


def _site(name: str) -> str:
    """The last two labels: enough to tell an aggregator from whom it leads to."""
    return ".".join(name.split(".")[-2:])
