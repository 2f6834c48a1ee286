"""What stands in the cells of a file."""
