"""Workshops: set-up, facilitation, votes, snapshots, decisions."""
