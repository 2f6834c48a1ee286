"""File formats, reading and writing together."""
