"""An article as published → as stored."""

from dataclasses import replace

import pytest

from newscrawler.items import Article, Image
from newscrawler.refining import content_hash, refine


def article(**fields):
    return Article(
        id="a:1", url="https://a.ir/news/1", canonical_url="https://a.ir/news/1", outlet="a", **fields
    )


def test_every_text_is_normalised():
    refined = refine(
        article(
            headline="باران در كرمان",
            kicker="گزارش ميداني",
            description="ليد",
            article_body="پاراگراف يك\n\nپاراگراف دو",
            dateline="كرمان",
            section="استانها > كرمان",
            source_name="خبرگزاري مهر",
            images=[Image("https://a.ir/1.jpg", "عكس")],
        )
    )
    assert refined.headline == "باران در کرمان"
    assert (refined.kicker, refined.description, refined.dateline) == ("گزارش میدانی", "لید", "کرمان")
    assert refined.article_body.split("\n\n") == ["پاراگراف یک", "پاراگراف دو"]
    assert refined.section.endswith("کرمان")
    assert refined.images == [Image("https://a.ir/1.jpg", "عکس")]
    assert refined.source_outlet == "mehrnews"


def test_authors_and_tags_are_folded():
    refined = refine(article(authors=["علي رضايي", "علی رضایی", " "], tags=["كتاب", "کتاب", "قلم"]))
    assert refined.authors == ["علی رضایی"]
    assert refined.tags == ["کتاب", "قلم"]


def test_a_source_already_resolved_is_kept():
    assert refine(article(source_name="خبرگزاری مهر", source_outlet="irna")).source_outlet == "irna"


def test_the_argument_is_left_as_it_was():
    original = article(headline="باران در كرمان", tags=["كتاب"], images=[Image("u", "عكس")])
    copy = replace(original, tags=list(original.tags), images=list(original.images))
    refine(original)
    assert original == copy


def test_refining_twice_changes_nothing():
    once = refine(
        article(headline="باران  در كرمان", article_body="متن «خبر»", tags=["كتاب"], source_name="مهر")
    )
    assert refine(once) == once


@pytest.mark.parametrize(
    "other",
    [
        {"headline": "خانه های نو", "article_body": "می روند به خانه"},
        {"headline": "خانههای نو", "article_body": "میروند به خانه"},
        {"headline": "خانه‌هاي نو!", "article_body": "می‌روند، به خانه."},
        {"headline": "خانه‌های نو", "description": "می‌روند", "article_body": "به خانه"},
    ],
)
def test_the_hash_is_of_the_letters(other):
    same = article(headline="خانه‌های نو", article_body="می‌روند به خانه")
    assert content_hash(article(**other)) == content_hash(same)
    assert len(content_hash(same)) == 16


def test_another_text_has_another_hash():
    assert content_hash(article(headline="یک")) != content_hash(article(headline="دو"))


def test_an_empty_article_is_refined_too():
    refined = refine(article())
    assert refined.headline is None
    assert refined.content_hash
