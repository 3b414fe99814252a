"""Which language a text is in: what the page declares, checked against the letters of the text."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?(?:[-_.].*)?$")
_NAMES: Final = {
    "prs": "fa-AF",
    "per": "fa",
    "fas": "fa",
    "pes": "fa",
    "pus": "ps",
    "kur": "ku",
    "ara": "ar",
    "eng": "en",
}
_ENOUGH: Final = 40
"""Letters below which the text says nothing."""
_SAMPLE: Final = 400
_NO_ARABIC_LETTERS: Final = re.compile("[^\u0620-\u06d3]+")
_VOWEL: Final = re.compile("[aeiou]", re.IGNORECASE)
_LETTERS: Final = {
    "ps": "ټډړږښګڼېۍئ",
    "ckb": "ڕۆێڵەڤ",
    "ur": "ٹڈڑںےھۓ",
}
"""Letters that Persian and Arabic don't have, by language."""
_FOREIGN: Final = re.compile(f"[{''.join(_LETTERS.values())}]")
_OWN_SHARE: Final = 0.03
_PERSIAN_LETTER: Final = re.compile("[پچژگ]")
_PERSIAN_SHARE: Final = 0.01
_PERSIAN_WORDS: Final = re.compile(r"(?<!\w)(?:را|که|این|است|از|برای|شد|شده|می|های|کرد|بود|آن|گفت)(?!\w)")
_ARABIC_WORDS: Final = re.compile(r"(?<!\w)(?:في|من|على|أن|إلى|التي|الذي|هذا|عن|قال|مع|كان)(?!\w)")


def language_of(text: str, declared: str | None = None) -> str | None:
    """BCP 47 tag of the text's language.

    The text decides between languages, the declaration between regions of one (`fa-AF`). None when the text
    is too short to tell and nothing is declared.
    """
    stated = _tag(declared)
    found = _by_letters(text[:_SAMPLE])
    if found is None:
        return stated
    if stated and stated.split("-")[0] == found:
        return stated
    return found


def _tag(declared: str | None) -> str | None:
    match = _TAG.match(declared.strip()) if declared else None
    if match is None:
        return None
    name = match.group(1).lower()
    if name in _NAMES:
        return _NAMES[name]
    region = match.group(3)
    if name == "fa":
        return "fa-AF" if region and region.upper() == "AF" else "fa"
    return name


def _by_letters(text: str) -> str | None:
    arabic = len(_NO_ARABIC_LETTERS.sub("", text))
    latin = 2 * len(_VOWEL.findall(text)) if 2 * arabic < len(text) else 0
    if arabic < _ENOUGH:
        return "en" if latin >= _ENOUGH and latin > arabic else None
    if latin > 2 * arabic:
        return "en"
    if _FOREIGN.search(text):
        own = {
            name: sum(text.count(letter) for letter in letters) / arabic for name, letters in _LETTERS.items()
        }
        name = max(own, key=lambda each: own[each])
        if own[name] > _OWN_SHARE:
            return name
    if len(_PERSIAN_LETTER.findall(text)) > arabic * _PERSIAN_SHARE:
        return "fa"
    return "ar" if len(_ARABIC_WORDS.findall(text)) > len(_PERSIAN_WORDS.findall(text)) else "fa"
