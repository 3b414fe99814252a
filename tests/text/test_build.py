"""What the tables are built from: word lists read, counts that leave a word's own share out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawler.text.build.folds import FoldCounts, fold_of
from newscrawler.text.build.knowledge import Knowledge
from newscrawler.text.build.sources import Counts, read_lexicon

if TYPE_CHECKING:
    from pathlib import Path

Z = "\u200c"


def lexicon(tmp_path: Path):
    files = {
        "lexicon": f"## Lilak\nکتاب,noun_singular,,,\nمی{Z}نویسم,verb,,,\nکتاب{Z}خانه,noun_singular,,1,\n",
        "dic_users": f"آبادان{Z}تپه\n",
        "words.dat": "خانه\t5000\tN\nگومه\t0\t0\n",
        "verbs.dat": "رفت#رو\n",
        "vocab.csv": "خانه,90000\nعنوان,تعداد\n",
        "compound_words.csv": f"شیر#آلات\nواقع{Z}بین\n",
        "verbs.csv": "گو,گفت\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return read_lexicon(tmp_path, tmp_path, tmp_path)


def test_the_lists_are_merged_and_each_still_told_apart(tmp_path: Path) -> None:
    words = lexicon(tmp_path)
    assert words.split["کتابخانه"] == {f"کتاب{Z}خانه"}
    assert words.plain == {"کتاب": 2, "خانه": 2, "گومه": 1, "شیرآلات": 2}
    assert words.lists["shekar"] == {"خانه": {"خانه": 90000}}
    assert words.tags["کتاب"] == {"noun_singular"}
    assert {"نویسم", "روم", "گفتند"} <= words.verbs


def test_a_word_does_not_testify_for_itself(tmp_path: Path) -> None:
    counts = Counts()
    counts.add(f"دل{Z}نوشته و سنگ{Z}نوشته")
    know = Knowledge(counts, lexicon(tmp_path))
    own = fold_of("دلنوشته")
    assert know.split_right.of("نوشته") == 2
    assert know.split_right.of("نوشته", own) == (fold_of("سنگنوشته") != own)
    assert know.segment("نوشته").right == 2


def test_folds_leave_out_what_they_brought() -> None:
    counts = FoldCounts()
    counts.add("a", 1, 2)
    counts.add("a", 3)
    assert (counts.of("a"), counts.of("a", 1), counts.of("a", 0), counts.of("b", 1)) == (3, 1, 3, 0)


def test_an_unmet_pair_is_asked_about_when_its_second_word_is_an_inflection(tmp_path: Path) -> None:
    counts = Counts()
    counts.add(f"دل{Z}نوشته و دل نوشتهی")
    know = Knowledge(counts, lexicon(tmp_path))
    words = frozenset({"نوشتهها", "نوشتهی", "روی"})
    assert know.inflected([("دل", "نوشته"), ("پیش", "رو")], words) == {("دل", "نوشتهها")}
