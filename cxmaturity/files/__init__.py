"""File formats, each with its reading and writing."""
