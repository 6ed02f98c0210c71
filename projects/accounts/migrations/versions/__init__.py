"""Revisions in their order; each knows the one before it."""
