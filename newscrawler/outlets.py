"""The catalogue of outlets, and who a printed source name («خبرگزاری مهر») means."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = ("agency", "newspaper", "portal", "economy", "sport", "tech", "diaspora", "aggregator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One publisher, as far as it is known. Lists are tuples; addresses are absolute."""

    slug: str
    name_fa: str | None = None
    """Only where it is known for certain."""
    name_en: str
    aliases: tuple[str, ...] = ()
    """Other names it is cited by, in Persian."""
    domains: tuple[str, ...]
    """Its hosts without `www.`, the present one first."""
    kind: str
    family: str | None = None
    """The CMS its pages were last seen to come from; the page's own fingerprint decides."""
    home: str = ""
    """What the family's paths are relative to; no slash at the end."""
    feeds: tuple[str, ...] = ()
    """Where they are not the family's own."""
    sections: tuple[str, ...] = ()
    """Listing pages, where it has no feed."""
    zone: str = "Asia/Tehran"
    language: str = "fa"
    render: bool = False
    """Whether its pages are built by scripts in the browser."""
    verify_tls: bool = True
    reachability: str | None = None
    """Who gets which answer from where, as reported."""
    notes: str | None = None
    confidence: str = "low"
    """Of all the above: `high`, `medium`, or `low` (one source)."""
    verified: str | None = None
    """Day somebody last got an answer from it, ISO; None: never checked."""

    def owns(self, host: str) -> bool:
        """Tell whether a host is one of the outlet's, or below one."""
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)

    def url(self, path: str) -> str:
        """Return the absolute address of a path of the site (an address comes back as it is)."""
        return path if "://" in path else f"{self.home or f'https://{self.domains[0]}'}{path}"


class Catalogue:
    """All outlets, by slug, host, kind, family and printed name."""

    def __init__(self, outlets: Iterable[Outlet], ambiguous: Iterable[str] = ()) -> None:
        """Index the outlets; `ambiguous` names are printed by more than one and resolve to none."""
        self._outlets = {outlet.slug: outlet for outlet in outlets}
        self._hosts = {domain: outlet for outlet in self for domain in outlet.domains}
        self._names = _names(self, {skeleton(name) for name in ambiguous})

    def __iter__(self) -> Iterator[Outlet]:
        """Yield the outlets in the order of the file."""
        return iter(self._outlets.values())

    def __len__(self) -> int:
        """Count the outlets."""
        return len(self._outlets)

    def by_slug(self, slug: str) -> Outlet | None:
        """Return the outlet of this slug, or None."""
        return self._outlets.get(slug)

    def by_host(self, host: str) -> Outlet | None:
        """Return the outlet that owns a host or one of its parents (`www.`, `m.`, `video.` …), or None."""
        host = host.lower().strip(".").partition(":")[0]
        while host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.partition(".")[2]
        return None

    def of_kind(self, kind: str) -> tuple[Outlet, ...]:
        """Return the outlets of one of `KINDS`."""
        return tuple(outlet for outlet in self if outlet.kind == kind)

    def of_family(self, family: str) -> tuple[Outlet, ...]:
        """Return the outlets of a CMS family."""
        return tuple(outlet for outlet in self if outlet.family == family)

    def families(self) -> tuple[str, ...]:
        """Return the names of the families that occur, sorted."""
        return tuple(sorted({outlet.family for outlet in self if outlet.family}))

    def nearest(self, slug: str) -> list[str]:
        """Return up to three slugs that a mistyped one may mean, likeliest first."""
        return get_close_matches(slug.lower(), self._outlets, n=3)

    def resolve(self, printed_name: str) -> str | None:
        """Return the slug a printed source name means; None for an unknown or ambiguous one.

        Tolerates half-spaces, Arabic letters, quotes, «خبرگزاری» and its like before the name, and a second
        name in brackets. The whole name must be known: a part of it never matches. A host name is one too.
        """
        whole = self._named(printed_name)
        if whole or not (inside := " ".join(_BRACKETS.findall(printed_name))):
            return whole
        found = {self._named(_BRACKETS.sub(" ", printed_name)), self._named(inside)} - {None}
        return found.pop() if len(found) == 1 else None

    def _named(self, name: str) -> str | None:
        if _HOST.fullmatch(name.strip()):
            owner = self.by_host(name.strip())
            return owner.slug if owner else None
        key = skeleton(name)
        kinds = set(KINDS)
        for _ in range(3):
            slug = self._names.get(key)
            if slug:
                return slug if self._outlets[slug].kind in kinds else None
            prefix = next((prefix for prefix in _PREFIXES if key.startswith(prefix)), None)
            if prefix is None:
                return None
            key = key.removeprefix(prefix)
            kinds &= _PREFIXES[prefix]
        return None


