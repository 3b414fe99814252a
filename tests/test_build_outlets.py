"""A survey's line becomes a table of the catalogue."""

import json
import tomllib

import pytest

from newscrawler import build_outlets
from newscrawler.outlets import read_outlet

SITE = {
    "slug": "nemuneh", "name_fa": "خبرگزاری نمونه (نمونا)", "name_en": "Nemuneh",
    "domains": ["nemuneh.example"],
    "kind": "agency", "cms": "nastooh", "region": "AF", "language": "fa", "confidence": "low (one source)",
    "article_url_samples": ["http://www.nemuneh.example/news/1"], "reachability": "reachable, 1405-07-10",
    "feeds": ["https://www.nemuneh.example/rss", "https://www.nemuneh.example/a.xml", "https://x (2022)"],
}  # fmt: skip


def test_a_survey_line_becomes_an_outlet():
    outlet = read_outlet(tomllib.loads(build_outlets.to_toml(build_outlets.outlet(SITE)))["outlet"][0])
    assert (outlet.slug, outlet.aliases, outlet.family) == ("nemuneh", ("نمونا",), "nastooh")
    assert outlet.home == "https://www.nemuneh.example"
    assert outlet.feeds == ("https://www.nemuneh.example/a.xml",)
    assert (outlet.zone, outlet.language) == ("Asia/Kabul", "fa-AF")
    assert (outlet.confidence, outlet.verified) == ("low", "2026-10-02")


def test_known_outlets_are_left_as_they_stand(tmp_path, monkeypatch, capsys):
    catalogue = tmp_path / "outlets.toml"
    catalogue.write_text(
        'ambiguous = []\n\n[[outlet]]\nslug = "nemuneh"\nnotes = "by hand"\n', encoding="utf-8"
    )
    monkeypatch.setattr(build_outlets, "CATALOGUE", catalogue)
    sites = tmp_path / "sites.jsonl"
    lines = [SITE, SITE | {"slug": "digar"}, SITE | {"slug": "nashenas", "name_fa": None, "cms": "custom"}]
    sites.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    build_outlets.main(str(sites))
    tables = tomllib.loads(catalogue.read_text(encoding="utf-8"))["outlet"]
    assert [table["slug"] for table in tables] == ["nemuneh", "digar"]
    assert tables[0]["notes"] == "by hand"
    assert "1 outlets added" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["asam?", "custom (tasnim)"])
def test_families_have_one_name(kind):
    assert build_outlets.FAMILIES[kind] in {"asam", "tasnim"}
