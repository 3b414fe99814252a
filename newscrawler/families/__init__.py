"""The CMS families: one declaration a module; a page's own fingerprint decides which one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawler.families.aggregators import GHATREH, KHABARBAN, KHABARFARSI, SHAHREKHABAR
from newscrawler.families.asam import ASAM
from newscrawler.families.base import Family, Listing
from newscrawler.families.bbc import BBC
from newscrawler.families.generic import GENERIC
from newscrawler.families.irannewspaper import IRANNEWSPAPER
from newscrawler.families.iransamaneh import IRANSAMANEH
from newscrawler.families.isna import ISNA
from newscrawler.families.nastooh import NASTOOH
from newscrawler.families.pangea import PANGEA
from newscrawler.families.parstoday import PARSTODAY
from newscrawler.families.studiokhabar import STUDIOKHABAR
from newscrawler.families.tasnim import TASNIM
from newscrawler.families.titronline import TITRONLINE
from newscrawler.families.wordpress import WORDPRESS

if TYPE_CHECKING:
    from newscrawler.extraction.page import Page

__all__ = ["FAMILIES", "GENERIC", "Family", "Listing", "detect", "family_of"]

_IN_ORDER: Final = (
    TITRONLINE,
    SHAHREKHABAR,
    KHABARFARSI,
    KHABARBAN,
    GHATREH,
    BBC,
    IRANNEWSPAPER,
    ISNA,
    NASTOOH,
    IRANSAMANEH,
    ASAM,
    STUDIOKHABAR,
    PANGEA,
    TASNIM,
    PARSTODAY,
    WORDPRESS,
)
FAMILIES: Final[dict[str, Family]] = {family.name: family for family in _IN_ORDER}
"""Every family by name, in the order their fingerprints are tried: the particular before the common."""


def family_of(name: str | None) -> Family:
    """The family of this name; `GENERIC` for an unknown one or None."""
    return FAMILIES.get(name or "", GENERIC)


def detect(page: Page, likely: str | None = None) -> Family | None:
    """Return the family whose fingerprint the page carries; None for a page of no known family.

    `likely` names the family to try first, which saves time; only the page's own fingerprint decides.
    """
    first = FAMILIES.get(likely or "")
    if first is not None and first.owns(page):
        return first
    return next((family for family in FAMILIES.values() if family is not first and family.owns(page)), None)
