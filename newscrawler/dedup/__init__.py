"""Near-duplicates: which articles are one story (README of the shared benchmark, DESIGN §5)."""

from newscrawler.dedup.index import Placement, StoryIndex
from newscrawler.dedup.log import Entry, IndexLog, MemoryLog, Stored

__all__ = ["Entry", "IndexLog", "MemoryLog", "Placement", "Stored", "StoryIndex"]
