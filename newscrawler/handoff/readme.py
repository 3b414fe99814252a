"""The README.md of a set: what is in it, and three questions that run as they stand."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Any, Final

from newscrawler.handoff.dictionary import TITLES, table

if TYPE_CHECKING:
    from collections.abc import Mapping

_READERS: Final = {
    "parquet": "read_parquet('articles/*/*.parquet')",
    "jsonl": "read_json('$file', format = 'newline_delimited')",
    "csv": "read_csv('$file')",
}
"""Format → how DuckDB reads it."""
_PAGE: Final = Template("""# $name

$rows articles of $outlets outlets$span, handed over by newscrawler $version on $made.
$changes
$rows خبر از $outlets رسانه.

| file | rows | bytes |
|---|---|---|
$files

`manifest.json` has the same for programs, with the sha256 of every file. Filters: $filters.

## Three queries to begin with

With DuckDB (`pip install duckdb`, then `duckdb` in this folder, or `duckdb.sql(…)` in Python).

Stories per hour:

```sql
SELECT date_trunc('hour', CAST(date_published AS TIMESTAMPTZ)) AS hour, count(*) AS stories
FROM $articles
WHERE duplicate_of IS NULL GROUP BY hour ORDER BY hour;
```

Who copied whom:

```sql
WITH a AS (FROM $articles)
SELECT copy.outlet AS copied_by, original.outlet AS copied_from, count(*) AS copies
FROM a AS copy JOIN a AS original ON original.id = copy.duplicate_of
GROUP BY ALL ORDER BY copies DESC, copied_by, copied_from;
```

What was changed after publication:

```sql
SELECT outlet, version, date_published, headline
FROM $articles
WHERE version > 1 ORDER BY version DESC, date_published DESC LIMIT 20;
```

## Data dictionary · معنای ستون‌ها

Instants are zone-aware, in Tehran's time. What is not known is null (in CSV: empty). In CSV, lists and maps
are JSON, and a text that a spreadsheet would take for a formula begins with an apostrophe.

$dictionary""")


_CHANGES: Final = Template("""
What is new or changed for `$name`, hand-off $number: an article that changed is here as it is now, under the
`id` it always had.
$removed""")
_REMOVED: Final = Template("""
**Taken down since the last hand-off: delete these $number articles, wherever you keep them.** Their ids
are in `manifest.json` under `removed`.
""")


def readme(manifest: Mapping[str, Any]) -> str:
    """The whole page, from what the manifest says."""
    form = manifest["format"].partition(".")[0]
    tables = manifest["tables"]
    files = [entry for told in tables.values() for entry in told["files"]]
    first = tables["articles"]["files"][0]["path"] if tables["articles"]["files"] else "articles"
    since = manifest.get("since_last")
    gone = _REMOVED.substitute(number=len(manifest["removed"])) if manifest.get("removed") else ""
    changes = _CHANGES.substitute(since, removed=gone) if since else ""
    days = [value[:10] for value in manifest["span"].values() if value]
    return _PAGE.substitute(
        name=manifest["name"],
        rows=manifest["rows"],
        outlets=len(manifest["outlets"]),
        span=f", published {days[0]} to {days[-1]}" if days else "",
        version=manifest["newscrawler"],
        made=manifest["made"],
        changes=changes,
        files="\n".join(f"| `{file['path']}` | {file['rows']} | {file['bytes']} |" for file in files),
        filters=", ".join(f"`{key}={value}`" for key, value in manifest["filters"].items()) or "none",
        articles=_READERS[form].replace("$file", first),
        dictionary="\n".join(f"### {' · '.join(TITLES[name][:2])}\n\n{table(name)}" for name in tables),
    )
