"""HTML lists of articles (archive pages, sections, home pages) → links; feeds a page announces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawler.discovery.addresses import absolute, host, path, route
from newscrawler.discovery.links import Discovered, Link
from newscrawler.discovery.pages import parsed
from newscrawler.discovery.texts import instant_of, one_line

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from newscrawler.families.base import Family, Listing

MAX_LINKS = 5_000
"""Links read of one page."""
MAX_FEEDS = 40
"""Feeds taken of one page."""
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TITLE_LENGTH = 250
"""Characters; a longer link text is a summary, not a headline."""
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_SITE = re.compile(r"/w/((?:[\w-]+\.)+[a-z]{2,})/?$", re.IGNORECASE)
_BARE_DATE = re.compile(r"[\d۰-۹٠-٩:/\s-]{8,40}")
_NO_PICTURE = re.compile(r"^data:|\.svg(?:\?|$)|/themes?/|/icons?/", re.IGNORECASE)
"""Placeholders, and what belongs to the site's dress."""
_COMMENT_FEED = "/comments/feed"
"""WordPress announces the feed of its readers' comments beside that of its articles."""


def read_listing(html: bytes | str, url: str, family: Family, now: datetime | None = None) -> Discovered:
    """Articles of a list page by its family's selectors, with dates, and the page that follows.

    Only items whose address has the form of the family's articles count, so that boxes and advertisements
    stay out. Relative dates («۲ ساعت پیش») need `now`. Never raises: see `problems`.
    """
    tree = parsed(html)
    if family.listing is None:
        return Discovered(problems=(f"{url}: how {family.name} lists its articles is not declared",))
    base = _base(tree, url)
    links: dict[str, Link] = {}
    for item in _articles(tree, family.listing)[:MAX_LINKS]:
        link = _item(item, base, family.listing, now)
        if link and family.article_url.search(path(link.url)):
            links.setdefault(link.url, link)
    known = links or any(tree.css_matches(each) for each in family.fingerprints)
    problems = () if known else (f"{url}: not a list of articles as {family.name} has them",)
    return Discovered(
        tuple(links.values()), _feeds(tree, base), _next_page(tree, base, url, family.listing), problems
    )


def read_links_by_form(
    html: bytes | str, url: str, article_url: re.Pattern[str], hosts: Collection[str] = ()
) -> Discovered:
    """Links of a page of unknown markup whose path has the form `article_url`, with their text as headline.

    They must lead to the page's own host, or to one of `hosts` (mirrors; without `www.`). Never raises.
    """
    tree = parsed(html)
    base = _base(tree, url)
    own = {host(url), *hosts}
    anchors: dict[str, list[LexborNode]] = {}
    for anchor in tree.css("a[href]"):
        address = absolute(anchor.attributes.get("href"), base)
        if (
            address
            and host(address) in own
            and article_url.search(path(address))
            and len(anchors) < MAX_LINKS
        ):
            anchors.setdefault(address, []).append(anchor)
    links = tuple(Link(url=address, headline=_headline(nodes)) for address, nodes in anchors.items())
    return Discovered(links, _feeds(tree, base))


def announced_feeds(html: bytes | str, url: str, form: re.Pattern[str] | None = None) -> list[str]:
    """Addresses of the feeds a page names in `<link rel=alternate>`, in its order, each once.

    With `form`, then those of its own site that it links to and whose path and query have that form.
    """
    tree = parsed(html)
    base = _base(tree, url)
    found = [feed.url for feed in _feeds(tree, base)]
    for anchor in tree.css("a[href]") if form else ():
        address = absolute(anchor.attributes.get("href"), base)
        if form and address and host(address) == host(url) and form.search(route(address)):
            found.append(address)
    return list(dict.fromkeys(found))[:MAX_FEEDS]


def _feeds(tree: LexborHTMLParser, base: str) -> tuple[Link, ...]:
    feeds: dict[str, Link] = {}
    for node in tree.css("link[href][rel][type]"):
        attributes = node.attributes
        announced = "alternate" in (attributes["rel"] or "").lower().split()
        address = absolute(attributes["href"], base)
        kind = (attributes["type"] or "").partition(";")[0].strip().lower()
        if announced and address and kind in _FEED_TYPES and _COMMENT_FEED not in address:
            feeds.setdefault(address, Link(url=address, headline=one_line(attributes.get("title"))))
    return tuple(feeds.values())


