"""Sentences of Over time."""
