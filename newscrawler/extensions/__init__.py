"""Scrapy extensions: memory, outcome, progress, politeness."""
