"""The arguments every spider takes (`-a name=value`), read once, wrong ones refused in one line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from newscrawler.dates import parse_day
from newscrawler.errors import InputError
from newscrawler.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawler.outlets import Outlet

TEHRAN = ZoneInfo("Asia/Tehran")
_WIDEST_WALK = 1_000_000
"""Ids in one `ids=` walk; a wider one is more likely a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What one crawl is asked to do."""

    since: date | None = None
    """First day wanted (Tehran's)."""
    until: date | None = None
    """Last day wanted."""
    limit: int | None = None
    """Articles to ask for at most."""
    sections: tuple[str, ...] = ()
    """Only articles whose section contains one of these words."""
    urls: tuple[str, ...] = ()
    """Only these articles, also when they are known."""
    ids: range | None = None
    """Native ids to walk through."""
    mode: Literal["latest", "backfill"] = "latest"
    """`latest`: what feeds and lists show now; `backfill`: archives back to `since`."""
    revisit: bool = True
    """Whether young articles are looked at again for a new version."""
    fresh: bool = False
    """Whether to ask as if nothing were known: no conditions, and known articles again."""
    languages: tuple[str, ...] = ("fa",)
    """Languages wanted (default: fa, which is Dari too); `all` for any."""
    poll: Literal["all", "due"] = "all"
    """Which documents to ask for: `due` leaves out those that had nothing new for a while."""

    def wants(self, instant: datetime | None) -> bool:
        """Whether a moment lies in the window; an unknown one may."""
        if instant is None:
            return True
        day = instant.astimezone(TEHRAN).date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def wants_section(self, section: str | None) -> bool:
        """Whether a section is asked for; an unknown one may be."""
        return not self.sections or section is None or any(word in section for word in self.sections)

    def wants_language(self, tag: str | None) -> bool:
        """Whether a language is asked for, whatever its region; an unknown one may be."""
        return tag is None or "all" in self.languages or tag.partition("-")[0] in self.languages

    @classmethod
    def parse(cls, given: Mapping[str, str], outlet: Outlet | None) -> Arguments:
        """Read `-a` arguments for one outlet, None for any. Raises InputError, one line."""
        names = [field.name for field in fields(cls)]
        for name in given:
            if name not in names and name not in _SCRAPYD:
                raise InputError(f"unknown argument {name}=; there are: {', '.join(names)}")
        since, until = (_day(given.get(name), name) for name in ("since", "until"))
        if since and until and since > until:
            raise InputError(f"since={given['since']} is after until={given['until']}; swap them")
        chosen = {name: _one_of(given, name, allowed) for name, allowed in _CHOICES.items()}
        if chosen["mode"] == "backfill" and since is None:
            raise InputError("mode=backfill needs since=, the first day to fetch, such as since=1402-12-01")
        return cls(
            since=since,
            until=until,
            limit=_positive(given.get("limit")),
            sections=tuple(word for word in (given.get("sections") or "").split(",") if word),
            urls=_urls(given.get("urls"), outlet),
            ids=_ids(given.get("ids")),
            languages=_languages(given.get("languages")),
            mode=cast("Literal['latest', 'backfill']", chosen["mode"]),
            revisit=chosen["revisit"] == "yes",
            fresh=chosen["fresh"] == "yes",
            poll=cast("Literal['all', 'due']", chosen["poll"]),
        )


_SCRAPYD = {"_job", "_version"}
"""Arguments that Scrapyd adds."""
_CHOICES = {
    "mode": ("latest", "backfill"),
    "revisit": ("yes", "no"),
    "fresh": ("no", "yes"),
    "poll": ("all", "due"),
}
"""Argument → what it may be, the default first."""


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name, allowed[0])
    if value not in allowed:
        raise InputError(f"{name}={value}: there are {' and '.join(allowed)}")
    return value


def _day(text: str | None, name: str) -> date | None:
    if not text:
        return None
    day = parse_day(text)
    if day is None:
        raise InputError(f"{name}={text} is no day; write 1402-12-03 or 2024-02-22")
    return day


def _positive(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdigit() or int(text) == 0:
        raise InputError(f"limit={text} is no count; write a whole number from 1 up")
    return int(text)


def _urls(text: str | None, outlet: Outlet | None) -> tuple[str, ...]:
    if not text:
        return ()
    if text.startswith("@"):
        path = Path(text[1:])
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise InputError(f"urls={text}: cannot read {path}: {reason}") from error
        found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    else:
        found = [url.strip() for url in text.split(",") if url.strip()]
    if not found:
        raise InputError(f"urls={text} names no address; write one a line")
    for url in found:
        host = host_of(url)
        if not url.startswith(("http://", "https://")) or not host:
            raise InputError(f"urls: {url} is no web address; it begins with http:// or https://")
        if outlet is not None and not outlet.owns(host):
            raise InputError(f"urls: {url} is not on {outlet.slug} ({', '.join(outlet.domains)})")
    return tuple(found)


def _languages(text: str | None) -> tuple[str, ...]:
    tags = tuple(tag.strip().lower() for tag in (text or "fa").split(",") if tag.strip())
    wrong = next((tag for tag in tags if not (tag.isascii() and tag.isalpha() and len(tag) in {2, 3})), None)
    if wrong or not tags:
        raise InputError(f"languages={text}: {wrong or 'nothing'} is no language; write fa,en,ckb or all")
    return tags


def _ids(text: str | None) -> range | None:
    if not text:
        return None
    first, dash, last = text.partition("-")
    if not (first.isdigit() and (last.isdigit() if dash else True)):
        raise InputError(f"ids={text} is no range of ids; write 7551000-7551100")
    walk = range(int(first), int(last or first) + 1)
    if not walk or len(walk) > _WIDEST_WALK:
        raise InputError(
            f"ids={text} holds {len(walk)} ids; write the lower one first, {_WIDEST_WALK} at most"
        )
    return walk


def window(arguments: Arguments, now: datetime) -> tuple[date, date]:
    """First and last day (Tehran's) of a backfill."""
    today = now.astimezone(TEHRAN).date()
    return arguments.since or today - timedelta(days=1), min(arguments.until or today, today)
