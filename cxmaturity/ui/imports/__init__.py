"""Importing a round from a file."""
