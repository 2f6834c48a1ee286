"""Opening a file: its kind, encoding and separators, its sheets as tables of texts."""
