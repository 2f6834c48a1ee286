"""A report as a file, one module for each format."""
