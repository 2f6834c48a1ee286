"""The database itself: connections, files, schema, backups and the two dialects."""
