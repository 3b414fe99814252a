"""The database and the feed derived from it: the one place that speaks SQL."""
