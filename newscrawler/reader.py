"""One page in, one `Article` out: the family's rules first, the generic ones where they are silent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from newscrawler.dates import jalali_day
from newscrawler.extraction import generic, kinds
from newscrawler.extraction.attribution import attribution
from newscrawler.extraction.cleaning import Text, clean_text, once, people, unlabelled
from newscrawler.extraction.encoding import decoded
from newscrawler.extraction.language import language_of
from newscrawler.extraction.page import Page
from newscrawler.extraction.pictures import pictures
from newscrawler.extraction.stamps import Instant, instants, published
from newscrawler.extraction.verdict import Findings, refusal
from newscrawler.families import FAMILIES, detect
from newscrawler.items import Article
from newscrawler.outlets import catalogue
from newscrawler.urls import article_id, canonicalize, host_of, native_id, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

_ZONE: Final = "Asia/Tehran"
_SAMPLE: Final = 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value a rule found for a field."""

    field: str
    rule: str
    """`<family>:<rule>` or `generic:<rule>`."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a page."""

    article: Article | None
    reason: str | None
    """Why there is no article: `listing`, `video`, `login`, `challenge:arvancloud`, `no_text`, …"""
    family: str | None
    """Name of the family whose rules read it; None for the generic ones alone."""
    candidates: tuple[Candidate, ...] = field(default=())
    """All that every rule found, best first in each field; only on request."""


def extract(
    html: bytes | str, url: str, *, fetched_at: datetime | None = None, encoding: str | None = None
) -> Article | None:
    """Article on a page, None if it is no article; never raises on any input. See `read` for the reason.

    `fetched_at` (aware) makes relative dates readable and future ones suspect; `encoding` is the charset the
    answer declared.
    """
    return read(html, url, fetched_at=fetched_at, encoding=encoding).article


def read(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    encoding: str | None = None,
    family: str = "auto",
    explain: bool = False,
) -> Reading:
    """Read a page.

    `family` is `auto` (by the page's fingerprint), `none` (generic rules only) or a family's name; an unknown
    name raises ValueError. `explain` also collects what every rule found.
    """
    if family not in ("auto", "none") and family not in FAMILIES:
        raise ValueError(f"unknown family {family!r}; known: auto, none, {', '.join(FAMILIES)}")
    text, utf8 = decoded(html, encoding)
    reason = kinds.unreadable(text)
    if reason:
        return Reading(None, reason, None)
    page = Page(text, url, fetched_at=fetched_at, utf8=utf8)
    reason = kinds.challenge(page)
    if reason:
        return Reading(None, reason, None)
    return _Reader(page, family).reading(explain=explain)


