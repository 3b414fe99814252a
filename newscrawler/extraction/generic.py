"""Rules that hold for any page: JSON-LD, meta tags, the text's density. Families are asked first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawler.dates import read_date
from newscrawler.extraction import jsonld
from newscrawler.extraction.rules import Rule, call, css, ld, meta
from newscrawler.extraction.surroundings import ROOT_NAMES, kicker_above, tags_below, trail
from newscrawler.text.letters import fold_blanks, skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newscrawler.extraction.page import Page

_SEPARATORS: Final = re.compile(r"\s+[|–—:·•»«\\/-]+\s+|\s*[|»«]\s*|\s*::\s*")
_DATE_LINE: Final = 160
"""A line that prints the date is no longer than this."""
_OUTWEIGHED: Final = 3
_DATE_LINES: Final = 40
_YEAR: Final = re.compile(r"[0-9۰-۹٠-٩]{4}|[0-9۰-۹٠-٩]\D{1,20}(?:پیش|قبل)\s*$")
_ABOVE: Final = 12
_LICENCE: Final = re.compile(r"creative ?commons|licen[sc]e|\bCC[ -]BY", re.IGNORECASE)


def _language(page: Page) -> Sequence[str]:
    root = page.tree.root
    declared = root.attributes.get("lang") if root is not None else None
    return [declared.strip()] if declared and declared.strip() else ()


def _headline_by_density(page: Page) -> Sequence[str]:
    return [page.main.headline] if page.main.headline else []


def _title(page: Page) -> Sequence[str]:
    """The longest part of `<title>` or `og:title` once the site's own name is off."""
    site = {skeleton(name) for name in page.metas.get("og:site_name", ())}
    for title in (*page.metas.get("og:title", ()), page.title):
        parts = [part for part in _SEPARATORS.split(title) if part and skeleton(part) not in site]
        if parts:
            return [max(parts, key=len)] if len(parts) > 1 else [title]
    return []


def _body_by_density(page: Page) -> Sequence[str]:
    """The densest text, unless JSON-LD carries one several times as long: then it is furniture."""
    found = page.main.paragraphs
    in_json = sum(map(len, _body_in_json(page)))
    return [] if in_json > _OUTWEIGHED * sum(map(len, found)) else found


def _body_in_json(page: Page) -> Sequence[str]:
    """The article's body as JSON-LD carries it, where the page's own markup has none."""
    texts = jsonld.strings(page.story.get("articlebody"))
    return [
        folded
        for text in texts
        for line in re.split(r"\n+|<br\s*/?>|</p>", text)
        if (folded := fold_blanks(re.sub(r"<[^>]{0,500}>", "", line)))
    ]


def _lead(page: Page) -> Sequence[str]:
    return [page.main.lead] if page.main.lead else []


def _summary(page: Page) -> Sequence[str]:
    """The metadata's summary, unless it repeats the headline or the body's beginning."""
    body = skeleton(" ".join(text[:600] for text in page.main.paragraphs[:3]))
    titles = {
        skeleton(text) for text in (page.title, page.main.headline or "", *page.metas.get("og:title", ()))
    }
    for name in ("description", "og:description", "twitter:description"):
        for text in page.metas.get(name, ()):
            letters = skeleton(text.rstrip(" .…"))
            if (
                letters
                and letters not in titles
                and letters[:80] not in body
                and not any(t and letters.startswith(t) for t in titles)
            ):
                return [text]
    return []


def _printed_date(page: Page) -> Sequence[str]:
    """The line nearest to the story that prints an instant.

    Between headline and body first, then shortly above the headline, then after the body.
    """
    best: list[str] = []
    main = page.main
    for block in (*main.before[-_DATE_LINES:], *reversed(main.above[-_ABOVE:]), *main.after[:_DATE_LINES]):
        if len(block.text) <= _DATE_LINE and _YEAR.search(block.text):
            stamp = read_date(block.text, now=page.fetched_at)
            if stamp and stamp.precision != "day":
                return [block.text]
            if stamp:
                best.append(block.text)
    return best[:1]


