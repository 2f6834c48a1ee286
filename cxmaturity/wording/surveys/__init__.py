"""Sentences of surveys: their start, the people invited, and their counts."""