class _Reader:
    """Reads one page by the rules of one family and the generic ones."""

    def __init__(self, page: Page, family: str) -> None:
        self.page = page
        self.day = page.fetched_at.date() if page.fetched_at else None
        self.provenance: dict[str, str] = {}
        self.url = page.url or self._stated_url()
        self.outlet = catalogue().by_host(host_of(self.url)) if self.url else None
        likely = self.outlet.family if self.outlet else None
        self.family = detect(page, likely) if family == "auto" else FAMILIES.get(family)
        self.zone = self.outlet.zone if self.outlet else _ZONE

    def reading(self, *, explain: bool) -> Reading:
        """Judge the page and assemble its article."""
        name = self.family.name if self.family else None
        if self.family is None and self.page.is_data:
            return Reading(None, "not_html:json", None)
        every = tuple(c for key in generic.RULES for c in self.candidates(key)) if explain else ()
        reason = self._no_story()
        headline = None if reason else self.one("headline")
        text = self.text(headline or "")
        when = self.published()
        if reason is None:
            found = Findings(
                self.family is not None,
                self.addressed(),
                headline,
                text.lead,
                text.paragraphs,
                when is not None,
                self.provenance,
            )
            reason = refusal(self.page, found)
        if reason or headline is None:
            return Reading(None, reason or "no_headline", name, every)
        return Reading(self.article(headline, text, when), None, name, every)

    def addressed(self) -> bool:
        """Whether the address has the form of the family's articles."""
        if self.family is None:
            return False
        with suppress(ValueError):
            return self.family.article_url.search(unquote(urlsplit(self.url).path)) is not None
        return False

    def _no_story(self) -> str | None:
        """Reason of the first of the family's selectors for other pages that matches."""
        if self.family is None:
            return None
        if self.family.judge is not None and (reason := self.family.judge(self.page)):
            return reason
        body = self.page.tree.body
        own = (body.attributes.get(key) or "" for key in ("class", "id")) if body is not None else ()
        words = {word for value in own for word in value.split()}
        named = (reason for word, reason in self.family.body_classes.items() if word in words)
        if reason := next(named, None):
            return reason
        marks = self.family.no_story
        return next((reason for css, reason in marks.items() if self.page.css_first(css) is not None), None)

    def candidates(self, key: str, *, one: bool = False) -> Iterator[Candidate]:
        """What the rules of a field find, best first; of each the first value, if `one` is enough."""
        family = self.family
        if family is not None:
            for rule in family.page.get(key, ()):
                if rule.applies(self.day) and (values := rule.values(self.page, one=one)):
                    yield Candidate(key, f"{family.name}:{rule.name}", tuple(values))
        if family is None or key not in family.exclusive:
            for rule in generic.RULES.get(key, ()):
                if values := rule.values(self.page, one=one):
                    yield Candidate(key, f"generic:{rule.name}", tuple(values))

    def many(self, key: str, *, one: bool = False) -> Sequence[str]:
        found = next(self.candidates(key, one=one), None)
        if found is None:
            return ()
        self.provenance[key] = found.rule
        return found.values

    def one(self, key: str) -> str | None:
        return next(iter(self.many(key, one=True)), None)

    def text(self, headline: str) -> Text:
        """Lead and body, cleaned."""
        return clean_text(headline, self.one("description"), self.many("article_body"))

    def published(self) -> Instant | None:
        """The instant of publication."""
        now, zone = self.page.fetched_at, self.zone
        pairs = ((found.rule, value) for found in self.candidates("date_published") for value in found.values)
        found = published(instants(pairs, now, zone), self.modified, now, zone)
        if found:
            self.provenance["date_published"] = found.rule
        return found

    @cached_property
    def modified(self) -> Instant | None:
        """The last change the page admits to."""
        pairs = ((found.rule, value) for found in self.candidates("date_modified") for value in found.values)
        return next(iter(instants(pairs, self.page.fetched_at, self.zone)), None)

    def source(self, text: Text) -> str | None:
        """Who wrote it, as printed: a family's rule, a last line «منبع: …», the first words, JSON-LD."""
        known = catalogue().resolve
        found = next(self.candidates("source_name", one=True), None)
        if found and not found.rule.startswith("generic:"):
            self.provenance["source_name"] = found.rule
            return unlabelled(found.values[0])
        if text.source:
            self.provenance["source_name"] = "text:منبع:"
            return text.source
        named = attribution([*([text.lead] if text.lead else []), *text.paragraphs[:2]], known)
        if named:
            self.provenance["source_name"] = f"text:{named[1]}"
            return named[0]
        if found:
            self.provenance["source_name"] = found.rule
        return unlabelled(found.values[0]) if found else None

    def article(self, headline: str, text: Text, when: Instant | None) -> Article:
        """Assemble the record."""
        canonical = canonicalize(self.address())
        slug = self.outlet.slug if self.outlet else registrable_domain(canonical) or "unknown"
        source = self.source(text)
        modified = self.modified
        if text.dateline:
            self.provenance["dateline"] = "text"
        article = Article(
            id=article_id(slug, canonical),
            url=self.url,
            canonical_url=canonical,
            outlet=slug,
            outlet_name=self.outlet.name_fa if self.outlet else None,
            source_name=source,
            source_outlet=catalogue().resolve(source) if source else None,
            source_url=self.one("source_url"),
            headline=headline,
            kicker=self.one("kicker"),
            description=text.lead,
            article_body="\n\n".join(text.paragraphs) or None,
            dateline=text.dateline,
            section=" > ".join(once(self.many("section"))) or None,
            authors=people(self.many("authors"), catalogue().resolve),
            tags=once(self.many("tags")),
            images=pictures(self.page, self.many("images")),
            license=self.one("license"),
            date_published=when.stamp.instant if when else None,
            date_published_raw=when.raw if when else None,
            date_published_jalali=jalali_day(when.stamp.instant) if when else None,
            date_precision=when.stamp.precision if when else None,
            date_modified=modified.stamp.instant if modified else None,
            in_language=self.language(headline, text),
            completeness="copy" if self.family and self.family.aggregator else "full",
            date_downloaded=self.page.fetched_at,
        )
        if modified:
            self.provenance["date_modified"] = modified.rule
        article.provenance = {key: rule for key, rule in self.provenance.items() if getattr(article, key)}
        return article

    def language(self, headline: str, text: Text) -> str | None:
        """Language of the text; the region as the page or the catalogue declares it."""
        declared = self.one("in_language") or (self.outlet.language if self.outlet else None)
        sample = "\n".join([headline, text.lead or "", *text.paragraphs[:3]])[:_SAMPLE]
        return language_of(sample, declared)

    def address(self) -> str:
        """The address that carries the native id: the one fetched, else the one the page states."""
        if native_id(self.url):
            return self.url
        stated = self._stated_url()
        same = registrable_domain(stated) == registrable_domain(self.url)
        return stated if stated and same and native_id(stated) else self.url

    def _stated_url(self) -> str:
        node = self.page.css_first('link[rel="canonical"][href]')
        href = node.attributes.get("href") if node is not None else None
        for value in (href, *self.page.metas.get("og:url", ())):
            url = self.page.absolute(value or "")
            if url and url.startswith(("http:", "https:")):
                return url
        return ""
