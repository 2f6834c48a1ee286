"""Surveys: admission, private codes, participation, deadlines, repetition and progress."""
