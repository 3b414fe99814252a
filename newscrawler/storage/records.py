"""An `Article` as a row of the database and back, and as a line of JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import orjson

from newscrawler.items import NAMES, Article, Image, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMAGE = tuple(each.name for each in fields(Image))


def to_row(article: Article) -> dict[str, Any]:
    """Column → value for the `articles` table."""
    row = dict(zip(NAMES, values_of(article), strict=True))  # `asdict` would copy every list and letter
    row["images"] = [{name: getattr(image, name) for name in _IMAGE} for image in article.images]
    return row


def from_row(row: Mapping[Any, Any]) -> Article:
    """The `Article` in a row of `articles` (other columns are passed over)."""
    values = {name: row[name] for name in NAMES}
    values["images"] = [Image(**image) for image in values["images"] or []]
    return Article(**values)


def to_json(article: Article, **extra: Any) -> str:  # noqa: ANN401
    """One line of JSON, keys in declared order, Persian letters as they are; `extra` keys follow."""
    return orjson.dumps(to_row(article) | extra).decode()
