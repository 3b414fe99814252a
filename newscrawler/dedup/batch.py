"""The stories of documents that are all there at once: what the index decides one by one, for bulk work.

Comparisons are made beforehand, in any order and anywhere; the decisions are made here, in order of arrival,
over the documents that comparisons tie together.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.dedup.choice import accepted, joined, weighed
from newscrawler.dedup.compare import Comparison, Document, compare
from newscrawler.dedup.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence


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
