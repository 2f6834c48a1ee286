"""When each part of an answer was last changed, so that two windows never undo each other."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; of an answer that is there already, all parts count as changed with its row."""
    op.add_column("answer", sa.Column("part_changes", sa.Text(), nullable=True))
