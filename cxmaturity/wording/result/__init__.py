"""Sentences of the result."""
