"""The stories of documents that are all there at once: what the index decides one by one, for bulk work.

Comparisons are made beforehand, in any order and anywhere; the decisions are made here, in order of arrival,
over the documents that comparisons tie together.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawler.dedup.choice import accepted, joined, weighed
from newscrawler.dedup.compare import SHORT, Comparison, Document, compare
from newscrawler.dedup.document import FENCE, GRAM, Text, grams
from newscrawler.dedup.notices import watched_lines
from newscrawler.dedup.stories import Stories
from newscrawler.dedup.table import sketch, smallest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from newscrawler.dedup.document import Line

_TOGETHER: Final = 32
"""Texts read at once: some hundred kilobytes, as the processor's caches like it."""


class Member(NamedTuple):
    """A document by its place in the order of arrival."""

    place: int
    headline: str
    text: str


class Decided(NamedTuple):
    """A document's story: the place of its earliest document, and how near it came to its nearest."""

    place: int
    story: int
    similarity: float
    """As `Placement.similarity`; 0.0 where it began a story."""


def fingerprints(texts: Sequence[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """What an `Entry` keeps of each headline and text: its grams, its lines."""
    few = (texts[first : first + _TOGETHER] for first in range(0, len(texts), _TOGETHER))
    return [
        (array("I", hashes).tobytes(), array("I", lines).tobytes())
        for each in few
        for hashes, lines in _read_together(each)
    ]


def _read_together(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], list[int]]]:
    """Sketch and watched lines of each text: what reading it alone gives, in half the time.

    A text that NFKC changes is read alone: whether it is normalised depends on what else stands in it.
    """
    plain = (text if unicodedata.is_normalized("NFKC", text) else "" for _, text in texts)
    joined = Text.read(f"\n{FENCE}\n".join(plain))
    spans = list(_between_fences(joined))
    fenced = len(spans) == len(texts)  # none holds such a line itself
    hashes = grams(joined.letters)
    for place, (headline, text) in enumerate(texts):
        start, end, lines = spans[place]
        if fenced and end - start >= SHORT:
            yield smallest(hashes[start : end + 1 - GRAM]), watched_lines(lines)
        else:
            alone = Document.read(headline, text)
            yield sketch(alone.judged()), watched_lines(alone.text.lines)


def _between_fences(joined: Text) -> Iterator[tuple[int, int, list[Line]]]:
    """Places and lines of what stands between the lines that are a FENCE and no more."""
    start = 0
    lines: list[Line] = []
    for line in joined.lines:
        if joined.string[line[1] : line[2]] == FENCE:
            yield start, line[1], lines
            start, lines = line[2], []
        else:
            lines.append(line)
    yield start, len(joined), lines


def telling(
    member: Member, earlier: Iterable[Member], notices: Container[int] = ()
) -> Iterable[tuple[int, Comparison]]:
    """Compare a document with likely earlier ones, best first; places and comparisons that say something."""
    document = Document.read(member.headline, member.text, notices)
    for other in earlier:
        comparison = compare(document, Document.read(other.headline, other.text, notices))
        if comparison.same or comparison.conflict:
            yield other.place, comparison
        if comparison.same and comparison.covered == 1.0:
            return


def decide_all(
    members: Sequence[Member],
    compared: Mapping[int, Sequence[tuple[int, Comparison]]],
    notices: Container[int] = (),
) -> list[Decided]:
    """Decide on documents that comparisons tie together. `compared`: place → what `telling` gave."""
    members = sorted(members)
    numbers = {member.place: number for number, member in enumerate(members, 1)}
    stories = Stories()
    nearness: list[float] = []

    @cache
    def document(number: int) -> Document:
        return Document.read(members[number - 1].headline, members[number - 1].text, notices)

    for number, member in enumerate(members, 1):
        told = {numbers[place]: each for place, each in compared.get(member.place, ()) if place in numbers}
        found = accepted(
            weighed(told, stories.root, lambda other, told=told: ("", document(other), told[other]))  # type: ignore[misc]
        )
        roots = joined(found)
        story = min(roots, default=number)
        stories.enter([number], [story], [(root, story) for root in roots - {story}])
        nearness.append(found[0].comparison.similarity if found else 0.0)
    return [
        Decided(member.place, members[stories.root(number) - 1].place, near)
        for number, (member, near) in enumerate(zip(members, nearness, strict=True), 1)
    ]
