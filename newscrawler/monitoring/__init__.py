"""What runs tell of themselves: summaries, metrics, health, reports."""
