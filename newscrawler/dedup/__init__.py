from newscrawler.dedup.index import Placement, StoryIndex
