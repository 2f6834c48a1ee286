"""The data for other programs: read-only JSON, and tables as CSV."""