def _articles(tree: LexborHTMLParser, listing: Listing) -> list[LexborNode]:
    """Items of the list; where some print a time, those that print none are of side boxes."""
    items = tree.css(listing.item)
    if not listing.all_timed:
        return items
    timed = [item for item in items if listing.time and item.css_matches(listing.time)]
    return timed or items


def _item(item: LexborNode, base: str, listing: Listing, now: datetime | None) -> Link | None:
    anchor = _anchor(item, listing.link)
    address = absolute(anchor.attributes.get(listing.href), base) if anchor else None
    if not anchor or not address:
        return None
    headline = _attribute(anchor, listing.headline) or _shown(anchor)
    summary = _line(item, listing.lead) or _attribute(anchor, listing.summary)
    return Link(
        url=address,
        headline=headline,
        kicker=_line(item, listing.kicker),
        description=summary if summary != headline else None,
        date_published=_instant(item, anchor, listing.time, now),
        source_name=_line(item, listing.source),
        source_host=_source_host(item, listing.source),
        image=absolute(_attribute(anchor, listing.image) or _picture(item), base),
    )


def _anchor(item: LexborNode, selectors: str) -> LexborNode | None:
    """The item's link, by the first selector that finds one; without selectors the item itself."""
    found = (item.css_first(each) for each in selectors.split(", ") if each)
    return next(filter(None, found), None) if selectors else item


def _attribute(node: LexborNode, name: str | None) -> str | None:
    return one_line(node.attributes.get(name)) if name else None


def _instant(
    item: LexborNode, anchor: LexborNode, selector: str | None, now: datetime | None
) -> datetime | None:
    """What the item's date says; else a link's title that is nothing but a date."""
    node = item.css_first(selector) if selector else None
    title = anchor.attributes.get("title") or ""
    if node is None:
        return instant_of(title, now) if _BARE_DATE.fullmatch(title) else None
    printed = (node.attributes.get("datetime"), node.attributes.get("title"), node.text())
    return next((instant for text in printed if (instant := instant_of(text, now))), None)


def _line(item: LexborNode, selector: str | None) -> str | None:
    node = item.css_first(selector) if selector else None
    return one_line(node.text()) if node else None


def _source_host(item: LexborNode, selector: str | None) -> str | None:
    node = item.css_first(selector) if selector else None
    found = _SITE.search(node.attributes.get("href") or "") if node else None
    return found[1].lower() if found else None


def _picture(item: LexborNode) -> str | None:
    """Address of the item's picture; one loaded late has it beside a `data:` placeholder."""
    node = item.css_first("img")
    named = (node.attributes.get(name) for name in ("data-src", "data-original", "src")) if node else ()
    return next((address for address in named if address and not _NO_PICTURE.search(address)), None)


def _headline(anchors: list[LexborNode]) -> str | None:
    """Best text of the links to one article: in or around a heading, else the longest that is no summary."""
    for anchor in anchors:
        if _in_heading(anchor) and (text := _shown(anchor)):
            return text
        inner = anchor.css_first(_HEADINGS)
        if inner and (text := one_line(inner.text())):
            return text
    texts = [text for anchor in anchors if (text := _shown(anchor))]
    return max((text for text in texts if len(text) <= _TITLE_LENGTH), key=len, default=None)


def _in_heading(node: LexborNode) -> bool:
    parents = (node.parent, node.parent.parent if node.parent else None)
    return any(each is not None and each.tag in _HEADINGS.split(", ") for each in parents)


def _shown(anchor: LexborNode) -> str | None:
    picture = anchor.css_first("img[alt]")
    return one_line(anchor.text()) or (one_line(picture.attributes.get("alt")) if picture else None)


def _next_page(tree: LexborHTMLParser, base: str, url: str, listing: Listing) -> str | None:
    node = tree.css_first(listing.next_page) if listing.next_page else None
    address = absolute(node.attributes.get("href"), base) if node else None
    return address if address != url else None


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (absolute(node.attributes.get("href"), url) if node else None) or url
