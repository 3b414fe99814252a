"""`refine`: an article as published → as stored. Pure; pipelines, re-parse and Spark call it alike."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from newscrawler.items import Image
from newscrawler.outlets import resolve
from newscrawler.text import normalize
from newscrawler.text.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.items import Article

_STORY: Final = ("headline", "kicker", "description", "article_body")
"""Normalised as one document: how much repair half-spaces need shows in the whole text, not in a headline."""
_OTHERS: Final = ("dateline", "section", "source_name", "outlet_name")
_HASHED: Final = ("headline", "description", "article_body")
_HASH_LENGTH: Final = 16


def refine(article: Article) -> Article:
    """Return `article` with every text normalised, authors and tags folded, source resolved, content hashed.

    The argument is left as it was. Idempotent. A `source_outlet` already known is kept. A text that
    normalises to nothing becomes None.
    """
    texts = _story(article) | {name: _normal(getattr(article, name)) for name in _OTHERS}
    refined = replace(
        article,
        **texts,  # type: ignore[arg-type]  # every one of them is `str | None`
        authors=_folded(article.authors),
        tags=_folded(article.tags),
        images=[Image(image.url, _normal(image.caption)) for image in article.images],
    )
    if refined.source_name and not refined.source_outlet:
        refined.source_outlet = resolve(refined.source_name)
    refined.content_hash = content_hash(refined)
    return refined


def content_hash(article: Article) -> str:
    """16 hex of sha256 over the letters of headline, lead and body.

    Equal for a text and its copy with other half-spaces, punctuation or Arabic letters.
    """
    letters = "".join(skeleton(getattr(article, name) or "") for name in _HASHED)
    return sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]


def _story(article: Article) -> dict[str, str | None]:
    """The story's texts, normalised together."""
    printed = {name: text for name in _STORY if (text := getattr(article, name))}
    paragraphs = normalize("\n\n".join(printed.values())).split("\n\n")
    counts = [text.count("\n\n") + 1 for text in printed.values()]
    if len(paragraphs) != sum(counts):
        return {name: _normal(getattr(article, name)) for name in _STORY}
    out: dict[str, str | None] = dict.fromkeys(_STORY)
    for name, count in zip(printed, counts, strict=True):
        out[name] = "\n\n".join(paragraphs[:count]) or None
        del paragraphs[:count]
    return out


def _normal(text: str | None) -> str | None:
    return (normalize(text) or None) if text else None


def _folded(texts: Sequence[str]) -> list[str]:
    """Normalised texts in order, each once by its letters; the first spelling stays."""
    out: dict[str, str] = {}
    for text in texts:
        normal = _normal(text)
        if normal:
            out.setdefault(skeleton(normal) or normal, normal)
    return list(out.values())
