"""The CMS families: one declaration a module; a page's own fingerprint decides which one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawler.families.base import Family, Listing
from newscrawler.families.nastooh import NASTOOH
from newscrawler.families.titronline import TITRONLINE

if TYPE_CHECKING:
    from newscrawler.extraction.page import Page

__all__ = ["FAMILIES", "Family", "Listing", "detect"]

FAMILIES: Final[dict[str, Family]] = {family.name: family for family in (TITRONLINE, NASTOOH)}
"""Every family by name, in the order their fingerprints are tried."""


def detect(page: Page) -> Family | None:
    """Return the family whose fingerprint the page carries; None for a page of no known family."""
    return next((family for family in FAMILIES.values() if family.owns(page)), None)
