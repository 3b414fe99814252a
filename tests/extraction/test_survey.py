"""A selector that is not asked would have found nothing, whatever the page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.extraction import survey
from newscrawler.extraction.page import Page
from newscrawler.extraction.survey import Survey
from newscrawler.families import FAMILIES
from tests.conftest import lack
from tests.invented import article, other

RULES = [
    rule.name.partition("@")[0]
    for family in FAMILIES.values()
    for rules in family.page.values()
    for rule in rules
    if not rule.name.startswith(("meta[", "json")) and not re.search("[«…آ-ی]", rule.name)
]
SELECTORS = sorted(
    {
        *RULES,
        *(each for family in FAMILIES.values() for each in (*family.fingerprints, *family.no_story)),
        *(
            "meta[content]",
            "title",
            "figure figcaption",
            '[rel~="license"][href]',
            "video, audio[src], .video-js",
        ),
        *(
            'link[rel="canonical"][href]',
            'a[rel~="tag"]:not([rel~="category"])',
            "li:nth-child(1) .text, x|y",
        ),
    }
)
PIECES = st.sampled_from(
    [
        *(
            "item-text",
            "kicker",
            "h4",
            "news",
            "a",
            "p",
            "1",
            "-",
            "_",
            " ",
            "\n",
            '"',
            "'",
            ">",
            "<",
            "/",
            "=",
        ),
        *(
            "&#45;",
            "&#x2D",
            "&#45",
            "&lowbar;",
            "&UnderBar;",
            "&fjlig;",
            "&#32kicker",
            "&#8217;",
            "&amp;",
            "&#0;",
        ),
        *("KICKER", "é", "<!--", "<h4 class=", "<div id=kicker", "<script>", "</script>", "\x00", "\ufffd"),
    ]
)


def compiled_here() -> None:
    if survey.names is None:
        lack("newscrawler.extraction.names is not compiled: every selector is asked")


def found(page: Page, selector: str) -> list[int]:
    return [node.mem_id for node in page.tree.css(selector)]


def asked(page: Page, selector: str) -> list[int]:
    nodes = page.css(selector)
    first = page.css_first(selector)
    assert (first.mem_id if first is not None else None) == (nodes[0].mem_id if nodes else None)
    return [node.mem_id for node in nodes]


PAGES = [page(number).html for number in range(12) for page in (article, other)]


@pytest.mark.parametrize("selector", SELECTORS)
def test_every_selector_finds_what_it_would_have_found(selector: str) -> None:
    for html in PAGES:
        page = Page(html if isinstance(html, str) else html.decode())
        try:
            expected = found(page, selector)
        except Exception:  # noqa: BLE001  (no selector)
            return
        assert asked(page, selector) == expected


NAMED = (
    ".item-text, h4.kicker, #kicker, [class~=kicker], [class=news], a > p, .a-1, ._",
    "h4:not(.news), [news] .kicker, .fj, [id='news' i]",
    "[kicker=news], [item-text='news'], [h4=\"a\"], [a=p], [id=kicker], [class='1'], [p=_]",
)


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(NAMED))
def test_however_a_name_is_written(text: str, selector: str) -> None:
    for html in (text, f'<h4 class="{text}"><a><p class={text}>', f"<p id='{text}' {text}=news>"):
        page = Page(html)
        assert asked(page, selector) == found(page, selector)


@pytest.mark.parametrize(
    ("selector", "left"),
    [
        (".kicker, .item-text, h4.other", ".item-text"),
        ("p.item-text", "p.item-text"),
        ("article .item-text", ""),
        ('meta[name="generator"]', ""),
        ('div[class="item-text"]:not(.kicker)', 'div[class="item-text"]:not(.kicker)'),
        ('[class*="kicker" i]', '[class*="kicker" i]'),
        ('[class="div"], [id=item-text], [CLASS=ITEM-TEXT]', "[CLASS=ITEM-TEXT]"),
        ('[class~="item-text"], [class~=div]', '[class~="item-text"], [class~=div]'),
    ],
)
def test_what_the_page_does_not_name_is_not_asked(selector: str, left: str) -> None:
    compiled_here()
    assert Survey(b'<div class="item-text">text').fitting(selector) == left


@pytest.mark.parametrize(
    "written", ["class = news", "class\n=\n'news'", 'CLASS="NEWS"', "id=x class=news", "x=class=news"]
)
def test_a_value_is_known_with_its_attribute(written: str) -> None:
    compiled_here()
    assert Survey(f"<p {written}>".encode()).fitting("[class=news]")
    assert not Survey(f"<p {written}>".encode()).fitting("[id=news]")


def test_equals_signs_without_end_take_no_longer_than_other_text() -> None:
    compiled_here()
    seen = Survey(b"<p a" + b" " * 200_000 + b"=" * 200_000 + b" = " * 200_000)
    assert seen.fitting("[a=b]") == ""


@pytest.mark.parametrize(
    "html",
    ["<meta name=a content=1>", "<p><META name=a content=1>", "<head><body><p><meta name=a content=1>"],
)
def test_a_meta_tag_is_found_wherever_it_stands(html: str) -> None:
    assert Page(html).metas == {"a": ["1"]}


def test_tags_and_links_are_counted() -> None:
    seen = Survey(b"<p><a href=x>1</a> < <abbr></abbr><a >2")
    assert (seen.tags, seen.links) == (7, 2)


def test_without_what_is_compiled_everything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "names", None)
    seen = Survey(b"<p><a href=x>1</a> < <abbr></abbr><a >2")
    assert (seen.tags, seen.links) == (7, 2)
    assert seen.fitting(".kicker") == ".kicker"
