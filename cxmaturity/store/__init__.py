"""The only layer that knows SQL: tables, migrations, and modules of queries, for SQLite and PostgreSQL alike.

Every query needs a connection from `Database.reading`, `Database.snapshot` or `Database.writing`.
"""
