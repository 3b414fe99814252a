"""Add outlets from a survey file to the catalogue: `python -m newscrawler.build_outlets sites.jsonl`.

Outlets the catalogue has already are left as they stand, since it is kept by hand. Taken over are those with
a Persian name and those whose CMS family newscrawler reads. Notes are not: they take judgement.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newscrawler.outlets import Outlet

CATALOGUE = Path(__file__).with_name("outlets.toml")
FAMILIES = {
    "nastooh": "nastooh",
    "iransamaneh": "iransamaneh",
    "asam": "asam",
    "asam?": "asam",
    "studiokhabar": "studiokhabar",
    "wordpress": "wordpress",
    "custom (tasnim)": "tasnim",
}
_OWN_FEEDS = re.compile(r"/(?:(?:fa/)?(?:rss|feeds?)(?:/all|/allnews|/tp/\d+|/pl/\d+|/\d+)*/?)$")
_FEED = re.compile(r"https?://[^\s<>{}]+")
_REACHED = "1405-07-10"
_REACHED_ISO = "2026-10-02"
_ORDER = [field.name for field in fields(Outlet)]


def outlet(site: dict[str, Any]) -> dict[str, Any]:
    """Return the catalogue's table for one line of the survey."""
    reached = site["reachability"] or ""
    afghan = site["region"] == "AF"
    name = site["name_fa"] or ""
    short = re.fullmatch(r"خبرگزاری .*\((\w+)\)", name)
    table = {
        "slug": site["slug"],
        "name_fa": name,
        "name_en": site["name_en"],
        "aliases": [short[1]] if short and short[1] != "فارسی" else [],
        "domains": site["domains"],
        "kind": site["kind"],
        "family": FAMILIES.get(site["cms"]),
        "home": _home(site),
        "feeds": [url for url in site["feeds"] if _FEED.fullmatch(url) and not _OWN_FEEDS.search(url)],
        "zone": "Asia/Kabul" if afghan else None,
        "language": "fa-AF" if afghan else site["language"] if site["language"] != "fa" else None,
        "confidence": site["confidence"].split()[0].replace("background", "low"),
        "verified": _REACHED_ISO if reached.startswith("reachable") and _REACHED in reached else None,
    }
    return {key: table[key] for key in _ORDER if table.get(key)}


def _home(site: dict[str, Any]) -> str | None:
    """Return scheme and host of the sample addresses where they differ from https and the bare domain."""
    for url in [*site["article_url_samples"], *site["feeds"]]:
        parts = urlsplit(url.split()[0])
        if parts.netloc.removeprefix("www.") == site["domains"][0] and parts.netloc != site["domains"][0]:
            return f"https://{parts.netloc}"
    return None


def to_toml(table: dict[str, Any]) -> str:
    """Return one `[[outlet]]` table as text."""
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())
    return "\n".join(("[[outlet]]", *lines, ""))


def main(path: str) -> None:
    """Append what the catalogue lacks, and say how many."""
    text = CATALOGUE.read_text(encoding="utf-8")
    known = {table["slug"] for table in tomllib.loads(text).get("outlet", [])}
    sites = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    new = [
        outlet(site)
        for site in sites
        if site["slug"] not in known and (site["name_fa"] or site["cms"] in FAMILIES)
    ]
    CATALOGUE.write_text("\n".join((text.rstrip(), "", *map(to_toml, new))), encoding="utf-8")
    sys.stdout.write(f"{len(new)} outlets added to {CATALOGUE.name}\n")


if __name__ == "__main__":
    main(sys.argv[1])
