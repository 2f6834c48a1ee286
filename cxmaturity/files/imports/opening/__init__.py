"""Opens a file: detects its kind, encoding and separator, and reads its sheets as tables of texts."""
