"""Build the half-space tables of `newscrawler/text/data` from corpora and word lists."""
