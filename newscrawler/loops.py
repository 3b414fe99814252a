"""uvloop as the thread's event loop, from the moment Scrapy reads ASYNCIO_EVENT_LOOP.

Scrapy asks asyncio for its loop first, which makes one of its own kind where there is none, and drops that
for ours: where the process then ends early, over a wrong option say, Python finds it unclosed and complains
over twenty lines.
"""

from __future__ import annotations

import asyncio

from uvloop import Loop

__all__ = ["Loop"]

asyncio.set_event_loop(Loop())
