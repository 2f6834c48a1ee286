"""Dates, numbers, plurals and lists as they are shown."""
