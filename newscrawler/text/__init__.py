"""Persian text: characters, spacing, half-spaces, boilerplate phrases."""

from __future__ import annotations

from newscrawler.text.characters import fix_characters
from newscrawler.text.halfspace import restore

__all__ = ["normalize"]


def normalize(text: str, *, zwnj: bool = True) -> str:
    """Return `text` in the one spelling this project stores: characters, blanks, punctuation, half-spaces.

    Pass whole documents: how much half-space repair a text needs is decided per text. `zwnj=False` leaves
    half-spaces alone. Idempotent, never raises, linear in the length of `text`.
    """
    text = fix_characters(text)
    return restore(text) if zwnj else text
