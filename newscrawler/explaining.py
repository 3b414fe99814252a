"""Why each field has the value it has: every rule that found something, and what became of it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from newscrawler.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.reader import Candidate, Reading

_DATES: Final = ("date_published", "date_modified")


def explained(reading: Reading) -> dict[str, Any]:
    """The article's fields, JSON-ready, with `family`, `reason` and `candidates`: field → one entry a rule.

    An entry has `rule`, `values` as printed, `won`, `why`, and for dates `read`, the instant understood.
    """
    out: dict[str, Any] = asdict(reading.article) if reading.article is not None else {}
    won = reading.article.provenance if reading.article is not None else {}
    fields = {key: list(group) for key, group in groupby(reading.candidates, lambda each: each.field)}
    tables = {key: _entries(key, fields.get(key, ()), won.get(key)) for key in (*fields, *won)}
    return out | {"family": reading.family, "reason": reading.reason, "candidates": tables}


def _entries(key: str, found: Sequence[Candidate], winner: str | None) -> list[dict[str, Any]]:
    """The rules of one field in the order they are asked, and why one won."""
    rules = [each.rule for each in found]
    place = next((n for n, rule in enumerate(rules) if winner is not None and winner.startswith(rule)), None)
    entries = []
    for n, each in enumerate(found):
        entry: dict[str, Any] = {"rule": each.rule, "values": list(each.values), "won": n == place}
        if key in _DATES:
            stamp = read_date(each.values[0])
            entry["read"] = stamp.instant.isoformat() if stamp else None
            entry["precision"] = stamp.precision if stamp else None
        entry["why"] = _why(entry, n, place, winner)
        entries.append(entry)
    if winner is not None and place is None:
        entries.append({"rule": winner, "values": [], "won": True, "why": "the text itself says it"})
    return entries


def _why(entry: dict[str, Any], n: int, place: int | None, winner: str | None) -> str:
    """In words, what became of a rule's value."""
    if n == place and winner and "future" in winner:
        return "the publication printed lies in the future: the last change stands for it"
    if n == place:
        return "the first rule whose value could be used" if n else "the first rule that found a value"
    if place is None:
        return "not used: the text itself says it" if winner else "not used: nothing usable in it"
    if n > place:
        return "not asked: an earlier rule won"
    if "read" in entry and entry["read"] is None:
        return "no date that can be read"
    return "less exact than the winner, or in the future" if "read" in entry else "nothing usable in it"
