"""The commands newscrawler adds to the `scrapy` command line, one a module."""
