"""The only layer that knows SQL: tables, migrations, and modules of queries, for SQLite and PostgreSQL alike."""
