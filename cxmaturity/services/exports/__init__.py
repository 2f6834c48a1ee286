"""Exports: results as JSON, files of every format, and the rules on what may leave the app."""
