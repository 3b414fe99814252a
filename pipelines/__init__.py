"""Item pipelines, one a module, thin over newscrawler."""
