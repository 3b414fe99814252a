"""The JSON Schema of `Article`, from the dataclass.

`python -m newscrawler.schema > docs/article.schema.json` writes it.
"""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from newscrawler.items import SCHEMA_VERSION, Article

_PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
}


def article_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one record, keys in declared order."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article",
        "description": f"One news story as newscrawler hands it over; schema version {SCHEMA_VERSION}.",
    }
    return head | _object(Article)


def _object(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls, include_extras=True)
    properties = {}
    for each in fields(cls):
        bare, doc = get_args(hints[each.name])[:2]
        properties[each.name] = _type(bare) | {"description": doc}
    required = [each.name for each in fields(cls) if not _has_default(each)]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _has_default(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _type(hint: Any) -> dict[str, Any]:  # noqa: ANN401
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in (Union, types.UnionType):
        choices = [_type(each) for each in arguments if each is not type(None)]
        return {"anyOf": [*choices, {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _type(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1])}
    return _object(hint) if is_dataclass(hint) and isinstance(hint, type) else dict(_PLAIN[hint])


def main() -> None:
    """Print it."""
    print(json.dumps(article_schema(), ensure_ascii=False, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
