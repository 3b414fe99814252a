"""Alembic's folder: how a database of any released schema becomes today's."""
