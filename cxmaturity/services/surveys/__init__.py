"""Surveys: set-up, private codes, participation, progress."""
