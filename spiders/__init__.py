"""Spiders: one for every outlet, most of them without code."""
