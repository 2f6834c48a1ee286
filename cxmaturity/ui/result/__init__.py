"""The result of one assessment."""
