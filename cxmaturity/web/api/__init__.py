"""The API: data for other programs, read-only, as JSON and as tables in CSV."""
