"""The end of a workshop: the dot vote on first steps, and what is kept for the report."""
