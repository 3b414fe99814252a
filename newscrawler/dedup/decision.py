"""Where an article belongs: a new story, a new version, a copy, or the original its copies waited for.

Pure: what is known comes in, the decision goes out; storage carries it out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from newscrawler.dedup.document import letters_of
from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from newscrawler.items import Article

VERSIONED = ("headline", "kicker", "description", "article_body")
"""The fields whose letters make a new version when they change."""

_STUB = 120
"""Texts of fewer letters are told apart by their headline too."""

_TIED = 0.5
"""A link to the origin makes a copy only of a text at least this similar (else the link led elsewhere)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an article is to the ones already stored."""

    kind: str
    """`new`, `updated`, `unchanged` or `copy`."""
    version: int
    story_id: str
    duplicate_of: str | None = None
    similarity: float | None = None
    changed: tuple[str, ...] = ()
    """Fields that differ from the version before."""
    origin_url: str | None = None
    """Canonical address a copy says it was taken from."""
    displaced: Mapping[str, float] = field(default_factory=dict)
    """Originals so far that turn out to be copies of the story's original: id → similarity, 0 to 1."""
    settled: tuple[str, ...] = ()
    """Those of them that awaited this one."""


def text_key(headline: str | None, description: str | None, body: str | None) -> str | None:
    """16 hex of the letters of lead and body: equal for a text and its half-space-stripped copy.

    A lead that the page prints again inside the body counts once. None where there is no text.
    """
    lead, text = letters_of(description or ""), letters_of(body or "")
    letters = text if lead and lead in text else lead + text
    if not letters:
        return None
    if len(letters) < _STUB:
        letters = skeleton(headline or "") + "|" + letters
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def rank(article: Article) -> tuple[bool, bool, datetime, str]:
    """Lower is closer to the origin: agencies before copies, own work before quoted, early before late."""
    return (
        article.completeness == "copy",
        article.source_outlet not in (None, article.outlet),
        article.date_published or datetime.max.replace(tzinfo=UTC),
        article.id,
    )


def changed_fields(old: Article, new: Article) -> tuple[str, ...]:
    """Versioned fields whose letters differ; white space, half-spaces and marks don't count."""
    return tuple(
        name for name in VERSIONED if skeleton(getattr(old, name) or "") != skeleton(getattr(new, name) or "")
    )


def similarity(a: Article, b: Article) -> float:
    """How much of two texts is the same, 0 to 1, on their letters."""
    texts = [skeleton(f"{each.description or ''}{each.article_body or ''}") for each in (a, b)]
    return round(ratio(*texts) / 100, 3)


def story_of(article: Article) -> str:
    """The id of a story that begins with this article: the same for every article of the same letters."""
    key = text_key(article.headline, article.description, article.article_body)
    return f"story:{key or hashlib.sha256(article.id.encode()).hexdigest()[:16]}"


def revise(article: Article, known: Article, origin_url: str | None = None) -> Decision:
    """Decide on an article that is stored already, as `known`."""
    fields = changed_fields(known, article)
    return Decision(
        kind="updated" if fields else "unchanged",
        version=known.version + bool(fields),
        story_id=known.story_id or story_of(known),
        duplicate_of=known.duplicate_of,
        similarity=known.similarity,
        changed=fields,
        origin_url=origin_url,
    )


def decide(
    article: Article,
    twins: Mapping[str, float],
    originals: Sequence[Article],
    *,
    origin_url: str | None = None,
    unseen: Container[str] = (),
) -> Decision:
    """Decide on an article that is not stored yet, and says it was taken from `origin_url` (canonical).

    `originals` are the stored originals of the stories it may belong to: those the index found, with
    their similarity in `twins`, and those tied to it by an aggregator's link to the origin, which must
    be like it. Those whose id is in `unseen` were handed to nobody yet: an original that displaces only
    such names the story.
    """
    likeness = {each.id: twins.get(each.id, 0.0) or similarity(article, each) for each in originals}
    heads = [each for each in originals if each.id in twins or likeness[each.id] >= _TIED]
    if not heads:
        return Decision("new", 1, story_of(article), origin_url=origin_url)
    best = min(heads, key=rank)
    first = rank(article) < rank(best)
    displaced = {each.id: likeness[each.id] for each in heads if first or each is not best}
    settled = tuple(each for each in displaced if each in unseen)
    named = first and len(settled) == len(displaced)
    return Decision(
        kind="new" if first else "copy",
        version=1,
        story_id=story_of(article) if named else best.story_id or story_of(best),
        duplicate_of=None if first else best.id,
        similarity=None if first else likeness[best.id],
        origin_url=origin_url,
        displaced=displaced,
        settled=settled,
    )
