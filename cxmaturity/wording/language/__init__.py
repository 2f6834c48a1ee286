"""Formatting of dates, numbers, plurals and lists."""
