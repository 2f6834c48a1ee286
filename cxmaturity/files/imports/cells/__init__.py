"""The meaning of a file's cells: answers, roles, evidence grades."""