def _breadcrumb(page: Page) -> Sequence[str]:
    """Section names of a `BreadcrumbList`, without home and without the page itself."""
    for thing in page.things:
        if "breadcrumblist" in jsonld.types(thing):
            items = thing.get("itemlistelement")
            names = (
                [_item_name(item) for item in items if isinstance(item, dict)]
                if isinstance(items, list)
                else []
            )
            own = {skeleton(page.title), skeleton(page.main.headline or "")}
            kept = [name for name in names if name and skeleton(name) not in ROOT_NAMES | own]
            if kept:
                return kept
    return []


def _item_name(item: jsonld.Thing) -> str:
    inner = item.get("item")
    found = jsonld.strings(item.get("name")) or (
        jsonld.strings(inner.get("name")) if isinstance(inner, dict) else []
    )
    return fold_blanks(found[0]) if found else ""


def _tags(texts: Sequence[str]) -> list[str]:
    """Keywords, split where a comma string holds several."""
    return [tag for text in texts for part in re.split(r"[,،;؛|]", text) if (tag := fold_blanks(part))]


def _keywords(key: str) -> Rule:
    return call(f"json-ld[{key}]", lambda page: _tags(jsonld.strings(page.story.get(key))))


def tag_meta(name: str) -> Rule:
    """Keywords of a meta tag, one by one."""
    return call(f"meta[{name}]", lambda page: _tags(page.metas.get(name, ())))


def _people(page: Page) -> Sequence[str]:
    names = jsonld.people(page.story.get("author"))
    if not names:
        return ()
    publisher = {skeleton(name) for name in jsonld.strings(page.story.get("publisher"))}
    publisher |= {skeleton(name) for name in page.metas.get("og:site_name", ())}
    return [name for name in names if skeleton(name) not in publisher]


def _licence(page: Page) -> Sequence[str]:
    found = (
        text
        for name in ("copyright", "dc.rights", "rights")
        for text in page.metas.get(name, ())
        if _LICENCE.search(text)
    )
    links = page.css('[rel~="license"][href]')
    return [*found, *(node.attributes.get("href") or "" for node in links)][:1]


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "headline": (call("density", _headline_by_density), ld("headline"), call("title", _title)),
    "description": (call("density", _lead), call("summary", _summary)),
    "article_body": (call("density", _body_by_density), call("json-ld[articleBody]", _body_in_json)),
    "date_published": (
        meta("article:published_time"),
        ld("datePublished"),
        meta("og:article:published_time"),
        meta("datePublished"),
        meta("dcterms.created"),
        meta("dc.date.created"),
        meta("dcterms.date"),
        meta("dc.date.issued"),
        meta("publish-date"),
        meta("pubdate"),
        meta("publishdate"),
        meta("publish_date"),
        meta("parsely-pub-date"),
        meta("sailthru.date"),
        css('[itemprop="datePublished"]', "datetime"),
        css('[itemprop="datePublished"]', "content"),
        css("time[pubdate]", "datetime"),
        css("article header time[datetime]", "datetime"),
        call("printed", _printed_date),
        css("article time[datetime]", "datetime"),
        ld("dateCreated"),
        ld("uploadDate"),
    ),
    "date_modified": (
        meta("article:modified_time"),
        ld("dateModified"),
        meta("og:article:modified_time"),
        meta("og:updated_time"),
        meta("article:modified"),
        meta("dateModified"),
        meta("dcterms.modified"),
    ),
    "section": (
        meta("article:section"),
        meta("og:article:section"),
        call("json-ld[BreadcrumbList]", _breadcrumb),
        ld("articleSection"),
        call("trail", trail),
    ),
    "tags": (
        tag_meta("article:tag"),
        _keywords("keywords"),
        call("links to tags", tags_below),
        tag_meta("keywords"),
        tag_meta("news_keywords"),
    ),
    "authors": (call("json-ld[author]", _people), meta("article:author"), meta("author")),
    "kicker": (ld("alternativeHeadline"), call("above the headline", kicker_above)),
    "license": (ld("license"), call("meta[copyright]", _licence)),
    "source_name": (ld("sourceOrganization"),),
    "in_language": (
        ld("inLanguage"),
        call("html@lang", _language),
        meta("inLanguage"),
        meta("og:locale"),
        meta("content-language"),
        meta("language"),
    ),
    "images": (
        meta("og:image"),
        meta("og:image:url"),
        ld("image.url"),
        ld("image"),
        meta("twitter:image"),
        css('link[rel="image_src"]', "href"),
    ),
}
"""Article field → rules, best first."""
