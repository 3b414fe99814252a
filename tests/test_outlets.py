"""The catalogue holds together, and printed names find their outlet."""

import re
import tomllib
from collections import Counter
from dataclasses import fields
from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from newscrawler.outlets import KINDS, Catalogue, Outlet, catalogue, read_outlet, resolve
from newscrawler.text.letters import skeleton


def test_every_entry_fits_the_schema():
    known = {field.name for field in fields(Outlet)}
    for table in tomllib.loads(files("newscrawler").joinpath("outlets.toml").read_text(encoding="utf-8"))[
        "outlet"
    ]:
        assert set(table) <= known, table["slug"]
    for outlet in catalogue():
        assert re.fullmatch(r"[a-z0-9]+", outlet.slug)
        assert outlet.kind in KINDS
        assert outlet.confidence in {"high", "medium", "low"}
        assert outlet.domains
        assert all(re.fullmatch(r"(?!www\.)[a-z0-9.-]+\.[a-z]{2,}", domain) for domain in outlet.domains)
        assert re.fullmatch(r"https?://[^/]+(/[^/]+)*", outlet.home)
        assert all(re.match(r"https?://", url) for url in (*outlet.feeds, *outlet.sections))
        assert ZoneInfo(outlet.zone)
        assert outlet.verified is None or date.fromisoformat(outlet.verified)


def test_no_slug_domain_or_alias_stands_twice():
    for values in (
        [outlet.slug for outlet in catalogue()],
        [domain for outlet in catalogue() for domain in outlet.domains],
        [skeleton(alias) for outlet in catalogue() for alias in outlet.aliases],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_enough_outlets_have_a_name_and_a_family():
    assert sum(outlet.name_fa is not None for outlet in catalogue()) >= 285
    assert sum(outlet.family is not None for outlet in catalogue()) >= 300


def test_names_and_aliases_find_their_own_outlet():
    wrong = [
        (outlet.slug, name)
        for outlet in catalogue()
        for name in (outlet.name_fa, *outlet.aliases)
        if name and resolve(name) != outlet.slug
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("خبرگزاری مهر", "mehrnews"),
        ("خبرگزاري مهر", "mehrnews"),
        ("«مهر»", "mehrnews"),
        ("خبرگزاری مهر:", "mehrnews"),
        ("باشگاه خبرنگاران جوان", "yjc"),
        ("خبرگزاری صدا و سیما", "iribnews"),
        ("صداوسیما", "iribnews"),
        ("ايسنا", "isna"),
        ("خبرگزاری دانشجویان ایران", "isna"),
        ("خبرگزاری دانشجو", "snn"),
        ("خبرگزاری جمهوری اسلامی (ایرنا)", "irna"),
        ("خبرگزاری تسنیم (تهران)", "tasnim"),
        ("پایگاه خبری تحلیلی انتخاب", "entekhab"),
        ("روزنامه شرق", "sharghdaily"),
        ("خبرگزاری کار ایران", "ilna"),
        ("خبرگزاری کار", "ilna"),
        ("هم میهن", "hammihanonline"),
        ("دنیای‌ اقتصاد", "donyaeeqtesad"),
        ("روزنامه ایران", "irannewspaper"),
        ("الف", "alef"),
        ("قطره", "ghatreh"),
        ("www.tabnak.ir", "tabnak"),
        ("تیتر آنلاین", "titronline"),
    ],
)
def test_printed_names_resolve(printed, slug):
    assert resolve(printed) == slug


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "خبرگزاری",
        "جمهوری اسلامی",
        "ایران",
        "شرق تهران",
        "کار و کارگر",
        "روزنامه مهر",
        "خبرگزاری شرق",
        "الف.ب",
        "مهرماه",
        "no.such.host",
    ],
)
def test_unknown_ambiguous_and_partial_names_do_not(printed):
    assert resolve(printed) is None


def test_two_names_that_disagree_resolve_to_none():
    assert resolve("ایرنا (ایسنا)") is None


def test_hosts_find_their_outlet():
    for host, slug in (
        ("www.mehrnews.com", "mehrnews"),
        ("video.varzesh3.com", "varzesh3"),
        ("NEGARONLINE.IR:443", "titronline"),
        ("ir.voanews.com", "voapersian"),
    ):
        outlet = catalogue().by_host(host)
        assert outlet is not None
        assert outlet.slug == slug
    assert catalogue().by_host("ir") is None
    assert catalogue().by_host("") is None


def test_mistyped_slugs_get_a_suggestion():
    assert catalogue().nearest("mehrnewz")[0] == "mehrnews"
    assert catalogue().nearest("۱۲۳") == []


def test_the_home_is_the_first_domain_unless_told():
    table = {"slug": "x", "name_en": "X", "domains": ["x.ir", "y.ir"], "kind": "portal"}
    assert read_outlet(table).home == "https://x.ir"
    assert read_outlet(table | {"home": "https://www.x.ir"}).home == "https://www.x.ir"


def test_selections():
    some = Catalogue(
        read_outlet({"slug": s, "name_en": s.upper(), "domains": [f"{s}.ir"], "kind": k, "family": f})
        for s, k, f in (("a", "agency", "nastooh"), ("b", "portal", "asam"), ("c", "portal", "nastooh"))
    )
    assert [outlet.slug for outlet in some.of_kind("portal")] == ["b", "c"]
    assert [outlet.slug for outlet in some.of_family("nastooh")] == ["a", "c"]
    assert some.families() == ("asam", "nastooh")
    assert len(some) == 3
    assert some.by_slug("a") is next(iter(some))
    assert some.by_slug("d") is None


def test_every_surveyed_outlet_with_a_persian_name_is_there(shared):
    import json

    lines = (shared / "sites" / "sites.jsonl").read_text(encoding="utf-8").splitlines()
    named = [site["slug"] for site in map(json.loads, lines) if site["name_fa"]]
    assert [slug for slug in named if catalogue().by_slug(slug) is None] == []
