"""Rules: where on a page a field's value stands. A rule has a name, which becomes the provenance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newscrawler.extraction import jsonld
from newscrawler.extraction.body import paragraphs
from newscrawler.text.letters import fold_blanks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from selectolax.lexbor import LexborNode

    from newscrawler.extraction.page import Page


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to find one field."""

    name: str
    """What provenance and `--explain` print, e.g. `meta[article:published_time]`."""
    find: Callable[[Page], Sequence[str]]
    """Values in document order, white space folded; none if the rule finds nothing."""
    first: Callable[[Page], Sequence[str]] | None = None
    """The first of them alone, where that is quicker; nothing where the first element is empty, since what
    else the selector finds on such a page is another story's."""
    valid_from: date | None = None
    """First day the site printed pages this rule reads."""
    valid_until: date | None = None
    """Last such day."""

    def applies(self, day: date | None) -> bool:
        """Whether the rule may be asked about a page fetched on `day`; an unknown day asks all."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def values(self, page: Page, *, one: bool) -> Sequence[str]:
        """All values, or at least the first where `one` is enough."""
        return self.first(page) if one and self.first else self.find(page)

    def dated(self, valid_from: date | None = None, valid_until: date | None = None) -> Rule:
        """Return the same rule for pages of some days only."""
        return replace(self, valid_from=valid_from, valid_until=valid_until)


def meta(name: str) -> Rule:
    """Contents of meta tags by their `name`, `property` or `itemprop`."""
    return Rule(f"meta[{name}]", lambda page: page.metas.get(name.lower(), ()))


def ld(key: str) -> Rule:
    """Texts of a property of the page's JSON-LD article, entities decoded; `a.b` reaches into a node."""
    path = key.lower().split(".")

    def find(page: Page) -> Sequence[str]:
        value: Any = page.story.get(path[0])
        for step in path[1:]:
            value = (
                {str(k).lower(): v for k, v in value.items()}.get(step) if isinstance(value, dict) else None
            )
        return [folded for text in jsonld.strings(value) if (folded := fold_blanks(text))]

    return Rule(f"json-ld[{key}]", find)


def css(selector: str, attribute: str | None = None, *, inside: str = "") -> Rule:
    """Texts, or values of an attribute, of the elements a selector finds.

    `inside`: only within the first element that this one finds, which spares a walk over the whole page.
    """
    name = " ".join(filter(None, (inside, selector))) + (f"@{attribute}" if attribute else "")

    def value(node: LexborNode) -> str:
        text = node.text() if attribute is None else node.attributes.get(attribute)
        return fold_blanks(text or "")

    def find(page: Page) -> Sequence[str]:
        return [found for node in page.css(selector, inside) if (found := value(node))]

    def first(page: Page) -> Sequence[str]:
        node = page.css_first(selector)
        found = value(node) if node is not None else ""
        return (found,) if found else ()

    return Rule(name, find, None if inside else first)


def body(selector: str, drop: str = "") -> Rule:
    """Paragraphs of the first element that has any; `drop` selects what inside it is no part of the text."""

    def find(page: Page) -> Sequence[str]:
        node = page.css_first(selector)
        if node is None:
            return ()
        if texts := paragraphs(page, node, drop):
            return texts
        others = (paragraphs(page, other, drop) for other in page.css(selector)[1:])
        return next((texts for texts in others if texts), ())

    return Rule(selector, find)


def call(name: str, find: Callable[[Page], Sequence[str]]) -> Rule:
    """Whatever a function finds; for what selectors can't say."""
    return Rule(name, find)
