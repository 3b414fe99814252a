"""The data dictionary is the code's."""

from __future__ import annotations

from newscrawler.handoff.dictionary import dictionary, page, texts
from newscrawler.items import SCHEMA_VERSION
from newscrawler.storage.selection import TABLES
from tests.conftest import ROOT


def test_the_page_in_docs_is_the_code_s() -> None:
    stored = (ROOT / "docs/data-dictionary.md").read_text("utf-8")
    assert stored == page(), "stale: python -m newscrawler.handoff.dictionary > docs/data-dictionary.md"


def test_every_column_has_its_meaning_in_both_languages() -> None:
    for table, columns in TABLES.items():
        told = dictionary(table)
        assert [field.name for field in told] == [column.name for column in columns]
        assert list(texts()[table]) == [field.name for field in told], (
            "in the order of the columns, none left over"
        )
        for field in told:
            assert len(field.english) > 4
            assert any("\u0600" <= letter <= "\u06ff" for letter in field.persian), field.name


def test_the_changelog_tells_of_this_schema() -> None:
    assert [int(version) for version in texts()["schema"]] == list(range(1, SCHEMA_VERSION + 1))