_BRACKETS = re.compile(r"[(\[（﴾]([^()\[\]]*)[)\]）﴿]")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_AGENCIES = frozenset(KINDS) - {"newspaper"}
_PAPERS = frozenset({"newspaper", "economy", "sport", "portal"})
_WORDS_BEFORE = {
    "خبرگزاری": _AGENCIES,
    "خبرگذاری": _AGENCIES,
    "آژانس خبری": _AGENCIES,
    "روزنامه": _PAPERS,
    "هفته‌نامه": _PAPERS,
    "ماهنامه": _PAPERS,
    "نشریه": _PAPERS,
} | dict.fromkeys(
    (
        "پایگاه خبری تحلیلی",
        "پایگاه تحلیلی خبری",
        "پایگاه خبری",
        "پایگاه اطلاع‌رسانی",
        "پایگاه",
        "سایت خبری تحلیلی",
        "سایت خبری",
        "وب‌سایت خبری",
        "وب‌سایت",
        "سایت",
        "تارنمای خبری",
        "تارنمای",
        "شبکه خبری",
        "رسانه",
        "منبع خبر",
        "منبع",
    ),
    frozenset(KINDS),
)
_PREFIXES = {
    skeleton(word): kinds for word, kinds in sorted(_WORDS_BEFORE.items(), key=lambda item: -len(item[0]))
}
"""Words before a name → the kinds of outlet they can introduce, longest first."""


def _names(outlets: Iterable[Outlet], ambiguous: set[str]) -> dict[str, str]:
    """Return name key → slug. Aliases outrank names; what two outlets share or is `ambiguous` is left out."""
    names: dict[str, str] = {}
    for rank in (_aliases, _full_names, _bare_names):
        claims: dict[str, set[str]] = {}
        for outlet in outlets:
            for key in rank(outlet):
                claims.setdefault(key, set()).add(outlet.slug)
        for key, slugs in claims.items():
            if key and key not in names and key not in ambiguous and len(slugs) == 1:
                names[key] = min(slugs)
    return names


def _aliases(outlet: Outlet) -> set[str]:
    return {skeleton(alias) for alias in outlet.aliases}


def _full_names(outlet: Outlet) -> set[str]:
    return {
        skeleton(_BRACKETS.sub(" ", outlet.name_fa or "")),
        skeleton(outlet.name_fa or ""),
        skeleton(outlet.name_en),
    }


def _bare_names(outlet: Outlet) -> set[str]:
    """Return the name without the «خبرگزاری» or «روزنامه» that is part of it."""
    names = _full_names(outlet)
    return {name.removeprefix(prefix) for name in names for prefix in _PREFIXES if name.startswith(prefix)}


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the package, read once."""
    data = tomllib.loads(files("newscrawler").joinpath("outlets.toml").read_text(encoding="utf-8"))
    return Catalogue((read_outlet(table) for table in data["outlet"]), data["ambiguous"])


def read_outlet(table: dict[str, object]) -> Outlet:
    """Return the outlet of one `[[outlet]]` table. TypeError for a key that is none."""
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    fields.setdefault("home", f"https://{fields['domains'][0]}")  # type: ignore[index]  # a schema test checks it
    return Outlet(**fields)  # type: ignore[arg-type]


def resolve(printed_name: str) -> str | None:
    """Return the slug a printed source name means, by the packaged catalogue; see `Catalogue.resolve`."""
    return catalogue().resolve(printed_name)
