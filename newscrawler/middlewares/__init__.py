"""Downloader middlewares: addresses, robots, pace, archive."""
