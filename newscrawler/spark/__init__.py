"""Bulk work on Apache Spark, thin over the functions one machine calls. Optional: requirements-cluster.txt.

Nothing outside this room imports it before `--spark` is given.
"""
