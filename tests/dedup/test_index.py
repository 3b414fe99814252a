"""The index as its users see it."""

from __future__ import annotations

import pytest

from benchmarks.dedup_corpus import Writer, quality_set
from newscrawler.dedup import Entry, MemoryLog, Stored, StoryIndex
from tests.dedup.sqlite_log import SqliteLog


@pytest.fixture
def writer() -> Writer:
    return Writer(11)


def test_strangers_begin_stories_and_a_copy_joins_its_originals(writer):
    index = StoryIndex()
    first = index.place("a:1", *writer.article())
    headline, body = writer.article()
    second = index.place("a:2", headline, body)
    copy = index.place("b:9", *writer.copy("letters", headline, body))
    assert (first.story_id, first.duplicate_of, first.similarity, first.merged) == ("s1", None, 0.0, ())
    assert second.story_id == "s2"
    assert (copy.story_id, copy.duplicate_of, copy.similarity) == ("s2", "a:2", 1.0)


def test_a_document_that_bridges_two_stories_merges_them_into_the_older(writer):
    index = StoryIndex()
    halves = [writer.article()[1] for _ in range(2)]
    stories = [index.add(f"a:{n}", "نیمه", half) for n, half in enumerate(halves)]
    whole = index.place("a:9", "هر دو", "\n".join(halves))
    assert (whole.story_id, whole.merged) == (stories[0], (stories[1],))
    assert {index.resolve(story) for story in stories} == {stories[0]}


def test_a_report_cut_before_its_figures_joins_one_story_and_merges_none(writer):
    index = StoryIndex()
    head = writer.sentence() + " " + writer.sentence()
    tails = [
        "{} میلیون تومان و {} هزار تومان و {} درصد و {} تن فروخته شد.".format(*numbers)
        for numbers in ((12, 31, 4, 55), (81, 17, 9, 23))
    ]
    stories = {index.add(f"a:{n}", "گزارش بازار", f"{head}\n{tail}") for n, tail in enumerate(tails)}
    assert len(stories) == 2
    cut = index.place("b:1", "گزارش بازار", head)
    assert cut.merged == ()
    assert {index.resolve(story) for story in stories} == stories


def test_the_same_id_and_text_again_changes_nothing_and_a_new_text_stays_in_the_story(writer):
    log = MemoryLog()
    index = StoryIndex(log)
    headline, body = writer.article()
    first = index.place("a:1", headline, body)
    again = index.place("a:1", headline, body)
    assert (again.story_id, again.duplicate_of) == (first.story_id, None)
    assert log.document(2) is None
    version = index.place("a:1", headline, f"{writer.article()[1]}\n{body}")
    assert (version.story_id, version.duplicate_of) == (first.story_id, None)
    assert log.document(2) is not None


def test_documents_without_text_are_stories_of_their_own_unless_headlines_agree():
    index = StoryIndex()
    stories = [
        index.add(f"a:{n}", headline, "")
        for n, headline in enumerate(
            ["", "", "برف سنگین راه‌های استان را بست", "باران پس از چهل روز در دشت بارید"]
        )
    ]
    assert len(set(stories)) == 4
    assert index.add("b:1", "برف سنگین راه‌های استان را بست", "") == stories[2]


def test_notices_are_learnt_and_then_strangers_under_them_stay_apart(writer):
    index = StoryIndex()
    notice = " ".join(writer.sentence() for _ in range(3))
    stories = [index.add(f"a:{n}", writer.sentence(), f"{writer.sentence()}\n{notice}") for n in range(12)]
    assert len(set(stories)) == 12


@pytest.mark.parametrize("unknown", ["s2", "s0", "1", "", "s-1", "s١"])
def test_an_id_never_given_is_refused(unknown):
    index = StoryIndex()
    index.add("a:1", "تیتر", "متن")
    with pytest.raises(ValueError, match="unknown story"):
        index.resolve(unknown)


def test_a_removed_document_is_passed_over(writer, tmp_path):
    log = SqliteLog(tmp_path / "stories.db")
    index = StoryIndex(log)
    headline, body = writer.article()
    index.add("a:1", headline, body)
    log.connection.execute("DELETE FROM articles")
    log.connection.execute("DELETE FROM story_log")
    index = StoryIndex(log)
    assert index.place("a:2", headline, body).duplicate_of is None


def test_an_index_rebuilt_from_its_log_decides_as_the_one_that_went_on(tmp_path):
    made = quality_set(3, stories=60, days=6)
    log, other = SqliteLog(tmp_path / "a.db"), SqliteLog(tmp_path / "b.db")
    through = StoryIndex(log)
    expected = [through.place(str(n), doc.headline, doc.body) for n, doc in enumerate(made)]
    index = StoryIndex(other)
    found = []
    for number, doc in enumerate(made):
        if number % 97 == 96:
            index = StoryIndex(other)
        found.append(index.place(str(number), doc.headline, doc.body))
    assert found == expected
    assert list(log.replay()) == list(other.replay())


def test_the_log_keeps_small_rows(tmp_path):
    log = SqliteLog(tmp_path / "stories.db")
    index = StoryIndex(log)
    for number, doc in enumerate(quality_set(4, stories=80, days=2)):
        index.add(f"outlet:{number}", doc.headline, doc.body)
    rows = list(log.replay())
    assert all(len(row.grams) <= 4 * 24 and len(row.lines) <= 4 * 16 for row in rows)
    assert sum(len(row.grams) + len(row.lines) + len(row.doc_id) + 12 for row in rows) <= 200 * len(rows)


def test_a_log_in_memory_gives_back_what_it_was_given_also_from_disk():
    log = MemoryLog(in_memory=100)
    texts = [Stored(f"a:{n}", "تیتر\u200cها \ud83d", "متن \0 دراز " * n) for n in range(1, 40)]
    for number, stored in enumerate(texts, 1):
        log.append(Entry(number, stored.doc_id, number, (), b"", b""), stored)
    assert [log.document(number) for number in range(1, 40)] == texts
    assert log.document(0) is log.document(40) is None
    assert list(log.replay()) == []
