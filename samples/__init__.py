"""Sample archives for `make demo` and the tests."""
