"""Rounds that were answered elsewhere."""
