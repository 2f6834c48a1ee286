"""Gaps, change, disclosure and group results: pure functions."""
