"""A result leaves the app: its downloads, the house style of its files, and read-only links to it."""
