"""The record: its schema, its order, and dicts in its place."""

from __future__ import annotations

import json
from dataclasses import fields

from newscrawler.items import Article, Image, as_article
from newscrawler.schema import article_schema
from tests.conftest import ROOT


def test_the_schema_in_docs_is_the_code_s() -> None:
    stored = json.loads((ROOT / "docs/article.schema.json").read_text(encoding="utf-8"))
    assert stored == article_schema(), "stale: python -m newscrawler.schema > docs/article.schema.json"


def test_every_field_says_what_it_means() -> None:
    for name, rule in article_schema()["properties"].items():
        assert len(rule["description"]) > 10, name


def test_the_schema_keeps_the_declared_order() -> None:
    assert list(article_schema()["properties"]) == [field.name for field in fields(Article)]


def test_a_dict_does_as_well() -> None:
    item = {"id": "a:1", "url": "u", "canonical_url": "u", "images": [{"url": "i"}], "unknown": 1}
    assert as_article(item) == Article(id="a:1", url="u", canonical_url="u", images=[Image("i")])
