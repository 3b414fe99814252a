"""The engine: one page parsed once, rules → values with provenance. It knows no site."""
