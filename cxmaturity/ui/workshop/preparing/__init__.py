"""Preparing a workshop: its settings, its questions, and the join card."""
