"""Sentences of workshops: set-up, console, screen and phones."""
