"""Scoring as pure functions over arrays, one row per answer set: the same code for one or 100,000 assessments.

docs/scoring.md has the rules.
"""
