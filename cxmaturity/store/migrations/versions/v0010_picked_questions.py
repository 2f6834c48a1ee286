"""Single questions picked for a workshop."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; of the workshops that are there already, none picked single questions."""
    op.add_column("assessment", sa.Column("questions", sa.Text(), nullable=True))
