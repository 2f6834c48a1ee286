"""Levels are tried out, and kept as targets."""
