"""Tests of newscrawler.archive."""
