"""`scrapy export` as a person types it, over the sample archives' database."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pyarrow.parquet as pq
from scrapy.settings import Settings

from newscrawler.commands.export import Command
from newscrawler.errors import Exit
from tests.handoff.newsstand import article, store


def test_export_hands_over_and_says_where(scrapy, tmp_path) -> None:
    store(f"sqlite:///{tmp_path}/data/newscrawler.db", map(article, range(7)))
    done = scrapy(
        "export", "--format", "parquet", "--versions", "--outlet", "isna,mehrnews", "--since", "1405-06-12"
    )
    assert (done.returncode, done.stderr) == (Exit.FINE, "")
    address, told = done.stdout.splitlines()
    assert told == "4 articles, 4 versions; begin with its README.md"
    assert Path(address).parent == tmp_path / "data" / "handoff"
    assert pq.read_table(f"{address}/articles").num_rows == 4
    assert json.loads(Path(address, "manifest.json").read_text("utf-8"))["rows"] == 4


def test_since_last_says_when_nothing_is_new(scrapy, tmp_path) -> None:
    store(f"sqlite:///{tmp_path}/data/newscrawler.db", [article(0)])
    words = ("export", "--since-last", "nightly", "--to", str(tmp_path / "out"))
    assert scrapy(*words).stdout.startswith(f"{tmp_path}/out/nightly-000001\n1 articles;")
    again = scrapy(*words)
    assert (again.returncode, again.stdout) == (Exit.FINE, "nothing new\n")


def test_bad_words_are_one_line(tmp_path, capsys) -> None:
    def told(*words: str) -> str:
        command = Command()
        command.settings = Settings({"NEWSCRAWLER_DATA_DIR": str(tmp_path), "NEWSCRAWLER_DATABASE_URL": ""})
        parser = argparse.ArgumentParser()
        command.add_options(parser)
        opts, args = parser.parse_known_args(words)
        command.run(args, opts)
        assert command.exitcode == Exit.USAGE
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        return error

    assert "there is no database at" in told()
    store(f"sqlite:///{tmp_path}/newscrawler.db", [article(0)])
    assert "no outlet is called mehrnws; did you mean mehrnews?" in told("--outlet", "mehrnws")
    assert "../x is no name for a set" in told("--name", "../x")
    assert "--bom is for --format csv" in told("--bom")
    assert "takes no argument" in told("mehrnews")


def test_scrapy_s_own_feed_export_takes_parquet(scrapy, tmp_path) -> None:
    path = tmp_path / "x.parquet"
    words = ("-s", "NEWSCRAWLER_REPLAY=samples/morning.warc.gz", "-O", str(path))
    assert scrapy("crawl", "mehrnews", *words).returncode == Exit.FINE
    table = pq.read_table(path)
    assert table.num_rows == 3
    assert str(table.schema.field("date_published").type) == "timestamp[us, tz=Asia/Tehran]"
    assert dict(table["provenance"][0].as_py())["headline"]
