"""Run by Alembic to apply revisions; the connection comes from the app, or from -x url=… when writing one."""

from alembic import context
from sqlalchemy import Connection, create_engine

from cxmaturity.store.tables import metadata


def migrate(connection: Connection) -> None:
    """Apply the revisions in one transaction."""
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


if connection := context.config.attributes.get("connection"):
    migrate(connection)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as opened:
        migrate(opened)
