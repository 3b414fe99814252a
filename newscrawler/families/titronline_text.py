"""Reading a TitrOnline page by its words: heading, byline, trailer, legal notice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.headline import headline_index
from newscrawler.text.letters import fold_blanks, skeleton
from newscrawler.text.phrases import boilerplate_kind

if TYPE_CHECKING:
    from newscrawler.extraction.blocks import Layout
    from newscrawler.extraction.page import Page

_DIGIT: Final = "[0-9۰-۹٠-٩]"
_MONTH: Final = "فروردین|اردیبهشت|خرداد|تیر|مرداد|امرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند".replace(
    "ی", "[یيى]"
)
_WEEKDAY: Final = r"(?:(?:[یيى][کك]|دو|سه|چهار|پنج)?[\s\u200c]*شنبه|جمعه|آدینه)"
_DATE: Final = re.compile(
    rf"{_WEEKDAY}[\s،,]*{_DIGIT}{{1,2}}\s+(?:{_MONTH})(?:\s*ماه)?\s+{_DIGIT}{{4}}[\s\-–—|،,]*(?:ساعت)?[\s:]*{_DIGIT}{{1,2}}\s*:\s*{_DIGIT}{{2}}(?:\s*:\s*{_DIGIT}{{2}})?"
)
_TRAILER: Final = re.compile(
    r"منبع\s+خبر[\s:]*[\"'«»“”„()\[\]\s]*(?P<source>[^\"«»“”„()\[\]]{2,80}?)[\"'«»“”„()\[\]\s]*است\s+و\s+موتور\s+جست"
)
_NOTICE: Final = re.compile(r"با\s+استناد\s+به\s+ماده[ٔ\s]+(?:۷۴|74|٧٤)")
_ONWARD: Final = frozenset({"ادامه", "ادامهخبر", "ادامهمطلب", "ادامهیخبر", "مشاهدهادامهخبر"})
_INLINE: Final = "\x1f"
"""Stands where an inline element begins or ends; white space to a regular expression."""
_BLANK_LINE: Final = re.compile(r"(?<=\S)[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")
_BLANKS: Final = re.compile(r"[^\S\x1e]+")
_SENTENCE_END: Final = re.compile(r"[.؟?!:»]\s*$")
_LONG: Final = 60
_LONGEST_SOURCE: Final = 60
_REACH: Final = 500
_EDGES: Final = " \t|-–—•·،:"


@dataclass(slots=True)
class Copy:
    """What a page of the engine says; empty lists for what it doesn't."""

    headline: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    date: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    link: list[str] = field(default_factory=list)


def read_copy(page: Page) -> Copy:
    """Headline, byline, text and link of a copy, in whatever markup they stand."""
    layout = page.layout
    text, starts = _flow(layout)
    trailer = _TRAILER.search(text)
    notice = _NOTICE.search(text)
    end = min((found.start() for found in (trailer, notice) if found), default=len(text))
    source = fold_blanks(trailer.group("source").replace(_INLINE, "")) if trailer else ""
    head = _heading(page, layout)
    byline = _byline(text, None if head is None else starts[head], end, source)
    headline = layout.blocks[head].text if head is not None else ""
    begin = 0 if head is None else starts[head] + len(_raw(layout, head))
    if byline:
        before = text[begin if begin <= byline.start() else 0 : byline.start()]
        parts = re.split(rf"[\n{_INLINE}]", before)
        names = [line for part in parts if (line := fold_blanks(part).strip(_EDGES))]
        source, headline = _names(names, source, headline)
        begin = max(begin, byline.end())
    texts = _paragraphs(text[begin:end], {skeleton(headline), skeleton(source), ""})
    return Copy(
        headline=[headline] if headline else [],
        source=[source] if source else [],
        date=[fold_blanks(byline.group().replace(_INLINE, " "))] if byline else [],
        lead=texts[:1],
        paragraphs=texts[1:],
        link=_onward(page, text, starts, end),
    )


def _raw(layout: Layout, index: int) -> str:
    """A block's text on one line; only a blank line inside one piece of text (`<pre>`) starts another."""
    pieces = (_BLANK_LINE.sub("\x1e", piece) for piece in layout.blocks[index].pieces)
    return _INLINE.join(_BLANKS.sub(" ", piece).replace("\x1e", "\n") for piece in pieces)


def _flow(layout: Layout) -> tuple[str, list[int]]:
    """The page's whole text, a line a block, and where each block starts in it."""
    starts: list[int] = []
    lines: list[str] = []
    at = 0
    for i in range(len(layout.blocks)):
        starts.append(at)
        lines.append(_raw(layout, i))
        at += len(lines[-1]) + 1
    return "\n".join(lines), starts


def _heading(page: Page, layout: Layout) -> int | None:
    """Index of the block that is the headline: a heading, else the line that `<title>` repeats."""
    titles = [page.title, *page.metas.get("og:title", ())]
    found = headline_index(layout, titles)
    if found is not None:
        return found
    headings = (i for i, block in enumerate(layout.blocks) if layout.tags[block.holder] in _HEADINGS)
    return next(headings, None)


_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _byline(text: str, start: int | None, end: int, source: str) -> re.Match[str] | None:
    """The date of the byline: near the headline and after the source's name, else just below the headline.

    A list of other stories prints sources and dates too, hence near. `start` is where the headline begins.
    """
    name = skeleton(source)
    found = list(_DATE.finditer(text, 0, end))
    below = [match for match in found if start is None or start <= match.start() <= start + _REACH]
    above = [match for match in found if start is not None and match.start() < start]
    for match in (*below, *reversed(above)):
        before = skeleton(text[max(0, match.start() - 2 * _LONGEST_SOURCE) : match.start()])
        if name and before.endswith(name):
            return match
    return next(iter(below), None)


def _names(names: list[str], source: str, headline: str) -> tuple[str, str]:
    """Source and headline out of the lines before the byline's date."""
    last = names[-1] if names else ""
    glued = re.fullmatch(rf"(?P<rest>.{{8,}}?)\s+{re.escape(source)}", last) if source else None
    if glued:
        return source, headline or glued.group("rest")
    if not source and last and len(last) <= _LONGEST_SOURCE and skeleton(last) != skeleton(headline):
        source = last
    rest = [name for name in names if skeleton(name) not in (skeleton(source), skeleton(headline))]
    return source, headline or (rest[-1] if rest else "")


def _paragraphs(text: str, known: set[str]) -> list[str]:
    """Lines of the text; long inline pieces that each end a sentence are paragraphs too."""
    out: list[str] = []
    for line in text.split("\n"):
        current = ""
        for piece in line.split(_INLINE):
            if len(current) >= _LONG and len(piece) >= _LONG and _SENTENCE_END.search(current):
                out.append(current)
                current = ""
            current += piece
        out.append(current)
    folded = (fold_blanks(paragraph).lstrip("-–—|، ") for paragraph in out)
    return [
        paragraph
        for paragraph in folded
        if skeleton(paragraph) not in known and not boilerplate_kind(paragraph)
    ]


def _onward(page: Page, text: str, starts: list[int], end: int) -> list[str]:
    """Where «ادامه» leads; the one that follows the text if there are several."""
    found: list[tuple[bool, str]] = []
    for node, block in page.layout.links:
        if skeleton(node.text() or "") in _ONWARD:
            url = page.absolute(node.attributes.get("href") or "")
            at = starts[block] + len(_raw(page.layout, block)) if block < len(starts) else len(text)
            if url:
                found.append((at >= end, url))
    return [url for _, url in sorted(found, key=lambda pair: not pair[0])][:1]
