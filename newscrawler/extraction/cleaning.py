"""Found values to what a record holds: furniture off the body, names that are no person's off the authors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.attribution import source_line
from newscrawler.extraction.dateline import split_dateline
from newscrawler.text.letters import fold_blanks, skeleton
from newscrawler.text.phrases import boilerplate_kind, strip_boilerplate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NOT_A_PERSON: Final = re.compile(
    r"خبرگزاری|پایگاه|روزنامه|گروه|سرویس|تحریریه|دفتر|شبکه|سایت|آنلاین|نیوز|news|admin|agency|editor|عکس|عکاس|مدیر|https?:|www\.|@|\d|\|",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 60
_LONGEST_FURNITURE: Final = 120
_NOTICE: Final = 160
_SUSPECT: Final = re.compile(r"انتها|پایان|منبع|استناد|حقوق|کانال|بپیوند|بخوان|لینک|برچسب|اشتراک|مسئولیت")
"""Every long phrase of boilerplate holds one of these."""
_BYLINE: Final = re.compile(
    r"^(?:نویسنده|نویسندگان|خبرنگار|گزارشگر|مترجم|به قلم|by)\s*[:：]?\s*", re.IGNORECASE
)
_PARTS: Final = re.compile(r"\s*[،,؛;/]\s*|\s+و\s+(?=\S+\s+\S+)")
_SOURCE_LABEL: Final = re.compile(r"^\W*منبع(?: خبر| گزارش| مطلب)?\s*[:：]?\s*")


@dataclass(slots=True)
class Text:
    """Lead and body, cleaned."""

    lead: str | None
    paragraphs: list[str]
    dateline: str | None
    source: str | None
    """What a last line «منبع: …» names; that line is off the body."""


def clean_text(headline: str, lead: str | None, paragraphs: Sequence[str]) -> Text:
    """Furniture, repeated headline and source line off; the dateline off what opens the story."""
    title, longest = skeleton(headline), 2 * len(headline)
    body = _without_furniture([text for text in paragraphs if len(text) > longest or skeleton(text) != title])
    source = source_line(body[-1]) if body else None
    if source:
        body = _without_furniture(body[:-1])
    body = [text for text in body if text.strip()]
    dateline = None
    if lead:
        dateline, lead = split_dateline(lead)
    if dateline is None and body:
        dateline, body[0] = split_dateline(body[0])
    return Text(lead or None, body, dateline, source)


def _without_furniture(paragraphs: list[str]) -> list[str]:
    """The paragraphs without boilerplate, from the end on: sign-offs and codes stand there."""
    kept = list(paragraphs)
    while kept and _may_be_furniture(kept[-1]):
        rest, _ = strip_boilerplate(kept[-1:])
        if rest == kept[-1:]:
            break
        kept[-1:] = rest
    body, ending = kept[:-1], kept[-1:]
    return [text for text in body if len(text) > _LONGEST_FURNITURE or not boilerplate_kind(text)] + ending


def _may_be_furniture(text: str) -> bool:
    """A quick look at the end that spares most paragraphs the full one."""
    return len(text) <= _LONGEST_FURNITURE or _SUSPECT.search(text[-_NOTICE:]) is not None


def people(names: Sequence[str], known: Callable[[str], str | None]) -> list[str]:
    """Names of persons, each once; agencies, desks, photographers and addresses left out."""
    out: dict[str, str] = {}
    for printed in names:
        for part in _PARTS.split(_BYLINE.sub("", printed)):
            name = fold_blanks(part)
            if name and len(name) <= _LONGEST_NAME and not _NOT_A_PERSON.search(name) and not known(name):
                out.setdefault(skeleton(name), name)
    return list(out.values())


def unlabelled(source: str) -> str:
    """A source's name without the word «منبع»."""
    return _SOURCE_LABEL.sub("", source).strip(" «»\"'()[]")


def once(texts: Sequence[str]) -> list[str]:
    """Texts in order, each once by its letters."""
    return list({skeleton(text): text for text in reversed(texts)}.values())[::-1]
