"""Finds the use of each column of a file: a question's answer or note, a name, a role."""
