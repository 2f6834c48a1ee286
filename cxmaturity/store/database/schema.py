"""The version of a database's schema, and its migration to the newest one."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.store.database.sqlite_copy import copy_sqlite_file
from cxmaturity.store.tables import NEWEST_MIGRATION

_MIGRATION_LOCK = 4_201_838  # arbitrary, but the same in every process
_OUR_TABLES = {"alembic_version", "questionnaire_archive"}  # tables by which a database is known as ours
_MIGRATIONS = Path(__file__).parents[1] / "migrations" / "versions"


def is_newest(engine: Engine) -> bool:
    """Return whether a database has the newest schema; raises the errors of `schema_version`."""
    with engine.connect() as connection:
        return schema_version(connection) == NEWEST_MIGRATION


OTHER_CONTENT = (
    "This database holds something else; it was left untouched.",
    "Point CXMATURITY_DATABASE_URL to an empty or a CX Maturity database.",
)
NEWER = (
    "This database was written by a newer version of CX Maturity; it was left untouched.",
    "Update CX Maturity, or point CXMATURITY_DATABASE_URL to another database.",
)


def schema_version(connection: Connection) -> str | None:
    """Return the schema's version, None for an empty database; raises DatabaseUnavailable if it is not ours."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    version = connection.scalar(text("SELECT version_num FROM alembic_version")) if tables >= _OUR_TABLES else None
    if version is None:
        raise DatabaseUnavailable(*OTHER_CONTENT)
    if version > NEWEST_MIGRATION:
        raise DatabaseUnavailable(*NEWER)
    if not any(file.name.startswith(f"v{version}_") for file in _MIGRATIONS.iterdir()):
        raise DatabaseUnavailable(
            f"This version of CX Maturity does not know this database's schema, {version[:20]}; it was left untouched.",
            "Open it with the version that wrote it, or point CXMATURITY_DATABASE_URL to another database.",
        )
    return str(version)


def upgrade(connection: Connection, path: Path | None) -> None:
    """Bring a new or older database to the newest schema in the transaction of `connection`, all or nothing.

    Before migrating an SQLite file at `path`, a backup is made beside it. Processes that migrate at the same time wait
    for each other.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))  # another process may migrate for long
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    version = schema_version(connection)
    if version == NEWEST_MIGRATION:  # another process has migrated it
        return
    from cxmaturity.store import migrations  # alembic is slow to import and rarely needed

    if version is None:
        migrations.create(connection)
        return
    if path:
        copy_sqlite_file(path, _free_name(path.with_name(f"{path.name}.before-{NEWEST_MIGRATION}")))
    migrations.upgrade(connection)


def _free_name(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
