"""Recognises the rows of a table that are not a person's answers."""
