"""Workshops: facilitation, votes, reveals, presence, polls, dots and decisions."""
