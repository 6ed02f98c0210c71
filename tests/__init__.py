"""The tests; a package of its own so that no installed one of this name stands in for it."""
