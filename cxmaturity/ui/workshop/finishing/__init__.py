"""The end of a workshop: first steps, closing, and the record."""
