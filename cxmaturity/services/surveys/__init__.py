"""Surveys: admission, private codes, participation, schedule and progress."""
