"""The only room that knows SQL: tables, engine, repository and migrations, for SQLite and PostgreSQL alike."""
