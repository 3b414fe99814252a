"""Processes on one PostgreSQL write in turns; who only reads a page waits for nobody."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from newscrawler.storage.frontier import Frontier, Page
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog
from tests.storage import test_store as stored

if TYPE_CHECKING:
    from collections.abc import Iterator

engine, store = stored.engine, stored.store
article, save = stored.article, stored.save

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def other(engine: sa.Engine) -> Iterator[Store]:
    """Another process's."""
    store = Store(engine, stored.Clock())
    yield store
    store.close()


def test_who_does_not_use_the_database_does_not_wait(store: Store, other: Store) -> None:
    other.lock_writers()
    calls: list[str] = []
    with store.locking(lambda: calls.append("locked")):
        pass  # a page is read and parsed here
    assert not calls
    assert not store.begun
    with store.locking(lambda: calls.append("locked")):
        assert Frontier(store).listed("l", [Page("https://a.ir/1", "https://a.ir/1", "a")])
        store.barred()
    assert calls == ["locked"]  # once, and before the first question


def test_the_first_use_waits_until_the_other_has_committed(store: Store, other: Store) -> None:
    other.lock_writers(counting=True)
    save(other, article(1))
    began, seen = threading.Event(), []

    def use() -> None:
        with store.locking(store.lock_writers):
            began.set()
            seen.append(store.article("mehrnews:1"))
        store.rollback()

    thread = threading.Thread(target=use)
    thread.start()
    began.wait(10)
    thread.join(0.2)
    assert thread.is_alive()
    other.commit()
    thread.join(10)
    assert [each.id for each in seen] == ["mehrnews:1"]


def turn(who: Store, number: int | None = None) -> None:
    """Write an article, or only look."""
    who.lock_writers(counting=number is not None)
    if number is not None:
        save(who, article(number))
    who.commit()


def caught_up(who: Store) -> bool:
    """Whether it was; it is now."""
    was, who.behind = not who.behind, False
    return was


def test_a_turn_tells_whether_others_wrote_since(store: Store, other: Store) -> None:
    turn(store, 1)
    assert not caught_up(store), "it knows of nobody"
    turn(store, 2)
    assert caught_up(store)
    turn(other, 3)
    turn(store)
    turn(store, 4)
    assert not caught_up(store), "it has only looked and written since the other wrote"
    turn(store, 5)
    assert caught_up(store)
    assert [entry.doc_id for entry in StoryLog(store).replay(2)] == ["mehrnews:3", "mehrnews:4", "mehrnews:5"]


def test_a_row_is_asked_about_at_once_and_what_is_stored_meanwhile_counts(
    engine: sa.Engine, store: Store
) -> None:
    turn(store, 1)
    store.lock_writers(counting=True)
    known, fresh, awaited = article(1), article(2), article(3)
    store.meet({each.id: each.canonical_url for each in (known, fresh, awaited)})
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    sa.event.listen(engine, "before_cursor_execute", note)
    assert store.is_unrelated(fresh, None)
    assert not asked
    assert not store.is_unrelated(known, None)
    sa.event.remove(engine, "before_cursor_execute", note)
    save(store, article(4), origin=awaited.canonical_url)
    assert not store.is_unrelated(awaited, None), "one stored since was taken from it"
    save(store, fresh)
    assert not store.is_unrelated(fresh, None), "it is stored by now"
