"""The data contract: one `Article` is one news story as one outlet published it.

Names follow schema.org's `NewsArticle` and zyte-common-items where one exists. The order of the fields
is the order of the keys in every export. `docs/article.schema.json` is generated from this class.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime  # noqa: TC003  (resolved at run time by `article_schema`)
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from itemadapter import ItemAdapter

SCHEMA_VERSION = 1
"""Version of the table below; rises with every change of meaning, name or type."""

Precision = Literal["second", "minute", "day"]
Completeness = Literal["full", "teaser", "copy"]


@dataclass(slots=True)
class Image:
    """A picture that belongs to the story."""

    url: Annotated[str, "Absolute address."]
    caption: Annotated[str | None, "What the page prints under it, or null."] = None


@dataclass(slots=True)
class Article:
    """One news story. Only `id`, `url`, `canonical_url` and `outlet` are always there."""

    id: Annotated[str, "`<outlet>:<native id>`, else `<outlet>:<16 hex of sha256(canonical_url)>`. Stable."]
    url: Annotated[str, "The address the page was fetched from."]
    canonical_url: Annotated[str, "The one address of this article, after newscrawler.urls.canonicalize."]
    via_url: Annotated[str | None, "The aggregator page that led here, or null."] = None
    outlet: Annotated[
        str, "Catalogue slug of the site the page came from; an unknown host's registrable domain."
    ] = ""
    outlet_name: Annotated[str | None, "Persian name of that site."] = None
    source_name: Annotated[str | None, "Who the page says wrote it, as printed («خبرگزاری مهر»)."] = None
    source_outlet: Annotated[str | None, "Catalogue slug that `source_name` resolves to."] = None
    source_url: Annotated[str | None, "Link to the original story as printed, made absolute."] = None
    headline: Annotated[str | None, "Title (تیتر)."] = None
    kicker: Annotated[str | None, "Line above the title (روتیتر)."] = None
    description: Annotated[str | None, "Lead (لید)."] = None
    article_body: Annotated[
        str | None,
        "Body, paragraphs joined by a blank line. "
        "The lead stands only in `description` unless the page prints it inside the body.",
    ] = None
    dateline: Annotated[str | None, "City that opens the text («قزوین-»)."] = None
    section: Annotated[str | None, "Outermost first, joined by ` > `."] = None
    authors: Annotated[list[str], "People named as writers; never agencies or photographers."] = field(
        default_factory=list
    )
    tags: Annotated[list[str], "Keywords as printed."] = field(default_factory=list)
    images: Annotated[list[Image], "Pictures of the story."] = field(default_factory=list)
    license: Annotated[str | None, "Licence as the page or feed states it."] = None
    date_published: Annotated[datetime | None, "Instant of publication, zone-aware."] = None
    date_published_raw: Annotated[str | None, "That instant as the page printed it."] = None
    date_published_jalali: Annotated[str | None, "Its day in Tehran, `1402-12-03`."] = None
    date_precision: Annotated[Precision | None, "How exact `date_published` is."] = None
    date_modified: Annotated[datetime | None, "Last change the page admits to, zone-aware."] = None
    date_listed: Annotated[
        datetime | None, "When a feed or an aggregator showed it, zone-aware; never taken for publication."
    ] = None
    in_language: Annotated[str | None, "BCP 47: `fa`, `fa-AF`, …"] = None
    completeness: Annotated[
        Completeness | None, "`full`; `teaser` (feed text only); `copy` (an aggregator's)."
    ] = None
    date_downloaded: Annotated[datetime | None, "When the page was fetched, zone-aware."] = None
    http_status: Annotated[int | None, "Status of that answer."] = None
    warc_file: Annotated[str | None, "Archive file that holds the raw page, relative to the data folder."] = (
        None
    )
    warc_offset: Annotated[int | None, "Byte offset of its record in that file."] = None
    content_hash: Annotated[str | None, "16 hex of sha256 over the letters of headline, lead and body."] = (
        None
    )
    version: Annotated[int, "1 for the first text seen, rising with every changed text."] = 1
    story_id: Annotated[str | None, "The story this article tells, shared by its copies."] = None
    duplicate_of: Annotated[str | None, "`id` of the article this one copies."] = None
    similarity: Annotated[float | None, "0 to 1: how much of it is the article it copies."] = None
    provenance: Annotated[dict[str, str], "`{field: rule}` that gave the value."] = field(
        default_factory=dict
    )
    schema_version: Annotated[int, "Version of this table."] = SCHEMA_VERSION


NAMES = tuple(each.name for each in fields(Article))
"""Field names in declared order."""
values_of: Callable[[Article], tuple[Any, ...]] = attrgetter(*NAMES)
"""What an article holds, in that order."""


class Fields:
    """An `Article` as itemadapter shows items: the same few methods, a tenth of the time."""

    __slots__ = ("_article",)

    def __init__(self, article: Article) -> None:
        self._article = article

    def __contains__(self, name: str) -> bool:
        """Whether articles have such a field."""
        return name in NAMES

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        """What a field holds."""
        return getattr(self._article, name)

    def __setitem__(self, name: str, value: Any) -> None:  # noqa: ANN401
        """Give a field another value."""
        setattr(self._article, name, value)

    def get(self, name: str) -> Any:  # noqa: ANN401
        """What a field holds; None where there is none."""
        return getattr(self._article, name, None)


def fields_of(item: Any) -> Fields | ItemAdapter:  # noqa: ANN401
    """Any item's fields, by name."""
    if isinstance(item, Article):
        return Fields(item)
    from itemadapter import ItemAdapter  # noqa: PLC0415  (brings all of Scrapy, which who reads a page does without)

    return ItemAdapter(item)


def as_article(item: Any) -> Article:  # noqa: ANN401
    """Any item (a dict too) as an `Article`; keys it does not know are passed over."""
    if isinstance(item, Article):
        return item
    adapter = fields_of(item)
    values = {name: adapter[name] for name in NAMES if name in adapter}
    images = [Image(**image) if isinstance(image, dict) else image for image in values.get("images") or []]
    return Article(**values | {"images": images})
