"""Learning notices from the lines of new stories."""

from __future__ import annotations

from newscrawler.dedup.document import Text
from newscrawler.dedup.notices import SIGHTINGS, Notices, watched_lines


def test_a_line_of_four_stories_is_a_notice():
    notices = Notices()
    for seen in range(SIGHTINGS):
        assert 77 not in notices, seen
        notices.count([77, 1000 + seen])
    assert 77 in notices
    assert len(notices) == 1


def test_lines_that_come_once_do_not_push_a_returning_one_out():
    notices = Notices()
    cells = 1 << 16
    for seen in range(3):
        notices.count([5])
        notices.count([5])
        notices.count([5 + cells * (seen + 1)])
    assert 5 in notices
    assert len(notices) == 1


def test_counts_take_the_same_room_however_many_lines_pass():
    notices = Notices()
    before = notices.nbytes
    notices.count(range(300_000))
    assert notices.nbytes == before


def test_the_edges_of_a_long_page_are_watched_and_short_lines_are_not():
    lines = [f"این بند شماره {chr(0x627 + n)} از نوشته است" for n in range(24)]
    text = Text.read("\n".join([*lines[:3], "کوتاه", *lines[3:]]))
    watched = watched_lines(text.lines)
    assert len(watched) == 16
    assert watched[0] == text.lines[0][0]
    assert watched[-1] == text.lines[-1][0]


def test_a_line_that_comes_twice_in_a_page_is_counted_once():
    assert len(watched_lines(Text.read("یک بند از نوشته ما\nیک بند از نوشته ما").lines)) == 1
