"""Tests of newscrawler.discovery."""
