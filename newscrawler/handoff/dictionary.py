"""The data dictionary: `python -m newscrawler.handoff.dictionary > docs/data-dictionary.md`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from newscrawler.handoff.columns import kind
from newscrawler.items import SCHEMA_VERSION
from newscrawler.schema import article_schema
from newscrawler.storage.selection import TABLES

TITLES: Final = {
    "articles": (
        "Articles",
        "خبرها",
        "one article page as its newest version; a copy carries `duplicate_of`",
    ),
    "versions": ("Versions", "نسخه‌ها", "one text an article had"),
    "sightings": ("Sightings", "دیده‌شدن‌ها", "one article shown on one page or feed, when first"),
}
"""Table → its names, and what one row is."""
_HEAD = f"""# Data dictionary

Made by `python -m newscrawler.handoff.dictionary > docs/data-dictionary.md`; a test fails when it is stale.
Schema version {SCHEMA_VERSION}; as JSON Schema: [article.schema.json](article.schema.json).

Instants are zone-aware, in Tehran's time: ISO 8601 in JSON and CSV, `timestamp[us, Asia/Tehran]` in Parquet.
In CSV, lists and maps are JSON. A value that is not known is null (in CSV: empty).
"""


class Field(NamedTuple):
    """One column, as a person reads of it."""

    name: str
    type: str
    english: str
    persian: str


@cache
def texts() -> dict[str, Any]:
    """What dictionary.toml says."""
    return tomllib.loads((files("newscrawler.handoff") / "dictionary.toml").read_text("utf-8"))


def dictionary(table: str) -> list[Field]:
    """The columns of `articles`, `versions` or `sightings`, in order."""
    told = texts()[table]
    if table != "articles":
        return [Field(c.name, _type(c), told[c.name]["en"], told[c.name]["fa"]) for c in TABLES[table]]
    english = {name: rule["description"] for name, rule in article_schema()["properties"].items()}
    return [Field(c.name, _type(c), english[c.name], told[c.name]) for c in TABLES[table]]


def _type(column: sa.Column[Any]) -> str:
    if isinstance(column.type, sa.Float):
        return "number"
    nested = {"images": "list of {url, caption}", "provenance": "map of text"}
    plain = {"text": "text", "instant": "instant", "number": "integer"}
    return nested.get(column.name, "list of text") if kind(column) == "json" else plain[kind(column)]


def table(name: str) -> str:
    """The same as a table in Markdown."""
    rows = [
        f"| `{field.name}` | {field.type} | {_cell(field.english)} | {_cell(field.persian)} |"
        for field in dictionary(name)
    ]
    return "\n".join(["| column | type | meaning | معنا |", "|---|---|---|---|", *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    """The whole page, Markdown."""
    parts = [_HEAD]
    for name, (english, persian, row) in TITLES.items():
        parts.append(f"## {english} · {persian}\n\nOne row is {row}.\n\n{table(name)}")
    changes = [f"| {v} | {told['en']} | {told['fa']} |" for v, told in texts()["schema"].items()]
    history = "\n".join(["| version | what changed | چه دگرگون شد |", "|---|---|---|", *changes])
    parts.append(
        "## Schema versions · نسخه‌های طرح‌واره\n\n"
        "`schema_version` of a record. An older database is brought up to date when it is opened.\n\n"
        f"{history}\n"
    )
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
