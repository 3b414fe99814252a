"""From the database to the analyst: hand-off sets, their formats, and the API of notebooks."""
