"""Asks the story index and the stored articles what a new one is to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawler.dedup.decision import Decision, decide, revise
from newscrawler.storage.story_log import story_text

if TYPE_CHECKING:
    from newscrawler.dedup import StoryIndex
    from newscrawler.items import Article
    from newscrawler.storage.store import Store
    from newscrawler.storage.story_log import StoryLog


def place(
    article: Article, store: Store, log: StoryLog, stories: StoryIndex, origin_url: str | None = None
) -> Decision:
    """Place an article, taken from `origin_url` (canonical) if it is a copy, among the stored ones.

    The index writes its log entry; everything else of the decision is `Store.write`'s to carry out.
    """
    unrelated = store.is_unrelated(article, origin_url)
    known = None if unrelated else store.article(article.id)
    revision = revise(article, known, origin_url) if known else None
    if revision and revision.kind == "unchanged":
        return revision
    log.version = revision.version if revision else 1
    text = story_text(article.description, article.article_body)
    near = stories.place(article.id, article.headline or "", text)
    if revision:
        return revision
    begun = log.beginners([near.story_id, *near.merged]) if near.duplicate_of else []
    alike = store.originals(begun)
    originals = {each.id: each for each in (*alike, *(() if unrelated else store.tied(article, origin_url)))}
    return decide(
        article,
        {each.id: near.similarity for each in alike},
        list(originals.values()),
        origin_url=origin_url,
        unseen=store.unseen(list(originals)),
    )
