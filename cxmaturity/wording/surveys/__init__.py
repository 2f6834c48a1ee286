"""Sentences about surveys, the people invited, and results of groups."""
