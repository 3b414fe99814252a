"""One story: the text, its versions side by side, and how it spread."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newscrawler.browse.listing import records
from newscrawler.browse.marks import asked_words, compare, found
from newscrawler.dedup.decision import VERSIONED
from newscrawler.storage.browsing import outlets, story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from newscrawler.browse.asked import Asked
    from newscrawler.browse.language import Language


def page(engine: sa.Engine, asked: Asked) -> dict[str, Any] | None:
    """What the template shows; None for an id that is not there."""
    got = records(engine, [asked["id"]])
    if not got:
        return None
    record = got[0]
    with engine.connect() as connection:
        around, names = story(connection, record["id"]), outlets(connection)
    looked_for = asked_words(asked["q"])
    shown = {slug: name or slug for slug, name in names.items()}
    return {
        "record": record,
        "outlet": shown.get(record["outlet"], record["outlet"]),
        "headline": found(record["headline"] or asked.language("no_headline"), looked_for),
        "lead": found(record["description"] or "", looked_for),
        "paragraphs": [
            found(text, looked_for) for text in (record["article_body"] or "").split("\n\n") if text
        ],
        "versions": around.versions,
        "compared": compared(around.versions, asked),
        "events": list(events(around.family, around.sightings, shown, asked.language)),
    }


def compared(versions: Sequence[Mapping[str, Any]], asked: Asked) -> dict[str, Any] | None:
    """Two versions, field by field: those the address names as `left` and `right`, else the last two."""
    if not versions[1:]:
        return None
    by_number = {str(row["version"]): row for row in versions}
    left = by_number.get(asked["left"], versions[-2])
    right = by_number.get(asked["right"], versions[-1])
    fields = [
        (name, compare(left[name] or "", right[name] or ""))
        for name in VERSIONED
        if left[name] or right[name]
    ]
    return {"left": left, "right": right, "fields": fields}


def events(
    family: Sequence[Mapping[str, Any]],
    sightings: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    language: Language,
) -> Iterator[dict[str, Any]]:
    """What happened to the story, in order, each with how much later than the original it was.

    Outlets that print no seconds must not seem to be first: within a minute the original is.
    """
    told = [*_published(family, names, language), *_seen(sightings, names, language)]
    told.sort(key=lambda event: (event["at"].replace(second=0), _ORDER[event["kind"]], event["at"]))
    first = next((event["at"] for event in told if event["kind"] == "original"), told[0]["at"])
    previous = [None, *(event["at"] for event in told)]
    for event, (before, at) in zip(told, pairwise(previous), strict=True):
        assert at is not None  # noqa: S101
        gap = (at - before).total_seconds() if before else 0
        later = (at - first).total_seconds()
        shown = language.later(later) if abs(later) >= _MINUTE else ""
        yield event | {"later": shown, "wide": _wide(gap)}


_MINUTE = 60
_ORDER = {"original": 0, "copy": 1, "seen": 2}
_GAPS = (60, 600, 3600, 6 * 3600, 86400)


def _wide(gap: float) -> int:
    """How far apart two events are drawn, 0 to 5."""
    return sum(gap >= limit for limit in _GAPS)


def _published(
    family: Sequence[Mapping[str, Any]], names: Mapping[str, str], language: Language
) -> Iterator[dict[str, Any]]:
    for row in family:
        copy = row["duplicate_of"] is not None
        outlet = names.get(row["outlet"], row["outlet"])
        at: datetime = row["date_published"] or row["first_seen"]
        share = f"{row['similarity']:.0%}" if copy and row["similarity"] is not None else ""
        yield {
            "at": at,
            "precision": row["date_precision"],
            "kind": "copy" if copy else "original",
            "text": language("copied_by" if copy else "published_by", outlet=outlet),
            "note": language("alike", share=language.figures(share)) if share else "",
            "id": row["id"],
            "headline": row["headline"],
        }


def _seen(
    sightings: Sequence[Mapping[str, Any]], names: Mapping[str, str], language: Language
) -> Iterator[dict[str, Any]]:
    for row in sightings:
        outlet = names.get(row["outlet"], row["outlet"])
        yield {
            "at": row["seen_at"],
            "precision": None,
            "kind": "seen",
            "text": language("seen_on", outlet=outlet),
            "note": row["shown_on"],
            "id": None,
            "headline": None,
        }
