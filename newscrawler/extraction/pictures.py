"""The pictures of a story, with what is printed under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawler.items import Image
from newscrawler.text.letters import fold_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.page import Page

_LAZY: Final = ("data-src", "data-original", "data-lazy-src", "src")
_MOST: Final = 100


def pictures(page: Page, addresses: Sequence[str]) -> list[Image]:
    """`addresses` made absolute, each once, with the captions the page prints."""
    captions = _captions(page) if addresses else {}
    out: dict[str, Image] = {}
    for address in addresses[:_MOST]:
        url = page.absolute(address)
        if url and url not in out:
            out[url] = Image(url, captions.get(url))
    return list(out.values())


def _captions(page: Page) -> dict[str, str]:
    """Caption by the address of each picture in a `<figure>`."""
    out: dict[str, str] = {}
    for caption in page.css("figure figcaption"):
        figure = caption.parent
        while figure is not None and figure.tag != "figure":
            figure = figure.parent
        picture = figure.css_first("img") if figure is not None else None
        text = fold_blanks(caption.text() or "")
        if text and picture is not None:
            attributes = picture.attributes
            urls = (page.absolute(value) for name in _LAZY if (value := attributes.get(name)))
            out.update((url, text) for url in urls if url)
    return out
