"""JSON-LD as it is met."""

import pytest

from newscrawler.extraction.jsonld import people, strings, things, types
from newscrawler.extraction.page import Page


def story(script):
    return Page(f'<html><head><script type="application/ld+json">{script}</script></head></html>').story


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"باران آمد"}',
        '[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"باران آمد"}]',
        '{"@graph":[{"@type":"Person"},{"@type":["Article","NewsArticle"],"headline":"باران آمد"}]}',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"باران آمد"}}',
        '{"@Type":"schema:NewsArticle","HeadLine":"باران آمد"}',
        '{"@type":"http://schema.org/NewsArticle","headLine":"باران آمد","description":"دو\nخط\tو\x01"}',
        '{"@type":"NewsArticle","headline":"باران آمد","keywords":["a",],}',
        '<!-- {"@type":"NewsArticle","headline":"باران آمد"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"باران آمد"}\n//]]>',
        '{"@type":"NewsArticle","headline":"باران آمد","url":"https:\\/\\/x\\/\\d"};',
    ],
)
def test_every_spelling_gives_the_article(script):
    assert strings(story(script)["headline"]) == ["باران آمد"]


@pytest.mark.parametrize(
    "script", ["", "{", "null", "[[[[", "[" * 100_000, '{"a":' * 100_000, "var x = 1", "{'a': 1}"]
)
def test_malformed_json_gives_nothing(script):
    assert things(script) == []


def test_entities_are_decoded_even_when_escaped_twice():
    assert strings("می&zwnj;رود &amp;laquo;خانه&amp;raquo;") == ["می\u200cرود «خانه»"]


def test_the_longest_article_wins():
    page = Page(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"کوتاه"}</script>'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"بلند","inLanguage":"fa"}</script>'
    )
    assert page.story["headline"] == "بلند"


def test_organisations_are_no_authors():
    authors = [
        {"@type": "Organization", "name": "خبرگزاری"},
        {"@type": "Person", "name": "مریم کاظمی"},
        "علی رضایی",
    ]
    assert people(authors) == ["مریم کاظمی", "علی رضایی"]


def test_types_without_namespace():
    assert types({"@type": ["schema:NewsArticle", 3]}) == {"newsarticle"}
