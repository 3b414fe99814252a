"""Text as lines."""

import pytest

from newscrawler.extraction.page import Page


def lines(html):
    return [block.text for block in Page(html).layout.blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>یک</p><p>دو</p>", ["یک", "دو"]),
        ("یک<br>دو<br/><br>سه", ["یک", "دو", "سه"]),
        ("<div>یک<div>دو</div>سه</div>", ["یک", "دو", "سه"]),
        ("<p>به <a href=/x>خانه</a>(ع<b>)</b> رفت</p>", ["به خانه(ع) رفت"]),
        ("<p>یک<script>x=1</script><style>a{}</style><!-- c --> دو</p>", ["یک دو"]),
        ("<p>یک</p><figure><img src=x><figcaption>شرح</figcaption></figure><p>دو</p>", ["یک", "دو"]),
        ("یک<figure>شرح</figure>دو", ["یک", "دو"]),
        (
            "<table><tr><td>قیمت</td><td>۱۲</td></tr><tr><td>وزن</td><td>۳</td></tr></table>",
            ["قیمت ۱۲", "وزن ۳"],
        ),
        ("<table><tr><td><p>یک</p></td><td>دو<br>سه</td></tr></table>", ["یک", "دو", "سه"]),
        ("<ul><li>یک<li>دو</ul>", ["یک", "دو"]),
        ("<pre>یک\nدو\n\nسه</pre>", ["یک", "دو", "سه"]),
        ("<p>می&zwnj;رود\n   و&nbsp;\t می&#1570;&#1740;د</p>", ["می\u200cرود و می\u0622\u06ccد"]),
        ("<p>&#1576&#1575&#1585&#1575&#1606 آمد</p>", ["باران آمد"]),
        ("", []),
    ],
)
def test_lines(html, expected):
    assert lines(html) == expected


def test_links_are_counted():
    (block,) = Page("<p>متن <a href=/a>پیوند</a></p>").layout.blocks
    assert (block.linked, len(block.text)) == (5, 9)


def test_depth_has_a_limit_and_the_text_survives():
    depth = 50_000
    page = Page("<div>" * depth + "<p>ته</p>" + "</div>" * depth)
    assert [block.text for block in page.layout.blocks] == ["ته"]
    assert len(page.layout.elements) < 1000
