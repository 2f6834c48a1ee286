"""The database as such: connections, files, schema, backups, and what differs between SQLite and PostgreSQL."""
