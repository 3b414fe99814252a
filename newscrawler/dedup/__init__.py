"""Each story once: where an article belongs among those already stored."""
