"""What leaves the app: results as JSON, files of every format, and what of each may leave."""
