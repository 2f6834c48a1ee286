"""Sentences of the pages Over time and Teams."""
