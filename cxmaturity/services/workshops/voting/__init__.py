"""Votes of a workshop: storing, counting and revealing them, with their reasons; and polls outside the score."""
