"""Which column of a file belongs to which question."""
