"""RSS 2.0, RSS 1.0 (RDF) and Atom → links with what the feed tells of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawler.discovery.addresses import absolute
from newscrawler.discovery.licenses import license_of
from newscrawler.discovery.links import Discovered, Link
from newscrawler.discovery.records import Records
from newscrawler.discovery.texts import instant_of, one_line, section_of

if TYPE_CHECKING:
    from newscrawler.discovery.records import Element, Record

MAX_ITEMS = 5_000
"""Items read of one feed."""
_ROOTS = {"rss": "item", "RDF": "item", "feed": "entry", "channel": "item", "item": "item", "entry": "entry"}
_HEADLINE = ("title", "dc:title", "media:title")
_DESCRIPTION = ("description", "summary", "media:description")
_PUBLISHED = ("pubDate", "published", "issued", "dc:date")
_MODIFIED = ("updated", "modified", "dcterms:modified")
_RIGHTS = ("copyright", "rights", "dc:rights")
_PICTURES = ("enclosure", "media:content", "media:thumbnail", "link")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", re.IGNORECASE)
_STATED_RIGHTS = re.compile(r"<(?:[\w.-]+:)?(?:copyright|rights|license)\b(.{0,1000}?)(?:</|/>)", re.DOTALL)


def read_feed(body: bytes | str, url: str) -> Discovered:
    """Links of the feed fetched from `url`; instants are the feed's own, texts have markup and entities gone.

    Never raises: what can't be read gives no link and a line in `problems`.
    """
    problems: list[str] = []
    records = Records(body, _ROOTS, problems)
    links: dict[str, Link] = {}
    nameless = 0
    if records.root is None:
        problems.append("neither RSS nor Atom; check the address")
    for count, record in enumerate(records):
        if count == MAX_ITEMS:
            problems.append(f"more than {MAX_ITEMS} items; the rest was left unread")
            break
        rights = _first(record, _RIGHTS) or " ".join(_STATED_RIGHTS.findall(records.head))
        link = _link(record, url, license_of(rights))
        nameless += link is None
        if link:
            links.setdefault(link.url, link)
    if nameless:
        problems.append(f"items without an address, passed over: {nameless}")
    return Discovered(tuple(links.values()), problems=tuple(f"{url}: {each}" for each in problems))


def _link(record: Record, base: str, license_: str | None) -> Link | None:
    address = absolute(_address(record), base)
    if not address:
        return None
    return Link(
        url=address,
        headline=one_line(_first(record, _HEADLINE)),
        description=one_line(_first(record, _DESCRIPTION)),
        date_published=instant_of(_first(record, _PUBLISHED)),
        date_modified=instant_of(_first(record, _MODIFIED)),
        section=_section(record),
        source_name=_source(record),
        image=absolute(_picture(record), base),
        license=license_,
    )


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _first(record: Record, names: tuple[str, ...]) -> str | None:
    """Text of the first of these elements that has one."""
    return next(
        (text for name in names for element in record.get(name, ()) if (text := _text(element))), None
    )


def _address(record: Record) -> str | None:
    """Where the story stands: a proxy's note of it, the link (Atom: alternate), a permanent guid."""
    if original := _first(record, ("feedburner:origLink",)):
        return original
    for link in record.get("link", ()):
        if (address := link.get("href") or _text(link)) and link.get("rel", "alternate") == "alternate":
            return str(address)
    guids = (_text(guid) for guid in record.get("guid", ()) if guid.get("isPermaLink") != "false")
    return next((guid for guid in guids if guid.startswith("http")), None)


def _section(record: Record) -> str | None:
    """Take the first category, but a breadcrumb before a single word."""
    texts = [each.get("label") or each.get("term") or _text(each) for each in record.get("category", ())]
    sections = [section for text in texts if (section := section_of(text))]
    return next((section for section in sections if " > " in section), sections[0] if sections else None)


def _source(record: Record) -> str | None:
    for source in record.get("source", ()):
        titles = [child for child in source if str(child.tag).endswith("title")]
        return one_line(_text(titles[0] if titles else source))
    return None


def _picture(record: Record) -> str | None:
    for element in (each for name in _PICTURES for each in record.get(name, ())):
        address = element.get("url") or (element.get("href") if element.get("rel") == "enclosure" else None)
        kind = element.get("type") or element.get("medium") or ""
        is_picture = kind.startswith("image") or "thumbnail" in str(element.tag)
        if address and (is_picture or (not kind and _PICTURE_FILE.search(address))):
            return str(address)
    return None
