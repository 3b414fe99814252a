"""Each story once: near-duplicates as they arrive, and where an article belongs among the stored."""

from newscrawler.dedup.index import Placement, StoryIndex
from newscrawler.dedup.log import Entry, IndexLog, MemoryLog, Stored

__all__ = ["Entry", "IndexLog", "MemoryLog", "Placement", "Stored", "StoryIndex"]
