"""Sitemaps and sitemap indexes, XML and Nastooh's JSON alike → links, further documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newscrawler.discovery.addresses import absolute
from newscrawler.discovery.decoding import decode, text_chunks
from newscrawler.discovery.links import Discovered, Link
from newscrawler.discovery.records import Records
from newscrawler.discovery.texts import instant_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newscrawler.discovery.records import Record

LIMIT = 50_000
"""Addresses one sitemap may hold by sitemaps.org."""
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
_INDEXES = ("sitemapindex", "sitemaps")
_NAMES = {
    "loc": "loc",
    "lastmod": "lastmod",
    "lastmode": "lastmod",  # Nastooh's spelling
    "news:title": "title",
    "news:publication_date": "published",
    "news:publicationDate": "published",
    "image:loc": "image",
}
"""What a sitemap calls it → what it is called here; JSON's nested names are joined as XML's are."""


def read_sitemap(body: bytes | str, url: str, *, limit: int = LIMIT) -> Discovered:
    """Links of a sitemap, or the documents of an index, the first `limit` of them; gzipped or not.

    Reading is a stream that stops at the limit, so memory is bounded by it. Never raises: see `problems`.
    """
    problems: list[str] = []
    start = next(text_chunks(body, []), "")[:64].lstrip()
    root, entries = (_json if start.startswith(("{", "[")) else _xml)(body, problems)
    links: dict[str, Link] = {}
    for count, entry in enumerate(entries):
        if count == limit:
            problems.append(f"more than {limit} addresses; the rest was left unread")
            break
        if (address := absolute(entry.get("loc"), url)) and address not in links:
            links[address] = _link(address, entry, url)
    found, told = tuple(links.values()), tuple(f"{url}: {each}" for each in problems)
    return (
        Discovered(documents=found, problems=told) if root in _INDEXES else Discovered(found, problems=told)
    )


def _link(address: str, entry: Mapping[str, str], base: str) -> Link:
    return Link(
        url=address,
        headline=one_line(entry.get("title")),
        date_published=instant_of(entry.get("published")),
        date_modified=instant_of(entry.get("lastmod")),
        image=absolute(entry.get("image"), base),
    )


def _xml(body: bytes | str, problems: list[str]) -> tuple[str | None, Iterable[dict[str, str]]]:
    records = Records(body, _ROOTS, problems)
    if records.root is None:
        problems.append("no sitemap; check the address")
    return records.root, (_named(_texts(record)) for record in records)


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    return ((name, "".join(elements[0].itertext())) for name, elements in record.items())


def _json(body: bytes | str, problems: list[str]) -> tuple[str | None, Iterable[dict[str, str]]]:
    """Nastooh's leaves of old years: `{"urls": [{"loc": …, "lastmode": …, "news": null}]}`."""
    try:
        data: Any = json.loads(decode(body), strict=False)
    except (ValueError, RecursionError) as error:
        problems.append(f"damaged JSON ({error}); nothing of it was read")
        return None, ()
    lists = data.items() if isinstance(data, dict) else [("urls", data)]
    root, entries = next(((name, value) for name, value in lists if isinstance(value, list)), (None, ()))
    if root is None:
        problems.append("JSON without a list of addresses; check the address")
    return root, (_named(_flat(entry)) for entry in entries if isinstance(entry, dict))


def _flat(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and texts of an object; `{"news": {"title": …}}` gives `news:title`, as XML has it."""
    for name, value in entry.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, str):
            yield name, inner
        elif isinstance(inner, dict):
            yield from ((f"{name}:{key}", text) for key, text in inner.items() if isinstance(text, str))


def _named(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {_NAMES[name]: text.strip() for name, text in texts if name in _NAMES and text.strip()}
