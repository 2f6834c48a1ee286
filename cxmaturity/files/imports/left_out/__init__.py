"""What tells the rows of a table that are no people."""
