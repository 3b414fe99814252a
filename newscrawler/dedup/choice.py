"""From verdicts on single documents to the story, or stories, a new document belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawler.dedup.compare import Comparison, Document, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_CLEAN: Final = 0.8
"""A conflict decides against a story unless a clean copy found there shares so much of what it shares …"""
_DIFFERING: Final = 0.95
"""… or a copy with some differences (an update among updates) so much."""
CANDIDATES: Final = 8
"""Documents compared letter by letter, at most."""
_COVERING: Final = 0.8
"""A clean copy that shares so much of the longer text speaks for its whole story: no other is asked."""
_BRIDGE: Final = 0.05
"""A document joins two stories only where it is as near to the second, give or take so much."""


class Verdict(NamedTuple):
    """A stored document compared with the new one."""

    number: int
    doc_id: str
    story: int
    document: Document
    comparison: Comparison


def weighed(
    likely: Iterable[int],
    story_of: Callable[[int], int],
    judge: Callable[[int], tuple[str, Document, Comparison] | None],
) -> list[Verdict]:
    """Judge the likeliest stored documents, best first, until enough is known.

    `judge` gives id, document and comparison of a number, None where it was removed.
    """
    verdicts: list[Verdict] = []
    settled: set[int] = set()
    for number in likely:
        story = story_of(number)
        if story in settled or (judged := judge(number)) is None:
            continue
        doc_id, document, comparison = judged
        verdicts.append(Verdict(number, doc_id, story, document, comparison))
        if len(verdicts) == CANDIDATES or (comparison.same and comparison.covered == 1.0):
            break
        if comparison.same and comparison.covered >= _COVERING and not comparison.differences:
            settled.add(story)
    return verdicts


def accepted(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Choose for each story that may have the document the one that speaks for it; the nearest first.

    A truncated copy of a report agrees with every report of its template; the full text beside it, which
    shares more and conflicts, is believed.
    """
    speaks: dict[int, Verdict] = {}
    against: dict[int, int] = {}
    for verdict in verdicts:
        story, shared = verdict.story, verdict.comparison.shared
        if verdict.comparison.same and (story not in speaks or shared > speaks[story].comparison.shared):
            speaks[story] = verdict
        if verdict.comparison.conflict:
            against[story] = max(against.get(story, 0), shared)
    return sorted(
        (v for v in speaks.values() if _outweighs(v.comparison, against.get(v.story, 0))), key=_distance
    )


def _outweighs(copy: Comparison, conflicting: int) -> bool:
    """Whether a copy is believed against the `conflicting` letters shared with another text of its story."""
    return copy.shared >= (_DIFFERING if copy.differences else _CLEAN) * conflicting


def _distance(verdict: Verdict) -> tuple[float, ...]:
    of = verdict.comparison
    return of.differences, -of.similarity, -of.covered, verdict.number


def joined(found: Sequence[Verdict]) -> set[int]:
    """Name the stories the document makes one: that of the nearest, and those it bridges to.

    Never two that conflict with each other, and none it is further from than from the nearest.
    """
    if not found:
        return set()
    nearest = found[0]
    stories = {nearest.story}
    for other in found[1:]:
        as_near = (
            other.comparison.differences <= nearest.comparison.differences
            and other.comparison.similarity >= nearest.comparison.similarity - _BRIDGE
        )
        if as_near and not compare(nearest.document, other.document).conflict:
            stories.add(other.story)
    return stories
